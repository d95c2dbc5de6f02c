// The text of the page's frame can be edited before the program is there, and nothing of it is lost when that comes.

import { expect, test as base, type Page } from "@playwright/test";
import { Workbench } from "./workbench";

const PROGRAM = "**/layerlab-web_bg*.wasm";
const LETTERS = "/abcdefghijklmnopqrstuvwxyz0123456789";

/** The page without its program, or another part, which comes when the function that is returned is called. */
async function without(page: Page, part = PROGRAM): Promise<() => void> {
  let come = (): void => {};
  const held = new Promise<void>((resolve) => (come = resolve));
  await page.route(part, async (route) => {
    await held;
    await route.continue();
  });
  return come;
}

for (const width of [1440, 390]) {
  base(`what is typed before the program is there and while it comes is kept, ${width} pixels wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    const workbench = new Workbench(page);
    const come = await without(page);
    await page.goto("/");
    const line = page.locator(".file-panel:not([hidden]) .cm-line").nth(2);
    await line.click();
    await page.keyboard.press("End");
    await page.keyboard.type("/early");
    await expect(line).toHaveText("WORKDIR /app/early");
    const place = await line.boundingBox();
    come();
    // The program comes somewhere between these letters.
    await page.keyboard.type(LETTERS, { delay: 20 });
    await expect(workbench.steps).toContainText(/\d+ of \d+ steps run/);
    await page.keyboard.type("/late");
    await expect(line).toContainText(`WORKDIR /app/early${LETTERS}/late`);
    await expect(workbench.editor("Dockerfile")).toBeFocused();
    // The page knows of it, of the cursor too.
    const explain = page.getByRole("tabpanel", { name: "Explain" });
    await expect(explain.getByRole("heading", { level: 2 })).toContainText("line 3");
    await expect(explain).toContainText(`/app/early${LETTERS}/late`);
    // Nothing jumped but for what is above it on a phone.
    if (width > 720) expect((await line.boundingBox())?.y).toBe(place?.y);
    // It is undone as if the program had been there all the time.
    for (let steps = 0; steps < 20; steps++) await page.keyboard.press("Control+z");
    await expect(line).toContainText(/^WORKDIR \/app(cached|runs|$)/);
    await page.keyboard.press("Control+Shift+z");
    await expect(line).toContainText("WORKDIR /app/");
    await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
    await page.reload();
    await expect(workbench.editor("Dockerfile")).toContainText("WORKDIR /app/");
    expect(workbench.complaints).toEqual([]);
  });
}

base("what the page opens is the text of its frame, and the editor of that is the page's", async ({ page }) => {
  const workbench = new Workbench(page);
  const come = await without(page);
  await page.goto("/");
  const content = page.locator(".cm-content");
  await expect(content).toBeVisible();
  const text = (await page.locator(".cm-line").allTextContents()).join("\n");
  await content.evaluate((element) => Object.assign(element, { mine: true }));
  come();
  await workbench.tab("Explain");
  const editor = workbench.editor("Dockerfile");
  expect(await editor.evaluate((element) => "mine" in element)).toBe(true);
  await expect(page.locator(".sheet-early")).toHaveCount(0);
  // Nobody was in the text: the page chooses the line.
  await expect(page.getByRole("tabpanel", { name: "Explain" }).getByRole("heading", { level: 2 })).toContainText("line 8");
  await expect(editor).not.toBeFocused();
  expect(await workbench.text("Dockerfile")).toBe(text);
});

base("a build that is asked for before the program is there is made when it is", async ({ page }) => {
  const workbench = new Workbench(page);
  const come = await without(page);
  await page.goto("/");
  await workbench.editor("Dockerfile").press("Control+Enter");
  come();
  await expect(page.locator(".build")).toHaveCount(3);
  await expect(workbench.steps).toContainText("0 of 9 steps run");
  expect(workbench.complaints).toEqual([]);
});

base("what was selected in the frame is selected in the editor", async ({ page }) => {
  const come = await without(page, "**/scripts/editor-*.js");
  await without(page);
  await page.goto("/", { waitUntil: "commit" });
  const frame = page.locator(".static-text");
  await frame.evaluate((element) => {
    const [text] = element.childNodes;
    if (text !== undefined) getSelection()?.setBaseAndExtent(text, 2, text, 8);
  });
  come();
  await expect(page.locator(".cm-content")).toBeVisible();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe("syntax");
  await page.keyboard.type("x");
  await expect(page.locator(".cm-line").first()).toHaveText("# x=docker/dockerfile:1");
});

base("where a project was left, or a link is opened, the frame's text is not edited", async ({ page, context }) => {
  const workbench = new Workbench(page);
  await page.goto("/");
  await expect(workbench.steps).toContainText("steps run");
  await workbench.append("Dockerfile", "RUN echo mine");
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
  const link = page.url();
  for (const address of ["/", link]) {
    const next = await context.newPage();
    const come = await without(next);
    await next.goto(address);
    await expect(next.locator(".static-text")).toBeAttached();
    await next.waitForTimeout(500);
    await expect(next.locator(".cm-content")).toHaveCount(0);
    come();
    await expect(new Workbench(next).editor("Dockerfile")).toContainText("RUN echo mine");
    await next.close();
  }
});

base("what is typed before the program is there is kept over a reload", async ({ page }) => {
  const workbench = new Workbench(page);
  const come = await without(page);
  await page.goto("/");
  await workbench.append("Dockerfile", "RUN echo mine");
  await page.reload();
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo mine");
  come();
  await expect(workbench.row(21)).toContainText("runs");
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo mine");
  // It is a project that is kept as any other, from now on.
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
  expect(await page.evaluate(() => sessionStorage.getItem("layerlab.typed.Dockerfile"))).toBeNull();
  expect(workbench.complaints).toEqual([]);
});

base("what was typed into one text does not come back in another one", async ({ page }) => {
  await without(page);
  await page.goto("/");
  await page.evaluate(() => sessionStorage.setItem("layerlab.typed.Dockerfile", JSON.stringify(["FROM another", "FROM another\nRUN echo stale"])));
  await page.reload();
  await expect(page.locator(".cm-line").first()).toHaveText("# syntax=docker/dockerfile:1");
  await expect(page.locator(".cm-content")).not.toContainText("stale");
});

base("an address that comes before the program is opened as it is", async ({ page }) => {
  const workbench = new Workbench(page);
  const come = await without(page);
  await page.goto("/");
  await workbench.append("Dockerfile", "RUN echo mine");
  await page.evaluate(() => (location.hash = `#dockerfile=${encodeURIComponent("FROM alpine:3.22\nRUN echo linked")}`));
  come();
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo linked");
  await expect(page.locator(".sheet-early")).toHaveCount(0);
  await page.waitForTimeout(1_000);
  expect(await workbench.text("Dockerfile")).toBe("FROM alpine:3.22\nRUN echo linked");
  await expect(workbench.row(2)).toContainText("runs");
  expect(workbench.complaints).toEqual([]);
});

