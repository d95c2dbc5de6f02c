// How long a dropped folder takes until its tree is there, and how long the page answers to nothing meanwhile.

import { expect, test as base } from "@playwright/test";
import { Computer } from "../specs/folders";
import { Workbench } from "../specs/workbench";
import { median, table } from "./figures";
import { write } from "./project";

const FILES = 20_000;
const ROUNDS = 3;

base("drop", async ({ browser, baseURL }) => {
  base.setTimeout(600_000);
  const seconds: number[] = [];
  const longest: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(baseURL ?? "");
    await new Workbench(page).tab("Explain");
    await page.evaluate(() => {
      const tasks: number[] = [0];
      Object.assign(globalThis, { longTasks: tasks });
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
        type: "longtask",
      });
    });
    const computer = new Computer(page);
    try {
      const folder = write(computer, FILES);
      const start = Date.now();
      await computer.drop(folder);
      const menu = page.getByRole("combobox", { name: "Project" });
      await expect(menu.locator("option:checked")).toHaveText("shop", { timeout: 150_000 });
      seconds.push((Date.now() - start) / 1000);
      longest.push(await page.evaluate(() => Math.max(...(globalThis as unknown as { longTasks: number[] }).longTasks)));
    } finally {
      computer.remove();
    }
    await page.close();
  }
  const lines = [
    ["a folder is dropped", "median", "worst"],
    ["until it is there", `${median(seconds).toFixed(1)} s`, `${Math.max(...seconds).toFixed(1)} s`],
    ["longest task", `${median(longest).toFixed(0)} ms`, `${Math.max(...longest).toFixed(0)} ms`],
  ];
  console.log(`\n${FILES.toLocaleString("en")} files, ${ROUNDS} times\n\n${table(lines)}\n`);
});
