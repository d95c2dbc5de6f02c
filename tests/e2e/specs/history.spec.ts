// Building, and looking at earlier builds.

import { expect, test } from "./workbench";

test("a build joins the strip and everything is cached after it", async ({ workbench, page }) => {
  await workbench.build();
  await expect(workbench.steps).toContainText("0 of");
  await expect(page.locator(".build")).toHaveCount(3);
  await expect(page.locator(".build").last()).toContainText("now");
});

test("Ctrl-Enter builds, in the editor and elsewhere, once", async ({ workbench, page }) => {
  await workbench.editor("Dockerfile").press("Control+Enter");
  await expect(page.locator(".build")).toHaveCount(3);
  await page.getByRole("tab", { name: "Image" }).press("Control+Enter");
  await expect(page.locator(".build")).toHaveCount(4);
});

test("a build that is refused has no step from the cache in the strip", async ({ workbench, page }) => {
  await workbench.append("Dockerfile", "RUMM echo");
  const now = page.locator(".build").last();
  await expect(now).toContainText("fails");
  await expect(now.locator(".dot.skip")).toHaveCount(9);
  await expect(now.locator(".dot:not(.skip)")).toHaveCount(0);
});

test("an earlier build is shown as it was, and cannot be edited", async ({ workbench, page }) => {
  await workbench.append("Dockerfile", "RUN echo more");
  const now = await workbench.text("Dockerfile");
  await page.getByRole("button", { name: /^1 · / }).click();
  await expect(page.getByText("Looking at build 1")).toBeVisible();
  await expect(workbench.stat("Build 1")).toBeVisible();
  await expect.poll(() => workbench.linesThat("cached")).toEqual([]);

  const before = await workbench.text("Dockerfile");
  expect(before).not.toContain("echo more");
  await workbench.editor("Dockerfile").press("x");
  expect(await workbench.text("Dockerfile")).toBe(before);

  await page.getByRole("button", { name: "Back to now" }).click();
  await expect(page.getByText("Looking at build 1")).toBeHidden();
  expect(await workbench.text("Dockerfile")).toBe(now);
});
