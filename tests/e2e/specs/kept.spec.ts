// Projects that are kept in the browser.

import { expect, test } from "./workbench";

test("a kept project is renamed, and is there under its name after a reload", async ({ workbench, page }) => {
  await workbench.append("Dockerfile", "RUN echo mine");
  const options = page.getByRole("button", { name: /^Options/ });
  const menu = page.getByRole("dialog", { name: "Options of the build" });
  // It is written down a moment after the edit.
  await expect(async () => {
    await options.click();
    await expect(menu.getByRole("button", { name: /^Rename / })).toHaveCount(1, { timeout: 500 });
  }).toPass();
  await menu.getByRole("button", { name: /^Rename / }).click();
  const field = menu.getByRole("textbox", { name: "Name of the project" });
  await expect(field).toBeFocused();
  await field.fill("My shop");
  await field.press("Enter");
  await expect(menu.getByText("My shop, open")).toBeVisible();
  const project = page.getByRole("combobox", { name: "Project" });
  await expect(project.locator("option:checked")).toHaveText("My shop");
  await page.reload();
  await expect(project.locator("option:checked")).toHaveText("My shop");
  expect(await workbench.text("Dockerfile")).toContain("RUN echo mine");
  // The example is as it was.
  await project.selectOption({ label: "Django, two stages" });
  expect(await workbench.text("Dockerfile")).not.toContain("RUN echo mine");

  await options.click();
  await menu.getByRole("button", { name: "Forget My shop" }).click();
  await expect(project.locator("option").filter({ hasText: "My shop" })).toHaveCount(0);
});
