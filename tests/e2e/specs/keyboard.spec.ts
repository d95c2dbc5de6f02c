// The list of keys, leaving the editor, and undoing what was not typed.

import { expect, test } from "./workbench";

test("a question mark shows the keys, but not while typing", async ({ workbench, page }) => {
  const window = page.getByRole("dialog", { name: "Keyboard" });
  await page.getByRole("tab", { name: "Explain" }).press("?");
  await expect(window).toBeVisible();
  await expect(window).toContainText("Leave the editor");
  await page.keyboard.press("Escape");
  await expect(window).toHaveCount(0);
  await expect(page.getByRole("tab", { name: "Explain" })).toBeFocused();

  await workbench.editor("Dockerfile").press("Control+End");
  await page.keyboard.type("# why?");
  await expect(window).toHaveCount(0);
  expect(await workbench.text("Dockerfile")).toContain("# why?");

  await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await expect(window).toBeVisible();
  await window.getByRole("button", { name: "Close" }).click();
  await expect(window).toHaveCount(0);
});

test("Escape and Tab leave the editor, which the page says", async ({ workbench, page }) => {
  const editor = workbench.editor("Dockerfile");
  await editor.focus();
  await expect(page.locator(".leave-hint:visible")).toContainText("leaves the editor");
  await expect(editor).toHaveAccessibleDescription(/Escape, then Tab leaves the editor/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(editor).not.toBeFocused();
  await expect(page.locator(".leave-hint:visible")).toHaveCount(0);
});

test("the hint how to leave the editor does not lie over the problems", async ({ workbench, page }) => {
  await workbench.append("Dockerfile", "CO");
  await expect(workbench.problems).toBeVisible();
  const [hint, problems] = [await page.locator(".leave-hint:visible").boundingBox(), await workbench.problems.boundingBox()];
  expect((hint?.y ?? Infinity) + (hint?.height ?? 0)).toBeLessThanOrEqual(problems?.y ?? 0);
});

test("a deleted file comes back, by button and by key", async ({ workbench, page }) => {
  const files = workbench.stat("Build context");
  await workbench.tab("Context");
  const before = await files.textContent();
  await (await workbench.entry("requirements.txt")).hover();
  await page.getByRole("button", { name: "Delete requirements.txt" }).click();
  await expect(files).not.toHaveText(before ?? "");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(files).toHaveText(before ?? "");
  await page.getByRole("tab", { name: "Context" }).press("Control+Shift+Z");
  await expect(files).not.toHaveText(before ?? "");
  await page.getByRole("tab", { name: "Context" }).press("Control+Z");
  await expect(files).toHaveText(before ?? "");
});

test("a target and another project are undone by key", async ({ workbench, page }) => {
  const target = page.locator("header > .target-menu select");
  const project = page.getByRole("combobox", { name: "Project" });
  await target.selectOption("builder");
  const logo = page.getByRole("tab", { name: "Explain" });
  await expect(workbench.steps).toBeVisible();
  await logo.press("Control+Z");
  await expect(target).toHaveValue("");
  const before = await workbench.text("Dockerfile");
  await project.selectOption({ index: 1 });
  // It is on its way for a moment.
  await expect.poll(() => workbench.text("Dockerfile")).not.toBe(before);
  const other = await project.inputValue();
  await logo.press("Control+Z");
  await expect(project).toHaveValue("django-two-stages");
  await logo.press("Control+Y");
  await expect(project).toHaveValue(other);
});
