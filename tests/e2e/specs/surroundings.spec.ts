// Other browsers, screens and settings than the usual ones.

import { expect, test, Workbench } from "./workbench";

test("the theme is switched and remembered", async ({ workbench, page }) => {
  const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole("button", { name: "Switch to the dark theme" }).click();
  await expect.poll(ground).not.toBe(light);
  const dark = await ground();
  await page.reload();
  await expect(workbench.editor("Dockerfile")).toBeVisible();
  expect(await ground()).toBe(dark);
  await page.getByRole("button", { name: "Switch to the light theme" }).click();
  await expect.poll(ground).toBe(light);
});

test.describe("where the system is dark", () => {
  test.use({ colorScheme: "dark" });

  test("the page is dark", async ({ workbench, page }) => {
    await expect(workbench.editor("Dockerfile")).toBeVisible();
    await expect(page.locator("html")).toHaveCSS("color-scheme", "light dark");
    await expect(page.getByRole("button", { name: "Switch to the light theme" })).toBeVisible();
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("outcomes stand at the ends of the lines and nothing is wider than the screen", async ({ workbench, page }) => {
    await expect(page.locator(".ledger")).toBeHidden();
    await expect(page.locator(".cm-chip").first()).toBeVisible();
    await expect(workbench.steps).toBeVisible();
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wider).toBeLessThanOrEqual(0);
    await workbench.tab("Context");
    await workbench.tab("Timeline");
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });

  test("the panel folds away and unfolds when one of its tabs is chosen", async ({ workbench, page }) => {
    await page.getByRole("button", { name: "Fold the panel" }).click();
    await expect(page.locator(".side-panel")).toBeHidden();
    await workbench.tab("Image");
    await expect(page.locator(".side-panel")).toBeVisible();
  });
});

test.describe("on the narrowest phone", () => {
  test.use({ viewport: { width: 320, height: 640 } });

  test("the head names the project", async ({ workbench, page }) => {
    await expect(workbench.steps).toBeVisible();
    const menu = page.getByRole("combobox", { name: "Project" });
    const shown = await menu.evaluate((menu) => {
      const { paddingLeft, paddingRight } = getComputedStyle(menu);
      return menu.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
    });
    expect(shown, "room for a word").toBeGreaterThan(60);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    const head = await page.locator(".header").boundingBox();
    const theme = await page.getByRole("button", { name: /theme/i }).boundingBox();
    expect((theme?.x ?? 999) + (theme?.width ?? 999)).toBeLessThanOrEqual(head?.width ?? 0);
  });
});

test.describe("on a small screen", () => {
  test.use({ viewport: { width: 1024, height: 768 } });

  test("the tabs of the panel are in one row, which goes along with the one that is open", async ({ workbench, page }) => {
    const tabs = page.getByRole("tablist", { name: "Explanations" }).getByRole("tab");
    const places = async () => {
      const row = await page.getByRole("tablist", { name: "Explanations" }).boundingBox();
      const boxes = await tabs.evaluateAll((tabs) => tabs.map((tab) => tab.getBoundingClientRect().toJSON() as DOMRect));
      expect(new Set(boxes.map((box) => box.y)).size, "one row").toBe(1);
      return boxes.map((box) => row !== null && row.x <= box.x && box.right <= row.x + row.width);
    };
    const [first] = await places();
    expect(first).toBe(true);
    // What follows the open tab begins in sight, so it can be pressed.
    await workbench.tab("Image");
    await page.getByRole("tab", { name: "What if" }).click({ position: { x: 5, y: 12 } });
    await page.getByRole("tab", { name: "Builders" }).click({ position: { x: 5, y: 12 } });
    expect((await places()).at(-1)).toBe(true);
    await page.keyboard.press("Home");
    await expect(tabs.first()).toBeFocused();
    expect((await places())[0]).toBe(true);
  });
});

test("where storage is refused the page works without remembering", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("refused", "SecurityError");
      },
    });
  });
  const workbench = new Workbench(page);
  await workbench.open();
  await page.getByRole("button", { name: "Switch to the dark theme" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await workbench.build();
  expect(workbench.complaints).toEqual([]);
});

test("in a sandboxed frame the page works", async ({ page, baseURL }) => {
  await page.setContent(`<iframe sandbox="allow-scripts" width="1200" height="800" src="${baseURL ?? ""}"></iframe>`);
  const frame = page.frameLocator("iframe");
  await expect(frame.getByRole("textbox", { name: "Dockerfile" })).toBeVisible();
  await frame.getByRole("button", { name: "Build", exact: true }).click();
  await expect(frame.locator(".build")).toHaveCount(3);
});
