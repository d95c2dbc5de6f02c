// What a keystroke costs in the page and in a bare editor with the same text, in turn, in the same browser.

import { test as base, type Page } from "@playwright/test";
import { median, quantile, table } from "./figures";
import { bareEditor, layerlab } from "./opened";
import { dockerfile, instructions } from "./project";
import { PARTS, burst, recorded, type Key } from "./trace";

/** Milliseconds between two keys: about seven a second, which is fast. */
const PACE = 150;
/** How much slower than it is the processor is made to seem. */
const SLOWNESS: readonly number[] = [1, 4];
const FILES = Number(process.env["LAYERLAB_FILES"] ?? 10_000);
/** Lines between two places at which something is typed. */
const STEP = 41;
const PLACES = 4;
/** What is typed at each place: a few words, as one types them without a pause. */
const LETTERS = [..." and build what is needed here"].map((letter) => (letter === " " ? "Space" : letter));
/** How long nothing is typed afterwards; the page works out by then what waited for a pause. */
const REST = 2_000;

const KINDS = [
  { name: "letters", keys: LETTERS, where: "End", rates: SLOWNESS },
  { name: "line breaks", keys: ["Enter", "Backspace", "Enter", "Backspace"], where: "End", rates: [1] },
  { name: "arrows", keys: ["ArrowDown", "ArrowUp", "ArrowDown", "ArrowUp"], where: "Home", rates: [1] },
] as const;

interface Measured {
  layerlab: Key[];
  bare: Key[];
  /** What the page does when the typing pauses. */
  pauses: Key[];
}

/** A page and the tools that slow it down: the processor is slow for as long as the same tools are attached. */
interface Subject {
  page: Page;
  slow(rate: number): Promise<void>;
}

async function subject(page: Page): Promise<Subject> {
  const devtools = await page.context().newCDPSession(page);
  return { page, slow: async (rate) => void (await devtools.send("Emulation.setCPUThrottlingRate", { rate })) };
}

/** Types at several places of the text, in both pages in turn. */
async function type(subjects: Readonly<Record<"layerlab" | "bare", Subject>>, kind: (typeof KINDS)[number], rate: number): Promise<void> {
  for (const { page } of Object.values(subjects)) {
    // By a click, after which the pointer rests on the text in both: the browser looks up what is under it for each picture.
    await page.getByRole("textbox", { name: "Dockerfile" }).click({ position: { x: 300, y: 200 } });
    await page.keyboard.press("Control+Home");
  }
  for (let place = 0; place < PLACES; place++) {
    for (const [name, { page, slow }] of Object.entries(subjects)) {
      await page.bringToFront();
      for (let line = 0; line < STEP; line++) await page.keyboard.press("ArrowDown");
      await page.keyboard.press(kind.where);
      // What waits for a pause is no part of the next key.
      await page.waitForTimeout(1_000);
      await slow(rate);
      await burst(page, `${kind.name} in ${name}`, kind.keys, PACE, REST);
      await slow(1);
    }
  }
}

const milliseconds = (value: number): string => value.toFixed(1);

function row(name: string, keys: readonly Key[]): string[] {
  const of = (figure: (key: Key) => number, share: number): string => milliseconds(quantile(keys.map(figure), share));
  return [
    name,
    of((key) => key.work, 0.5),
    of((key) => key.work, 0.95),
    of((key) => key.processor, 0.5),
    of((key) => key.processor, 0.95),
    of((key) => key.toPaint, 0.5),
    of((key) => key.toPaint, 0.95),
    of((key) => key.workToPaint, 0.5),
    ...PARTS.map((part) => milliseconds(median(keys.map((key) => key.parts[part])))),
  ];
}

function rows(title: string, { layerlab, bare, pauses }: Measured): string[][] {
  const ratio = (figure: (key: Key) => number, share: number): string =>
    (quantile(layerlab.map(figure), share) / quantile(bare.map(figure), share)).toFixed(2);
  return [
    row(`${title}: page`, layerlab),
    row(`${title}: bare editor`, bare),
    [
      `${title}: ratio`,
      ratio((key) => key.work, 0.5),
      ratio((key) => key.work, 0.95),
      ratio((key) => key.processor, 0.5),
      ratio((key) => key.processor, 0.95),
      ratio((key) => key.toPaint, 0.5),
      ratio((key) => key.toPaint, 0.95),
      ratio((key) => key.workToPaint, 0.5),
      ...PARTS.map(() => ""),
    ],
    row(`${title}: page, the pause behind them`, pauses),
  ];
}

base("typing", async ({ browser, baseURL }) => {
  base.setTimeout(900_000);
  const address = baseURL ?? "";
  const subjects = {
    layerlab: await subject(await layerlab(browser, address, FILES)),
    bare: await subject(await bareEditor(browser, address)),
  };
  const lines = [
    ["milliseconds for a key", "work", "95 %", "processor", "95 %", "to paint", "95 %", "work till then", ...PARTS],
  ];
  for (const kind of KINDS) {
    for (const rate of kind.rates) {
      const trace = await recorded(browser, subjects.layerlab.page, () => type(subjects, kind, rate));
      const [own, bare] = [`${kind.name} in layerlab`, `${kind.name} in bare`];
      const measured = { layerlab: trace.keys(own), bare: trace.keys(bare), pauses: trace.pauses(own) };
      lines.push(...rows(rate === 1 ? kind.name : `${kind.name}, ${rate} times slower`, measured));
    }
  }
  console.log(`\n${instructions(dockerfile())} instructions, ${FILES.toLocaleString("en")} files\n\n${table(lines)}\n`);
});
