// Whether the page needs more memory the longer somebody works with it.

import { test as base } from "@playwright/test";
import { readFileSync } from "node:fs";
import { table } from "./figures";

/** An hour of typing without a rest, 160 keys a minute, typed as fast as the page takes them. */
const EDITS = Number(process.env["LAYERLAB_EDITS"] ?? 9_600);
const PARTS = 4;
/** Until then all code that is used is compiled, and the editor has its history. */
const WARM = 200;

base("memory", async ({ browser, baseURL }) => {
  base.setTimeout(900_000);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(baseURL ?? "");
  const editor = page.getByRole("textbox", { name: "Dockerfile", exact: true });
  await editor.click();
  const devtools = await page.context().newCDPSession(page);
  const whole = await browser.newBrowserCDPSession();

  /** Bytes that the page's process holds, where the system tells. */
  async function resident(): Promise<string> {
    const { processInfo } = await whole.send("SystemInfo.getProcessInfo");
    const sizes = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => {
      try {
        return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1] ?? 0);
      } catch {
        return 0;
      }
    });
    return Math.max(...sizes) > 0 ? `${(Math.max(...sizes) / 1024).toFixed(0)} MB` : "not known";
  }

  async function measured(edits: number): Promise<string[]> {
    // What was said for screen readers, and what waits for a pause, is done.
    await page.waitForTimeout(1_500);
    for (let time = 0; time < 3; time++) await devtools.send("HeapProfiler.collectGarbage");
    const { usedSize } = await devtools.send("Runtime.getHeapUsage");
    const { nodes, jsEventListeners } = await devtools.send("Memory.getDOMCounters");
    return [String(edits), `${(usedSize / 1e6).toFixed(2)} MB`, String(nodes), String(jsEventListeners), await resident()];
  }

  async function edit(count: number): Promise<void> {
    // Written and taken away, so that the text stays as long as it is. A line is broken only where nothing is indented.
    const round = [
      ...["Control+Home", "End", "x", "Enter", "z", "Backspace", "Backspace", "Backspace"],
      ...["PageDown", "End", "x", "y", "Backspace", "Backspace", "ArrowUp", "End", "x", "Backspace"],
    ];
    for (let done = 0; done < count; done++) {
      const key = round[done % round.length] ?? "x";
      await page.keyboard.press(key);
      await page.waitForTimeout(15);
    }
  }

  await edit(WARM);
  const lines = [["keys", "JavaScript's heap", "nodes", "listeners", "resident"], await measured(0)];
  for (let part = 1; part <= PARTS; part++) {
    await edit(Math.round(EDITS / PARTS));
    lines.push(await measured(Math.round((EDITS * part) / PARTS)));
  }
  console.log(`\nMemory while the first project is edited, garbage collected\n\n${table(lines)}\n`);
});