base("proposals go with the text that is scrolled, however late the program comes", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 500 });
  const workbench = new Workbench(page);
  const come = await without(page);
  await page.goto("/");
  const lines = page.locator(".file-panel:not([hidden]) .cm-line");
  await lines.nth(2).click();
  // CodeMirror looks for what scrolls around it a second after it is seen, and then no more.
  await page.waitForTimeout(2_000);
  come();
  await expect(workbench.steps).toContainText("steps run");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+Space");
  const proposals = page.locator(".cm-tooltip-autocomplete");
  await expect(proposals).toBeVisible();
  await page.waitForTimeout(500);
  const distance = async (): Promise<number> => Math.round(((await proposals.boundingBox())?.y ?? 0) - ((await lines.nth(3).boundingBox())?.y ?? 0));
  const before = await distance();
  await page.locator(".file-panel:not([hidden]) .sheet").evaluate((element) => element.scrollBy(0, 30));
  await expect.poll(distance).toBe(before);
});

base("if the program never comes, the text can still be edited and copied", async ({ page }) => {
  await page.route(PROGRAM, (route) => route.abort());
  await page.goto("/");
  await expect(page.locator("#apology")).toContainText("could not be loaded");
  const workbench = new Workbench(page);
  await workbench.append("Dockerfile", "RUN echo mine");
  expect(await workbench.text("Dockerfile")).toMatch(/^# syntax=[^]*\nRUN echo mine$/);
});

base("the first key that asks for a name is answered, however early it comes", async ({ page }) => {
  const workbench = new Workbench(page);
  await page.goto("/");
  await page.locator(".cm-line").filter({ hasText: "AS builder" }).getByText("builder").first().click();
  await page.keyboard.press("F2");
  const form = page.locator(".cm-rename");
  await expect(form).toBeVisible();
  // What it covers does not show through.
  expect(await form.evaluate((box) => getComputedStyle(box).backgroundColor)).toMatch(/^rgb\(/);
  expect(workbench.complaints).toEqual([]);
});
