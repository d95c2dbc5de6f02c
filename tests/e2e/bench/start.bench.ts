// How long it takes until the Dockerfile can be read, until it can be edited, and until all is there that the page says of it, with
// nothing in the browser's cache: of the page, of an embed, and of a page of Yew and CodeMirror alone with the same text, in turn.
// And what each of them loads until then, also a page with Monaco.

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
  /** This is there when the text can be edited. In an embed that is when somebody goes into it. */
  editable?: string;
  /** All of these are there when the page says what a build of the text would do, if it does. */
  complete: string[];
}

interface Started {
  readable: number;
  editable: number;
  complete: number;
  /** What came over the network until it was complete, headers among it. */
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

async function start(browser: Browser, { address, editable, complete }: Page, { rate, network }: Condition): Promise<Started> {
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
  const awaited = { editable: editable === undefined ? [] : [editable], complete };
  await page.addInitScript((awaited) => {
    for (const [name, selectors] of Object.entries(awaited)) {
      const watch = new MutationObserver(() => {
        if (!selectors.every((selector) => document.querySelector(selector) !== null)) return;
        watch.disconnect();
        // Behind the frame that shows it, and before anything else that waits for that.
        const { scheduler } = globalThis as unknown as { scheduler: { postTask(task: () => void, options: object): void } };
        requestAnimationFrame(() => scheduler.postTask(() => performance.mark(name), { priority: "user-blocking" }));
      });
      watch.observe(document, { childList: true, subtree: true });
    }
  }, awaited);
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(() => performance.getEntriesByName("complete").length > 0, undefined, { timeout: 60_000 });
  // What was there is told a little later.
  await page.waitForTimeout(200);
  const at = (name: string): Promise<number> => page.evaluate((name) => performance.getEntriesByName(name)[0]?.startTime ?? NaN, name);
  const times = {
    readable: await at("first-contentful-paint"),
    editable: editable === undefined ? NaN : await at("editable"),
    complete: await at("complete"),
  };
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
    const bare: Page = { name: "Yew and CodeMirror alone", address: bareServer?.address ?? "", editable: ".cm-line", complete: [".cm-line"] };
    const ours: Page = { name: "the page", address: baseURL ?? "", editable: ".cm-line", complete: [".cm-line .tag-keyword", ".ledger .row", "#panel-explain"] };
    const embed: Page = {
      name: "an embed",
      address: `${baseURL ?? ""}embed.html#dockerfile=${encodeURIComponent(TEXT)}`,
      complete: [".still .tag-keyword", "#panel-explain"],
    };
    const monaco: Page = { name: "a page with Monaco", address: monacoServer?.address ?? "", complete: [".monaco-editor .view-line"] };

    const lines = [["milliseconds, medians", "", "readable", "editable", "times the bare page", "goal", "complete", "times the bare page", "worst"]];
    const weights = new Map<string, number>();
    for (const condition of CONDITIONS) {
      const pages = [bare, ours, embed];
      const all = new Map<Page, Started[]>(pages.map((page) => [page, []]));
      // In turn, so that what else the machine does falls on all of them.
      for (let round = 0; round < ROUNDS; round++) {
        for (const page of pages) all.get(page)?.push(await start(browser, page, condition));
      }
      const middle = (page: Page, of: (started: Started) => number): number => median((all.get(page) ?? []).map(of));
      for (const page of pages) {
        const ratio = (of: (started: Started) => number): string => (page === bare ? "" : (middle(page, of) / middle(bare, of)).toFixed(2));
        weights.set(page.name, middle(page, ({ bytes }) => bytes));
        const isEdited = page.editable !== undefined;
        lines.push([
          condition.name,
          page.name,
          middle(page, ({ readable }) => readable).toFixed(0),
          isEdited ? middle(page, ({ editable }) => editable).toFixed(0) : "",
          isEdited ? ratio(({ editable }) => editable) : "",
          page === ours ? String(GOAL) : "",
          middle(page, ({ complete }) => complete).toFixed(0),
          ratio(({ complete }) => complete),
          Math.max(...(all.get(page) ?? []).map(({ complete }) => complete)).toFixed(0),
        ]);
      }
    }
    weights.set(monaco.name, (await start(browser, monaco, { name: "", rate: 1 })).bytes);
    const weighed = [...weights].map(([name, bytes]) => [name, `${(bytes / 1000).toFixed(0)} kB`]);
    console.log(`\n${ROUNDS} times each in turn, empty cache, compressed with Brotli\n\n${table(lines)}\n`);
    console.log(`What came over the network until it was complete\n\n${table([["page", "loaded"], ...weighed])}\n`);
  } finally {
    for (const server of servers) server.stop();
  }
});
