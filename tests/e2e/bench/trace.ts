// What Chromium's main thread did for each key, from a trace of its timeline.

import type { Browser, Page } from "@playwright/test";

/** An entry of a trace; times are in microseconds. */
interface Entry {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string; data?: { type?: string; message?: string } };
}

/** What a key cost, in milliseconds. */
export interface Key {
  /** All tasks of the main thread until the next key, or for as long as nothing was typed after the last one. */
  work: number;
  /** The same in time that the processor spent on it. */
  processor: number;
  /** From the key's first event until the main thread has handed over the picture with it. */
  toPaint: number;
  /** How long the main thread worked during that time, in time that passed. */
  workToPaint: number;
  /** The parts of `work`. */
  parts: Record<Part, number>;
}

export type Part = "script" | "style" | "layout" | "paint" | "garbage" | "other";

export const PARTS: readonly Part[] = ["script", "style", "layout", "paint", "garbage", "other"];

const PART_OF: readonly [RegExp, Part][] = [
  [/^(MinorGC|MajorGC|V8\.?GC|BlinkGC|CppGC|GC)/i, "garbage"],
  [/^(UpdateLayoutTree|RecalculateStyles|ScheduleStyleRecalculation|InvalidateLayout|ParseAuthorStyleSheet)/, "style"],
  [/^(Layout|HitTest|IntersectionObserver)/, "layout"],
  [/^(PrePaint|Paint|Layerize|Commit|UpdateLayer|CompositeLayers|RasterTask|Decode)/, "paint"],
  [/^(FunctionCall|EventDispatch|EvaluateScript|TimerFire|FireAnimationFrame|FireIdleCallback|RunMicrotasks|v8\.|V8\.|Wasm|wasm)/, "script"],
];

const CATEGORIES = ["-*", "devtools.timeline", "disabled-by-default-devtools.timeline", "blink.user_timing"];

/** Records what the browser does during `action`, in which bursts of keys are marked by [`burst`]. */
export async function recorded(browser: Browser, page: Page, action: () => Promise<void>): Promise<Trace> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await action();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: Entry[] };
  return new Trace(traceEvents);
}

/** Presses keys at the pace of somebody who types fast, then rests, and marks both in the trace. */
export async function burst(page: Page, name: string, keys: readonly string[], pace: number, rest: number): Promise<void> {
  await mark(page, `${name} begins`);
  for (const key of keys) {
    const pressed = Date.now();
    await page.keyboard.press(key);
    await page.waitForTimeout(Math.max(0, pace - (Date.now() - pressed)));
  }
  await mark(page, `${name} ends`);
  await mark(page, `pause after ${name} begins`);
  await page.waitForTimeout(rest);
  await mark(page, `pause after ${name} ends`);
}

async function mark(page: Page, name: string): Promise<void> {
  await page.evaluate((name) => void performance.mark(name), name);
}

export class Trace {
  private readonly entries: Entry[];

  constructor(entries: Entry[]) {
    this.entries = entries.filter((entry) => entry.ph !== "E" && entry.ph !== "B").sort((a, b) => a.ts - b.ts);
  }

  /** The keys of all bursts of this name. */
  keys(name: string): Key[] {
    return this.bursts(name).flatMap(({ pid, tid, from, to }) => {
      const own = this.entries.filter((entry) => entry.pid === pid && entry.tid === tid && from <= entry.ts && entry.ts < to);
      const tasks = own.filter(({ name, ph }) => name === "RunTask" && ph === "X");
      const taskOf = (time: number): number =>
        tasks.find(({ ts, dur = 0 }) => ts <= time && time < ts + dur)?.ts ?? time;
      const downs = own.filter(({ name, args }) => name === "EventDispatch" && args?.data?.type === "keydown");
      return downs.map((down, index) => {
        const next = downs[index + 1];
        const start = taskOf(down.ts);
        return key(own, start, down.ts, next === undefined ? to : taskOf(next.ts));
      });
    });
  }

  /** All that is done after each burst of this name, while nothing is typed. */
  pauses(name: string): Key[] {
    return this.bursts(`pause after ${name}`).map(({ pid, tid, from, to }) => {
      const own = this.entries.filter((entry) => entry.pid === pid && entry.tid === tid && from <= entry.ts && entry.ts < to);
      return key(own, from, from, to);
    });
  }

  private bursts(name: string): { pid: number; tid: number; from: number; to: number }[] {
    const marks = this.entries.filter(({ name: found }) => found === `${name} begins` || found === `${name} ends`);
    return marks.flatMap((begin) => {
      if (!begin.name.endsWith("begins")) return [];
      const end = marks.find((mark) => mark.pid === begin.pid && mark.ts > begin.ts && mark.name.endsWith("ends"));
      return end === undefined ? [] : [{ pid: begin.pid, tid: begin.tid, from: begin.ts, to: end.ts }];
    });
  }
}

function key(own: Entry[], start: number, down: number, end: number): Key {
  const entries = own.filter(({ ph, ts }) => ph === "X" && start <= ts && ts < end);
  const tasks = entries.filter(({ name }) => name === "RunTask");
  const typed = entries.find(({ name, args }) => name === "EventDispatch" && args?.data?.type === "input");
  const handled = typed === undefined ? down : typed.ts;
  const painted = entries.find(({ name, ts }) => name === "Commit" && ts > handled);
  const paintedAt = painted === undefined ? end : painted.ts + (painted.dur ?? 0);
  const parts: Record<Part, number> = { script: 0, style: 0, layout: 0, paint: 0, garbage: 0, other: 0 };
  for (const [part, microseconds] of ownTimes(entries)) parts[part] += microseconds / 1000;
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0) / 1000;
  return {
    work: sum(tasks.map(({ dur = 0 }) => dur)),
    processor: sum(tasks.map(({ tdur = 0 }) => tdur)),
    toPaint: (paintedAt - down) / 1000,
    workToPaint: sum(tasks.map(({ ts, dur = 0 }) => Math.max(0, Math.min(ts + dur, paintedAt) - ts))),
    parts,
  };
}

/** The time of each entry without that of the entries within it. */
function ownTimes(entries: Entry[]): [Part, number][] {
  const open: { part: Part; end: number; own: number }[] = [];
  const closed: [Part, number][] = [];
  const close = (until: number): void => {
    for (let last = open.at(-1); last !== undefined && last.end <= until; last = open.at(-1)) {
      closed.push([last.part, last.own]);
      open.pop();
    }
  };
  for (const { name, ts, dur = 0 } of entries) {
    close(ts);
    const parent = open.at(-1);
    if (parent !== undefined) parent.own -= dur;
    else if (name !== "RunTask") continue;
    const part = PART_OF.find(([pattern]) => pattern.test(name))?.[1] ?? parent?.part ?? "other";
    open.push({ part, end: ts + dur, own: dur });
  }
  close(Infinity);
  return closed;
}
