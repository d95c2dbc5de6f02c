// What stands in each line of a text that stands still: pieces of one look each. Offsets are the editor's.

import { underlined } from "./drawn";
import type { Decorations } from "./editor";
import { INVISIBLE } from "./invisible";
import { CHIP_STATES, MARK_NAMES, SEVERITIES, TAG_NAMES } from "./names";

/** Part of a line; `shown` is its text, or what stands for a character that cannot be seen. */
export interface Piece {
  from: number;
  to: number;
  shown: string;
  classes: string;
}

export interface StillLine {
  from: number;
  to: number;
  pieces: Piece[];
  /** Classes of the whole line. */
  classes: string;
  chip: { text: string; state: string } | null;
}

/** Characters that CodeMirror shows by a sign, and those that nobody sees. */
const SPECIAL = new RegExp(
  `[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u200b\\u200e\\u200f\\u2028\\u2029\\u202d\\u202e\\u2066\\u2067\\u2069\\ufeff\\ufff9-\\ufffc]|${INVISIBLE.source}`,
  "gu",
);

/** The sign that stands for a special character, as CodeMirror draws it. */
function sign(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 32 ? String.fromCharCode(0x2400 + code) : "\u2022";
}

interface Look {
  from: number;
  to: number;
  name: string;
}

function looks(triples: Uint32Array, names: readonly string[], prefix: string): Look[] {
  return Array.from({ length: Math.floor(triples.length / 3) }, (_, index) => ({
    from: triples[3 * index] ?? 0,
    to: triples[3 * index + 1] ?? 0,
    name: prefix + (names[triples[3 * index + 2] ?? 0] ?? names[0]),
  }));
}

/** A diagnostic, with a place to underline if it is about nothing in this line. */
function place(look: Look, from: number, to: number): Look {
  const start = Math.min(look.from, look.to);
  const end = Math.max(look.from, look.to);
  if (start < end || start < from || start > to) return { ...look, from: start, to: end };
  return { ...look, ...underlined(start, { from, to }) };
}

function pieces(text: string, from: number, to: number, looks: readonly Look[]): Piece[] {
  const specials = Array.from(text.slice(from, to).matchAll(SPECIAL), (match) => ({
    from: from + match.index,
    to: from + match.index + match[0].length,
    shown: sign(match[0]),
  }));
  const cuts = new Set([from, to]);
  for (const { from: start, to: end } of [...looks, ...specials]) {
    for (const cut of [start, end]) if (cut > from && cut < to) cuts.add(cut);
  }
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(1).map((end, index) => {
    const start = places[index] ?? from;
    const special = specials.find((one) => one.from <= start && end <= one.to);
    const names = looks.filter((look) => look.from <= start && end <= look.to).map(({ name }) => name);
    return {
      from: start,
      to: end,
      shown: special?.shown ?? text.slice(start, end),
      classes: [...new Set([...names, ...(special === undefined ? [] : ["still-special"])])].join(" "),
    };
  });
}

/** By line: what flat pairs of a line and a number say, the last of several. */
function byLine<T>(pairs: Uint32Array, value: (number: number, index: number) => T): Map<number, T> {
  const found = new Map<number, T>();
  for (let index = 0; 2 * index + 1 < pairs.length; index++) {
    found.set(pairs[2 * index] ?? 0, value(pairs[2 * index + 1] ?? 0, index));
  }
  return found;
}

/** The lines of a text whose line breaks are of one unit each. */
export function stillLines(text: string, decorations: Decorations | null): StillLine[] {
  const tags = decorations === null ? [] : looks(decorations.tags, TAG_NAMES, "tag-");
  const found = decorations === null ? [] : looks(decorations.diagnostics, SEVERITIES, "cm-diagnostic cm-diagnostic-");
  const marks = decorations === null ? new Map() : byLine(decorations.marks, (kind) => MARK_NAMES[kind]);
  const chips =
    decorations === null
      ? new Map()
      : byLine(decorations.chips, (state, index) => ({ text: decorations.chipTexts[index] ?? "", state: CHIP_STATES[state] ?? "" }));
  let from = 0;
  let next = 0;
  return text.split("\n").map((content, index) => {
    const to = from + content.length;
    // Tags are in the order of the text and do not overlap, but one may go on over several lines.
    while ((tags[next]?.to ?? Infinity) <= from) next++;
    let last = next;
    while ((tags[last]?.from ?? Infinity) < to) last++;
    const diagnostics = found.map((look) => place(look, from, to)).filter((look) => look.from <= to && look.to >= from);
    const mark: string | undefined = marks.get(index + 1);
    const line = {
      from,
      to,
      pieces: pieces(text, from, to, [...tags.slice(next, last), ...diagnostics]),
      classes: mark === undefined ? "" : `cm-mark-${mark}`,
      chip: chips.get(index + 1) ?? null,
    };
    from = to + 1;
    return line;
  });
}
