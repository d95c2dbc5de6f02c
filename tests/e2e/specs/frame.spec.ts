// What the page's frame says of the first example before the program is there: the same that the program says.

import type { Page } from "@playwright/test";
import { expect, test as base } from "@playwright/test";
import { partsOfFrame, partsOfProgram } from "./frame-parts";
import { Workbench } from "./workbench";

const PROGRAM = "**/layerlab-web_bg*.wasm";
const REST = "**/layerlab-web_rest*.wasm";

/** Holds back what is loaded from such an address, until the answer is called. */
async function without(page: Page, address: string): Promise<() => void> {
  let come = (): void => {};
  const there = new Promise<void>((resolve) => (come = resolve));
  await page.route(address, (route) => there.then(() => route.continue()));
  return come;
}

base("the frame shows what the program then shows", async ({ page }) => {
  const come = await without(page, PROGRAM);
  await without(page, REST);
  const workbench = new Workbench(page);
  await page.addInitScript(() => {
    const moved: string[] = [];
    const observer = new PerformanceObserver((list) => {
      const sources = (list.getEntries() as unknown as { sources: { node: Element | null }[] }[]).flatMap((entry) => entry.sources);
      moved.push(...sources.map(({ node }) => node?.className ?? "").filter((name) => /row|stat/.test(name)));
    });
    observer.observe({ type: "layout-shift", buffered: true });
    Object.assign(globalThis, { moved });
  });
  await page.goto("/");
  await expect(page.locator(".frame-figures")).toContainText("steps run");
  await expect(page.locator(".frame-steps .row-brief").first()).toBeVisible();
  await expect(page.locator(".frame-explanation h2")).toBeVisible();
  await expect(page.locator(".cm-content")).toBeVisible();
  const shown = await partsOfFrame(page);
  come();
  await expect(workbench.steps).toBeVisible();
  // At once: figures that are rough first would flicker.
  expect(await partsOfProgram(page), "cargo xtask frame writes it anew").toEqual(shown);
  await expect(page.locator(".frame-steps, .sheet-early")).toHaveCount(0);
  expect(await page.evaluate(() => (globalThis as unknown as { moved: string[] }).moved)).toEqual([]);
  expect(workbench.complaints).toEqual([]);
});

base("each step of the frame is level with its line, wrapped or not", async ({ page }) => {
  await without(page, PROGRAM);
  await page.goto("/");
  for (const width of [1440, 1024]) {
    await page.setViewportSize({ width, height: 900 });
    const tops = (of: string): Promise<number[]> =>
      page.locator(of).evaluateAll((elements) => elements.map((element) => Math.round(element.getBoundingClientRect().top)));
    await expect(page.locator(".cm-content")).toBeVisible();
    await expect.poll(async () => await tops(".frame-steps > .row")).toEqual(await tops(".cm-line"));
  }
});

base("what is typed before the program is there takes away what the frame said", async ({ page }) => {
  const come = await without(page, PROGRAM);
  const workbench = new Workbench(page);
  await page.goto("/");
  await expect(page.locator(".frame-steps")).toBeVisible();
  await workbench.append("Dockerfile", "RUN echo mine");
  for (const part of [".frame-figures dd", ".frame-steps .row", ".frame-explanation"]) await expect(page.locator(part).first()).toBeHidden();
  come();
  await expect(workbench.row(21)).toContainText("runs");
  await expect(workbench.steps).toContainText("of 10 steps run");
});

base("where something else will be opened the frame shows none of the first example", async ({ page, context }) => {
  const workbench = new Workbench(page);
  await page.goto("/");
  await expect(workbench.steps).toContainText("steps run");
  await workbench.append("Dockerfile", "RUN echo mine");
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
  for (const address of ["/", page.url()]) {
    const next = await context.newPage();
    const come = await without(next, PROGRAM);
    await next.goto(address);
    await expect(next.getByText("Your project is being opened.")).toBeVisible();
    for (const part of [".static-text", ".frame-figures dd", ".frame-steps", ".frame-explanation"]) {
      await expect(next.locator(part).first()).toBeHidden();
    }
    come();
    await expect(new Workbench(next).editor("Dockerfile")).toContainText("RUN echo mine");
    await expect(next.getByText("Your project is being opened.")).toHaveCount(0);
    await next.close();
  }
});

base("a table of packages that does not come keeps nobody waiting for long", async ({ page }) => {
  await without(page, "**/tables/*");
  const workbench = new Workbench(page);
  await page.goto("/");
  await expect(workbench.steps).toContainText("steps run", { timeout: 10_000 });
  await expect(page.locator(".package-notice-loading")).toBeVisible();
});
