// The editor of an embed comes when somebody goes into its text; until then the text stands still.

import type { Locator, Page, Route } from "@playwright/test";
import { expect, test } from "./host";

const EDITOR = /\/scripts\/editor[^/]*\.js/;
const LINES = [
  "FROM python:3.13-slim",
  "COPY requirements.txt .",
  "RUN pip install --no-cache-dir -r requirements.txt && python -m compileall -q /usr/local/lib/python3.13/site-packages && echo done",
  "",
  "COPY . .",
  "RUN echo \u202e hidden",
  'CMD ["python", "app.py"]',
];

const still = (page: Page): Locator => page.locator(".still");
const editor = (page: Page): Locator => page.locator(".cm-content");

/** Opens an embed of its own and gives the list of what of the editor was asked for. */
async function open(page: Page, site: string | undefined, options: string, lines = LINES): Promise<string[]> {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (EDITOR.test(request.url())) asked.push(request.url());
  });
  await page.goto(`${site ?? ""}embed.html#${options}&dockerfile=${encodeURIComponent(lines.join("\n"))}`);
  await expect(still(page)).toBeVisible();
  return asked;
}

/** Where each line, each word of it and each row is, before and after the editor is there. */
function places(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const round = (value: number) => value.toFixed(1);
    const lines = [...document.querySelectorAll(".still-line, .cm-line")].map((line) => {
      const range = document.createRange();
      range.selectNodeContents(line);
      const [first] = range.getClientRects();
      const box = line.getBoundingClientRect();
      return `${round(first?.left ?? 0)} ${round(box.top)} ${round(box.height)}`;
    });
    const rows = [...document.querySelectorAll(".ledger-place")].map((row) => round(row.getBoundingClientRect().top));
    return [...lines, ...rows, round(document.querySelector("#page")?.getBoundingClientRect().height ?? 0)];
  });
}

/** The pointer on a letter of a line. */
async function clickBefore(page: Page, line: number, text: string): Promise<void> {
  const point = await still(page).locator(".still-line").nth(line - 1).evaluate((element, text) => {
    const pieces = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let piece = pieces.nextNode(); piece !== null; piece = pieces.nextNode()) {
      const at = (piece.nodeValue ?? "").indexOf(text);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(piece, at);
      range.setEnd(piece, at + 1);
      const { left, top, height } = range.getBoundingClientRect();
      return { x: left + 1, y: top + height / 2 };
    }
    throw new Error(`${text} is not in the line`);
  }, text);
  await page.mouse.click(point.x, point.y);
}

for (const width of [390, 800]) {
  test(`${width} pixels wide: the editor is not asked for before the text is touched, and then nothing moves`, async ({ page, baseURL, host }) => {
    await page.setViewportSize({ width, height: 900 });
    const asked = await open(page, baseURL, "start=build&lines=2-6");
    await expect(page.locator(".stat").first()).toContainText("0 of ");
    // Reading, building and scrolling are no reason.
    await page.mouse.move(200, 300);
    await page.mouse.wheel(0, 50);
    await page.mouse.wheel(0, -50);
    await page.getByRole("button", { name: "Build", exact: true }).click();
    await page.getByRole("tab", { name: "Image" }).click();
    await page.waitForTimeout(500);
    expect(asked).toEqual([]);
    await expect(still(page)).toHaveAttribute("role", "textbox");
    await expect(still(page).locator(".tag-keyword").first()).toHaveText("COPY");
    await expect(still(page)).not.toContainText("\u202e");

    const before = await places(page);
    await clickBefore(page, 2, "install");
    await expect(editor(page)).toBeFocused();
    expect(asked).toHaveLength(1);
    expect(await places(page)).toEqual(before);
    await page.keyboard.type("re");
    await expect(editor(page)).toContainText("RUN pip reinstall --no");
    // What was typed is undone, and nothing else.
    await page.keyboard.press("Control+Z");
    await page.keyboard.press("Control+Z");
    await expect(editor(page)).toContainText("RUN pip install --no");
    await page.getByRole("button", { name: "1 more line above" }).click();
    await expect(editor(page)).toContainText("FROM python");
    expect(host.complaints).toEqual([]);
  });
}

