// How long it takes until the Dockerfile can be read, and until it can be edited, with nothing in the browser's cache.

import { test as base, type Browser } from "@playwright/test";
import { median, table } from "./figures";

const ROUNDS = 7;

interface Started {
  readable: number;
  usable: number;
}

async function start(browser: Browser, address: string, rate: number): Promise<Started> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate });
  await page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      const editable = document.querySelector(".cm-content") !== null && document.querySelector("#panel-explain") !== null;
      if (!editable) return;
      watch.disconnect();
      // Behind the frame that shows it.
      requestAnimationFrame(() => setTimeout(() => Object.assign(globalThis, { usable: performance.now() })));
    });
    watch.observe(document, { childList: true, subtree: true });
  });
  await page.goto(address);
  await page.waitForFunction(() => "usable" in globalThis, undefined, { timeout: 60_000 });
  const started = await page.evaluate(() => ({
    readable: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
    usable: (globalThis as unknown as { usable: number }).usable,
  }));
  await context.close();
  return started;
}

base("start", async ({ browser, baseURL }) => {
  base.setTimeout(600_000);
  const lines = [["milliseconds from asking for the page", "readable", "worst", "usable", "worst"]];
  for (const rate of [1, 4]) {
    const all: Started[] = [];
    for (let round = 0; round < ROUNDS; round++) all.push(await start(browser, baseURL ?? "", rate));
    const figures = (of: (started: Started) => number): string[] => {
      const values = all.map(of);
      return [median(values).toFixed(0), Math.max(...values).toFixed(0)];
    };
    const name = rate === 1 ? "the processor as it is" : `${rate} times slower`;
    lines.push([name, ...figures(({ readable }) => readable), ...figures(({ usable }) => usable)]);
  }
  console.log(`\n${ROUNDS} times, from this computer, uncompressed\n\n${table(lines)}\n`);
});
