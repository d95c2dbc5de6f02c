// How long it takes until the Dockerfile can be read, and until it can be edited, with nothing in the browser's cache: of the page,
// of an embed, and of a page of Yew and CodeMirror alone with the same text, in turn. And what each of them loads until then, also
// a page with Monaco.

import { test as base, type Browser, type CDPSession } from "@playwright/test";
import { readFileSync } from "node:fs";
import { median, table } from "./figures";
import { serve, type Server } from "./serving";

const ROUNDS = 7;
/** At most so many times as long as the bare page. */
const GOAL = 1.5;
const TEXT = readFileSync("../../crates/core/src/lessons/projects/django-two-stages/files/Dockerfile", "utf8");
const MEGABIT = 1_000_000 / 8;

interface Condition {
  name: string;
  /** How many times slower the processor is made to seem. */
  rate: number;
  network?: { latency: number; bytesPerSecond: number };
}

const CONDITIONS: Condition[] = [
  { name: "the processor as it is", rate: 1 },
  { name: "4 times slower", rate: 4 },
  { name: "10 Mbit/s, 40 ms", rate: 1, network: { latency: 40, bytesPerSecond: 10 * MEGABIT } },
];

interface Page {
  name: string;
  address: string;
  /** All of these are there when it can be used. */
  usable: string[];
}

interface Started {
  readable: number;
  usable: number;
  /** What came over the network until then, headers among it. */
  bytes: number;
}

/** Counts what comes. A request that is on its way when the page can be used counts as far as it came. */
function counted(devtools: CDPSession): () => number {
  const sizes = new Map<string, number>();
  devtools.on("Network.dataReceived", ({ requestId, encodedDataLength }) => {
    sizes.set(requestId, (sizes.get(requestId) ?? 0) + encodedDataLength);
  });
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
  return () => [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

async function start(browser: Browser, { address, usable }: Page, { rate, network }: Condition): Promise<Started> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  const bytes = counted(devtools);
  if (network !== undefined) {
    const { latency, bytesPerSecond } = network;
    await devtools.send("Network.emulateNetworkConditions", {
      offline: false,
      latency,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: bytesPerSecond,
    });
  }
  await devtools.send("Emulation.setCPUThrottlingRate", { rate });
  await page.addInitScript((usable) => {
    const watch = new MutationObserver(() => {
      if (!usable.every((selector) => document.querySelector(selector) !== null)) return;
      watch.disconnect();
      // Behind the frame that shows it.
      requestAnimationFrame(() => setTimeout(() => Object.assign(globalThis, { usable: performance.now() })));
    });
    watch.observe(document, { childList: true, subtree: true });
  }, usable);
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(() => "usable" in globalThis, undefined, { timeout: 60_000 });
  // What was there is told a little later.
  await page.waitForTimeout(200);
  const times = await page.evaluate(() => ({
    readable: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
    usable: (globalThis as unknown as { usable: number }).usable,
  }));
  const started = { ...times, bytes: bytes() };
  await context.close();
  return started;
}

base("start", async ({ browser, baseURL }) => {
  base.setTimeout(900_000);
  const servers: Server[] = [];
  try {
    for (const folder of ["../../web/bench/dist", "bench/monaco/dist"]) servers.push(await serve(folder));
    const [bareServer, monacoServer] = servers;
    const bare: Page = { name: "Yew and CodeMirror alone", address: bareServer?.address ?? "", usable: [".cm-line"] };
    const ours: Page = { name: "the page", address: baseURL ?? "", usable: [".cm-content", "#panel-explain"] };
    const embed: Page = {
      name: "an embed",
      address: `${baseURL ?? ""}embed.html#dockerfile=${encodeURIComponent(TEXT)}`,
      usable: [".still .tag-keyword", "#panel-explain"],
    };
    const monaco: Page = { name: "a page with Monaco", address: monacoServer?.address ?? "", usable: [".monaco-editor .view-line"] };

    const lines = [["milliseconds, medians", "", "readable", "usable", "worst", "times the bare page", "goal"]];
    const weights = new Map<string, number>();
    for (const condition of CONDITIONS) {
      const pages = [bare, ours, embed];
      const all = new Map<Page, Started[]>(pages.map((page) => [page, []]));
      // In turn, so that what else the machine does falls on all of them.
      for (let round = 0; round < ROUNDS; round++) {
        for (const page of pages) all.get(page)?.push(await start(browser, page, condition));
      }
      const usable = (page: Page): number[] => (all.get(page) ?? []).map((started) => started.usable);
      for (const page of pages) {
        const started = all.get(page) ?? [];
        weights.set(page.name, median(started.map(({ bytes }) => bytes)));
        lines.push([
          condition.name,
          page.name,
          median(started.map(({ readable }) => readable)).toFixed(0),
          median(usable(page)).toFixed(0),
          Math.max(...usable(page)).toFixed(0),
          ...(page === bare ? ["", ""] : [(median(usable(page)) / median(usable(bare))).toFixed(2), String(GOAL)]),
        ]);
      }
    }
    weights.set(monaco.name, (await start(browser, monaco, { name: "", rate: 1 })).bytes);
    const weighed = [...weights].map(([name, bytes]) => [name, `${(bytes / 1000).toFixed(0)} kB`]);
    console.log(`\n${ROUNDS} times each in turn, empty cache, compressed with Brotli\n\n${table(lines)}\n`);
    console.log(`What came over the network until it could be used\n\n${table([["page", "loaded"], ...weighed])}\n`);
  } finally {
    for (const server of servers) server.stop();
  }
});
