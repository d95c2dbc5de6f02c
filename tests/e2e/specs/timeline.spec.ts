// The timeline: zoom, table, and the build as it goes on.

import { expect, test, type Workbench } from "./workbench";

async function open(workbench: Workbench) {
  await workbench.tab("Timeline");
  return workbench.page.getByRole("tabpanel", { name: "Timeline" });
}

test("the chart is zoomed by buttons and keys", async ({ workbench }) => {
  const panel = await open(workbench);
  const chart = panel.locator(".chart");
  const width = async () => (await chart.boundingBox())?.width ?? 0;
  const whole = await width();
  await panel.getByRole("button", { name: "Closer" }).click();
  await expect(panel).toContainText("2 times");
  expect(await width()).toBeCloseTo(2 * whole, 0);
  await panel.getByRole("group", { name: /^Chart/ }).press("+");
  await expect(panel).toContainText("4 times");
  await panel.getByRole("group", { name: /^Chart/ }).press("-");
  await expect(panel).toContainText("2 times");
  await panel.getByRole("group", { name: /^Chart/ }).press("0");
  expect(await width()).toBeCloseTo(whole, 0);
});

test("the same is there as a table", async ({ workbench }) => {
  const panel = await open(workbench);
  const table = panel.getByRole("table", { name: "Timeline" });
  await expect(table).toHaveCount(1);
  await panel.getByRole("button", { name: "As a table" }).click();
  await expect(panel.getByRole("columnheader", { name: "Outcome" })).toBeInViewport();
  await expect(table.getByRole("row")).not.toHaveCount(1);
  await expect(panel.locator(".chart")).toHaveCount(0);
});

test("the build is played to its end", async ({ workbench, page }) => {
  const panel = await open(workbench);
  const slider = panel.getByRole("slider", { name: "Moment of the build" });
  await panel.getByRole("button", { name: "Play" }).click();
  await expect(panel.locator(".playhead").first()).toBeAttached();
  await expect(panel.locator(".bar-todo").first()).toBeAttached();
  await panel.getByRole("button", { name: "Pause" }).click();
  const paused = await slider.inputValue();
  await page.waitForTimeout(200);
  expect(await slider.inputValue()).toBe(paused);
  await panel.getByRole("button", { name: "Play" }).click();
  await expect(slider).toHaveAttribute("aria-valuetext", /the build is done$/, { timeout: 30_000 });
  await expect(panel.locator(".bar-todo")).toHaveCount(0);
  await expect(panel.getByRole("button", { name: "Play" })).toBeVisible();
});

test("steps are gone through one by one", async ({ workbench }) => {
  const panel = await open(workbench);
  await panel.getByRole("slider").fill("0");
  await expect(panel.locator(".bar-todo").first()).toBeAttached();
  const todo = await panel.locator(".bar-todo").count();
  await panel.getByRole("button", { name: "On to the next step" }).click();
  await panel.getByRole("button", { name: "On to the next step" }).click();
  await expect.poll(() => panel.locator(".bar-todo").count()).toBeLessThan(todo);
  await panel.getByRole("button", { name: "Back to the step before" }).click();
});

test.describe("with reduced motion", () => {
  test.use({ contextOptions: { reducedMotion: "reduce" } });

  test("playing goes by steps", async ({ workbench, page }) => {
    const panel = await open(workbench);
    const slider = panel.getByRole("slider");
    const seen = new Set<string>();
    await panel.getByRole("button", { name: "Play" }).click();
    for (let look = 0; look < 12; look++) {
      seen.add(await slider.inputValue());
      await page.waitForTimeout(100);
    }
    expect(seen.size).toBeLessThanOrEqual(3);
    await expect(slider).toHaveAttribute("aria-valuetext", /the build is done$/, { timeout: 40_000 });
  });
});