test("what is typed while the editor is on its way is not lost", async ({ page, baseURL }) => {
  await open(page, baseURL, "panels=steps");
  await page.route(EDITOR, async (route: Route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.continue();
  });
  await clickBefore(page, 7, "CMD");
  await page.keyboard.type("RUN echo x");
  await page.keyboard.press("Enter");
  await expect(still(page)).toBeVisible();
  await expect(editor(page)).toBeFocused();
  await expect(page.locator(".cm-line").nth(6)).toHaveText(/^RUN echo x/);
  await expect(page.locator(".cm-line").nth(7)).toHaveText(/^CMD/);
  await expect(page.locator(".ledger").getByRole("button", { name: /^Line 7: / })).toBeVisible();
});

test("the keyboard reaches the text, and leaves it", async ({ page, baseURL }) => {
  const asked = await open(page, baseURL, "panels=steps&lines=2-3");
  await page.getByRole("link", { name: "Open in full" }).focus();
  expect(asked).toEqual([]);
  await page.keyboard.press("Tab");
  await expect(editor(page)).toBeFocused();
  expect(asked).toHaveLength(1);
  await page.keyboard.type("# ");
  await expect(page.locator(".cm-line").first()).toHaveText(/^# COPY requirements/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+Tab");
  await expect(page.getByRole("link", { name: "Open in full" })).toBeFocused();
});

test("what is selected stays selected, also where nothing can be edited", async ({ page, baseURL }) => {
  await open(page, baseURL, "readonly");
  await expect(still(page)).toHaveAttribute("aria-readonly", "true");
  const line = await still(page).locator(".still-line").nth(4).boundingBox();
  if (line === null) throw new Error("the line is not there");
  const middle = line.y + line.height / 2;
  await page.mouse.move(line.x + 42, middle);
  await page.mouse.down();
  await page.mouse.move(line.x + 300, middle, { steps: 5 });
  // The text under the pointer stays as it is.
  await page.waitForTimeout(500);
  await expect(still(page)).toBeVisible();
  await page.mouse.up();
  await expect(editor(page)).toBeFocused();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe("COPY . .");
  await page.keyboard.type("x");
  await expect(editor(page)).toContainText("COPY . .");
});

test("the page changes a text that stands still, and goes to its lines", async ({ page, baseURL, host }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (EDITOR.test(request.url())) asked.push(request.url());
  });
  await page.goto(`${baseURL ?? ""}embed.html#lesson=comments-are-free`);
  await expect(page.getByRole("tab", { name: /Lesson/ })).toBeVisible();
  const before = await still(page).innerText();
  await page.getByRole("button", { name: "Show the solution" }).click();
  await page.getByRole("button", { name: "Put it into the project" }).click();
  await expect(page.getByText("All goals are met.")).toBeVisible();
  await expect.poll(() => still(page).innerText()).not.toBe(before);
  expect(asked).toEqual([]);
  // A row leads into the text, as with the editor.
  const row = page.locator(".ledger").getByRole("button").last();
  const line = /^Line (\d+)/.exec((await row.textContent()) ?? "")?.[1];
  await row.click();
  await expect(editor(page)).toBeFocused();
  await expect(page.locator(".cm-lineNumbers .cm-activeLineGutter")).toHaveText(line ?? "");
  await page.keyboard.press("Control+Z");
  expect(host.complaints).toEqual([]);
});

test("where the editor cannot be had, a plain field takes its place", async ({ page, baseURL, host }) => {
  await page.route(EDITOR, (route) => route.abort());
  await open(page, baseURL, "panels=steps");
  await clickBefore(page, 7, "CMD");
  const field = page.locator("textarea");
  await expect(field).toBeFocused();
  await page.keyboard.type("RUN echo x\n");
  await expect(field).toHaveValue(/^RUN echo x\nCMD/m);
  await expect(page.locator(".ledger").getByRole("button", { name: /^Line 7: / })).toBeVisible();
  host.complaints.length = 0;
});

test("a finger that scrolls loads nothing, one that taps goes into the text", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 500 }, serviceWorkers: "block" });
  const page = await context.newPage();
  const asked = await open(page, baseURL, "panels=steps");
  const box = await still(page).boundingBox();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Input.synthesizeScrollGesture", { x: 150, y: (box?.y ?? 0) + 60, yDistance: -60, gestureSourceType: "touch" });
  await page.waitForTimeout(300);
  expect(asked).toEqual([]);
  await page.locator(".still-line").nth(1).tap();
  await expect(editor(page)).toBeFocused();
  expect(asked).toHaveLength(1);
  await context.close();
});
