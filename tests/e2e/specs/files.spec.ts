// The files of the project: the tree, and the tabs of those that are opened.

import { expect, test } from "./workbench";

test("the tree says what is sent and which line ignored the rest", async ({ workbench, page }) => {
  await workbench.tab("Context");
  const git = workbench.item(".git");
  await expect(git).toHaveClass(/ignored/);
  await expect(git).toContainText("line");
  const context = page.getByRole("tabpanel", { name: "Context" });
  await expect(context).toContainText(/Sent .* in \d+ files/);
  await expect(context).toContainText(/Ignored .* in [\d,]+ files/);
});

test("a file is added, renamed and deleted", async ({ workbench, page }) => {
  await workbench.tab("Context");
  const field = page.getByLabel("Path of the new file");
  await field.fill("../outside");
  await field.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "out of the project" })).toBeVisible();
  await field.fill("docs/guide.txt");
  await field.press("Enter");
  await expect(workbench.editor("docs/guide.txt")).toBeVisible();

  await workbench.tab("Context");
  await (await workbench.entry("docs/guide.txt")).hover();
  await page.getByRole("button", { name: "Rename docs/guide.txt" }).click();
  const path = page.getByLabel("New path of docs/guide.txt");
  await path.fill("manage.py");
  await path.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "already a file" })).toBeVisible();
  await expect(path).toHaveValue("manage.py");
  await path.fill("docs/manual.txt");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: "manual.txt" })).toBeVisible();

  await (await workbench.entry("docs/manual.txt")).hover();
  await page.getByRole("button", { name: "Delete docs/manual.txt" }).click();
  await expect(page.getByRole("tab", { name: "manual.txt" })).toHaveCount(0);
  await expect(workbench.item("docs/manual.txt")).toHaveCount(0);
});

test("a tab is closed by its cross and by the Delete key", async ({ workbench, page }) => {
  await workbench.openFile("manage.py");
  await page.getByRole("tab", { name: "manage.py" }).press("Delete");
  await expect(page.getByRole("tab", { name: "manage.py" })).toHaveCount(0);
  await workbench.openFile("manage.py");
  await page.locator(".tab-close").click();
  await expect(page.getByRole("tab", { name: "manage.py" })).toHaveCount(0);
});

test("what was typed is still there, with its undo history, after looking at another tab", async ({ workbench, page }) => {
  await workbench.append("Dockerfile", "# typed here");
  await workbench.tab(".dockerignore");
  await workbench.tab("Dockerfile");
  expect(await workbench.text("Dockerfile")).toContain("# typed here");
  await page.keyboard.press("Control+Z");
  expect(await workbench.text("Dockerfile")).not.toContain("# typed here");
});

test("another example opens, and the first one is as it was left", async ({ workbench, page }) => {
  await workbench.append("Dockerfile", "# typed here");
  const menu = page.getByRole("combobox", { name: "Project" });
  const other = await menu.locator("option").nth(1).getAttribute("value");
  await menu.selectOption(other);
  await expect(menu).toHaveValue(other ?? "");
  expect(await workbench.text("Dockerfile")).not.toContain("# typed here");
  await menu.selectOption("django-two-stages");
  expect(await workbench.text("Dockerfile")).toContain("# typed here");
});
