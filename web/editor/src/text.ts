// Pure helpers over text. Nothing here knows of CodeMirror.

/** A replacement of `from..to` (UTF-16 offsets) of some text by `insert`. */
export interface Edit {
  from: number;
  to: number;
  insert: string;
}

/**
 * The line break that a text uses: that of its first line. The editor keeps a document as lines, so a text that mixes
 * kinds of line breaks gets this one everywhere as soon as it is edited.
 */
export function lineBreakOf(text: string): "\n" | "\r\n" {
  const first = text.indexOf("\n");
  return first > 0 && text[first - 1] === "\r" ? "\r\n" : "\n";
}

/** The text with every line break as one unit, as the editor counts it. */
export function withUnitLineBreaks(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

/**
 * The smallest single edit that turns `before` into `after`, or `null` if they are equal. What is left alone keeps its
 * cursor, its marks and its place in the undo history. A surrogate pair is never split.
 */
export function smallestEdit(before: string, after: string): Edit | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  if (start > 0 && isHighSurrogate(before.charCodeAt(start - 1))) start--;
  let end = 0;
  while (
    end < shorter - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) {
    end++;
  }
  if (end > 0 && isLowSurrogate(before.charCodeAt(before.length - end))) end--;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/**
 * The index of the first of the triples `(from, to, value)` that ends after `position`, or the number of triples if none
 * does. The triples are in text order and do not overlap.
 */
export function firstTripleEndingAfter(triples: Uint32Array, position: number): number {
  let low = 0;
  let high = Math.floor(triples.length / 3);
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((triples[3 * middle + 1] ?? 0) > position) high = middle;
    else low = middle + 1;
  }
  return low;
}
