// What is typed goes into the editor, and nowhere else.

import { expect, test } from "./workbench";

test("the browser keeps no letters, and the nodes that they stood in, for an undo of its own", async ({ workbench, page }) => {
  const editor = workbench.editor("Dockerfile");
  await editor.click();
  await editor.press("Control+Home");
  await page.keyboard.type("# mine");
  await page.keyboard.press("Enter");
  await expect(page.locator(".cm-line").first()).toHaveText(/^# mine/);
  expect(await page.evaluate(() => document.queryCommandEnabled("undo"))).toBe(false);
  // The editor's own undoes it.
  await page.keyboard.press("Control+Z");
  await page.keyboard.press("Control+Z");
  await expect(editor).not.toContainText("# mine");
});
