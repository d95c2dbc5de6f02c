// The Context panel: what is pointed out, what one click ignores, and the tree by keyboard.

import { expect, test } from "./workbench";

test("what should rarely be sent is pointed out, and one click ignores it", async ({ workbench, page }) => {
  await workbench.tab("Context");
  const field = page.getByLabel("Path of the new file");
  await field.fill("keys/#site*.pem");
  await page.getByLabel("Size of the new file").fill("3 MB");
  await field.press("Enter");
  const advice = page.getByRole("region", { name: "Rarely sent" });
  const item = advice.getByRole("listitem").filter({ hasText: "keys/#site*.pem" });
  await expect(item).toContainText("secret");
  await item.getByRole("button", { name: "Ignore" }).click();
  await expect(item).toHaveCount(0);
  const row = await workbench.entry("keys/#site*.pem");
  await expect(row).toHaveClass(/ignored/);
  await expect(row).toHaveAccessibleName(/Ignored by line \d+/);
  await workbench.tab(".dockerignore");
  expect(await workbench.text(".dockerignore")).toMatch(/\nkeys\/#site\\\*\.pem\n$/);
});

test("a file gets a size by hand, and is among the largest things sent", async ({ workbench, page }) => {
  await workbench.tab("Context");
  const field = page.getByLabel("Path of the new file");
  await field.fill("dump.sql");
  await page.getByLabel("Size of the new file").fill("80 MB");
  await field.press("Enter");
  await page.getByText("Largest things sent").click();
  await expect(page.locator(".largest-item").first()).toHaveText(/dump\.sql\s*80 MB/);
  const row = await workbench.entry("dump.sql");
  await row.hover();
  await page.getByRole("button", { name: "Set the size of dump.sql" }).click();
  const size = page.getByLabel("New size of dump.sql");
  await size.fill("much");
  await size.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "120 MB" })).toBeVisible();
  await size.fill("1.5 GB");
  await size.press("Enter");
  await expect(page.locator(".largest-item").first()).toContainText("1.5 GB");
});

test("the tree is used by keyboard", async ({ workbench, page }) => {
  await workbench.tab("Context");
  const tree = page.getByRole("tree");
  await tree.focus();
  const active = () =>
    expect.poll(async () => {
      const id = await tree.getAttribute("aria-activedescendant");
      return page.locator(`[id="${id}"]`).getAttribute("data-path");
    });
  await page.keyboard.press("End");
  await active().not.toBe(".git");
  await page.keyboard.press("Home");
  await active().toBe(".git");
  await expect(page.locator(".active .tree-tip")).toBeVisible();
  const row = workbench.item(".git");
  await expect(row).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowRight");
  await expect(row).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowRight");
  await active().not.toBe(".git");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(row).toHaveAttribute("aria-expanded", "false");
  // catalogue/migrations, catalogue/models.py, manage.py.
  for (let press = 0; press < 3; press++) await page.keyboard.press("m");
  await active().toBe("manage.py");
  await page.keyboard.press("F2");
  await expect(page.getByLabel("New path of manage.py")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(tree).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(workbench.editor("manage.py")).toBeVisible();
});

test("a line that does nothing is told in the editor", async ({ workbench, page }) => {
  await workbench.tab(".dockerignore");
  await workbench.append(".dockerignore", "no-such-file");
  await expect(page.locator(".cm-diagnostic-note").filter({ hasText: "no-such-file" })).toBeVisible();
  await workbench.append(".dockerignore", "[");
  await expect(workbench.problems).toContainText("syntax error in pattern");
  await expect(workbench.problems).toContainText("Docker refuses the build");
});

test("a source that is ignored is told at its line", async ({ workbench }) => {
  await workbench.tab(".dockerignore");
  await workbench.replace(".dockerignore", "*\n!shop\n");
  await workbench.tab("Dockerfile");
  await expect(workbench.problems).toContainText("line 1 of .dockerignore, *, leaves it out");
});
