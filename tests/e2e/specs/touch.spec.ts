// The page under a finger.

import type { Page } from "@playwright/test";
import { expect, test } from "./workbench";

test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

test("a finger that stays on a word shows the card about it", async ({ workbench, page }) => {
  await workbench.editor("Dockerfile").focus();
  const word = page.locator(".cm-line").filter({ hasText: /^FROM/ }).first();
  const box = await word.boundingBox();
  if (box === null) throw new Error("the line is not in view");
  const session = await page.context().newCDPSession(page);
  const point = { x: box.x + 14, y: box.y + 10 };
  const card = page.locator(".cm-card");
  await expect(async () => {
    await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [point] });
    await page.waitForTimeout(700);
    await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await expect(card).toContainText("FROM", { timeout: 1_000 });
  }).toPass();
  await workbench.editor("Dockerfile").press("ArrowDown");
  await expect(card).toHaveCount(0);
});

/** Things to press, and how large they are, unless they stand in a line of text. */
async function small(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = document.querySelectorAll<HTMLElement>("button, select, input, summary, [role=tab], .tab-close");
    return [...all].flatMap((element) => {
      if (!element.checkVisibility() || element.closest(".visually-hidden, .cm-editor") !== null) return [];
      const target = element.matches("input") ? (element.closest("label") ?? element) : element;
      const { width, height } = target.getBoundingClientRect();
      const inText = getComputedStyle(element).display === "inline" || element.matches(".step-link, .visually-hidden");
      if (inText || width === 0 || (width >= 24 && height >= 24)) return [];
      return [`${element.className || element.tagName} ${element.textContent?.trim().slice(0, 20)}: ${width} x ${height}`];
    });
  });
}

test("what is pressed is at least 24 pixels wide and high", async ({ workbench, page }) => {
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    for (const panel of ["Checks", "Timeline", "Image", "What if", "Builders", "Explain"]) {
      await workbench.tab(panel);
      expect(await small(page), `${panel} at ${width}`).toEqual([]);
    }
    await workbench.tab("Context");
    expect(await small(page), `Context at ${width}`).toEqual([]);
    await workbench.tab("Dockerfile");
    for (const menu of [/^Options/, "Share"]) {
      await page.getByRole("button", { name: menu }).first().click();
      expect(await small(page), `${menu} at ${width}`).toEqual([]);
      await page.keyboard.press("Escape");
    }
  }
});

test("an open file is closed by its cross", async ({ workbench, page }) => {
  await page.setViewportSize({ width: 1000, height: 800 });
  await workbench.openFile("requirements.txt");
  const tab = page.getByRole("tab", { name: "requirements.txt" });
  await tab.locator(".tab-close").click();
  await expect(tab).toHaveCount(0);
});
