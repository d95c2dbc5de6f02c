// How long one and ten embeds on a page of another host take until they can be used, and how much memory they need.

import { expect, test as base } from "@playwright/test";
import { readFileSync } from "node:fs";
import { table } from "./figures";

const COUNTS = [1, 2, 10];

base("embeds", async ({ browser, baseURL }) => {
  base.setTimeout(300_000);
  const host = `http://localhost:${Number(new URL(baseURL ?? "").port) + 1000}/ten.html`;
  const whole = await browser.newBrowserCDPSession();

  /** Bytes that all pages hold, where the system tells. */
  async function resident(): Promise<number> {
    const { processInfo } = await whole.send("SystemInfo.getProcessInfo");
    const sizes = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => {
      try {
        // What processes share counts for each only in part.
        return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))?.[1] ?? 0);
      } catch {
        return 0;
      }
    });
    return sizes.reduce((sum, size) => sum + size, 0) * 1024;
  }

  const lines = [["embeds", "all usable after", "memory of all pages"]];
  for (const count of COUNTS) {
    const context = await browser.newContext({ viewport: { width: 1000, height: 9_000 } });
    const page = await context.newPage();
    // The others are taken away before the script sees them.
    await page.addInitScript((count) => {
      document.addEventListener("readystatechange", () => {
        if (document.readyState === "interactive") [...document.querySelectorAll("pre")].slice(count).forEach((block) => block.remove());
      });
    }, count);
    const before = await resident();
    const start = performance.now();
    await page.goto(host);
    await expect(page.locator("layerlab-playground[state=shown]")).toHaveCount(count, { timeout: 120_000 });
    const time = performance.now() - start;
    await page.waitForTimeout(2_000);
    const memory = (await resident()) - before;
    lines.push([String(count), `${(time / 1000).toFixed(1)} s`, `${(memory / 1e6).toFixed(0)} MB`]);
    await context.close();
  }
  console.log(`\nEmbeds on a page of another host\n\n${table(lines)}\n`);
});
