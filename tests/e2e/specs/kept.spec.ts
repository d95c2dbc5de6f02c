// Projects that are kept in the browser.

import type { Page } from "@playwright/test";
import { expect, test, Workbench } from "./workbench";

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
  await menu.getByRole("button", { name: "Forget My shop" }).press("Enter");
  await expect(menu.locator(".kept")).toBeFocused();
  await expect(project.locator("option").filter({ hasText: "My shop" })).toHaveCount(0);
});

/** Under which the first project is kept. */
const KEY = "layerlab.project.django-two-stages";

/** The entry of the first project, as it is kept. */
const entry = (page: Page): Promise<string | null> => page.evaluate((key) => localStorage.getItem(key), KEY);

test("with no room left the page says so, goes on, and keeps the project when there is room again", async ({ workbench, page }) => {
  await page.evaluate(() => {
    let piece = "x".repeat(1 << 20);
    for (let number = 0; piece.length > 0; number++) {
      try {
        localStorage.setItem(`filler-${number}`, piece);
      } catch {
        piece = piece.slice(0, piece.length >> 1);
      }
    }
  });
  await workbench.append("Dockerfile", "RUN echo typed");
  await expect(page.getByRole("alert")).toContainText("There is no room left to keep this project");
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo typed");
  await workbench.build();
  await page.evaluate(() => localStorage.clear());
  await workbench.append("Dockerfile", "RUN echo more");
  await expect.poll(() => entry(page)).not.toBeNull();
  await page.goto("about:blank");
  await workbench.open();
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo typed");
});

test("where writing is refused the page says so and goes on", async ({ page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("refused", "QuotaExceededError");
    };
  });
  const workbench = new Workbench(page);
  await workbench.open();
  await workbench.append("Dockerfile", "RUN echo typed");
  await expect(page.getByRole("alert")).toContainText("There is no room left");
  await workbench.build();
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo typed");
  expect(workbench.complaints).toEqual([]);
});

for (const [what, kept] of [
  ["damaged", "Django, two stages\n1dAAAA"],
  ["of a newer version", "Django, two stages\n7xAAAAAAAAAA"],
  ["without a name", "1dAAAA"],
  ["empty", ""],
] as const) {
  test(`a project that is kept ${what} stays as it is, and what is typed is kept beside it`, async ({ workbench, page }) => {
    await page.evaluate(([key, kept]) => {
      localStorage.setItem(key, kept);
      localStorage.setItem("layerlab.open", "django-two-stages");
      sessionStorage.clear();
    }, [KEY, kept] as const);
    await page.reload();
    await expect(page.getByRole("alert")).toContainText("damaged or from another version");
    await page.getByRole("button", { name: "Close" }).click();
    await workbench.append("Dockerfile", "RUN echo typed");
    await expect(page.getByRole("alert")).toContainText("is kept beside it");
    expect(await entry(page)).toBe(kept);
    await page.goto("about:blank");
    await workbench.open();
    await expect(workbench.editor("Dockerfile")).toContainText("RUN echo typed");
    expect(await entry(page)).toBe(kept);
  });
}

test("a tab that is seen again does not keep what it has kept already beside what another one kept since", async ({ workbench, page, context }) => {
  await workbench.append("Dockerfile", "RUN echo before");
  await expect.poll(() => entry(page)).not.toBeNull();
  const before = await entry(page);
  const second = await context.newPage();
  const other = new Workbench(second);
  await other.open();
  await other.append("Dockerfile", "RUN echo second");
  await expect.poll(() => entry(page)).not.toBe(before);
  const kept = await entry(page);
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await page.waitForTimeout(500);
  expect(await entry(page)).toBe(kept);
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("layerlab.project.")))).toHaveLength(1);
});

test("a project that is edited in two tabs is kept twice, and each tab goes on with its own", async ({ workbench, page, context }) => {
  await workbench.append("Dockerfile", "RUN echo before");
  await expect.poll(() => entry(page)).not.toBeNull();
  const second = await context.newPage();
  const other = new Workbench(second);
  await other.open();
  await expect(other.editor("Dockerfile")).toContainText("RUN echo before");

  const before = await entry(page);
  await workbench.append("Dockerfile", "RUN echo first");
  await expect.poll(() => entry(page)).not.toBe(before);
  const first = await entry(page);
  await other.append("Dockerfile", "RUN echo second");
  await expect(second.getByRole("alert")).toContainText("kept beside it");
  expect(await entry(page)).toBe(first);
  await other.append("Dockerfile", "RUN echo again");
  await second.waitForTimeout(1_000);
  expect(await entry(page)).toBe(first);

  await page.reload();
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo first");
  await second.reload();
  await expect(other.editor("Dockerfile")).toContainText("RUN echo again");
  await expect(other.editor("Dockerfile")).not.toContainText("RUN echo first");
  // Both are in the menu, and can be opened from either tab.
  await second.getByRole("combobox", { name: "Project" }).selectOption("django-two-stages");
  await expect(other.editor("Dockerfile")).toContainText("RUN echo first");
  expect(other.complaints).toEqual([]);
});
