import assert from "node:assert/strict";
import { test } from "node:test";
import type { Decorations } from "../src/editor";
import { CHIP_STATES, SEVERITIES, TAG_NAMES } from "../src/names";
import { stillLines } from "../src/pieces";

const NOTHING: Decorations = {
  tags: new Uint32Array(),
  diagnostics: new Uint32Array(),
  messages: [],
  marks: new Uint32Array(),
  chips: new Uint32Array(),
  chipTexts: [],
  rows: new Uint32Array(),
  folds: new Uint32Array(),
};
const [KEYWORD, COMMENT] = [TAG_NAMES.indexOf("keyword"), TAG_NAMES.indexOf("comment")];

/** The pieces of each line as `[text, classes]`. */
function shown(text: string, decorations: Partial<Decorations>): [string, string][][] {
  const lines = stillLines(text, { ...NOTHING, ...decorations });
  return lines.map(({ pieces }) => pieces.map((piece) => [piece.shown, piece.classes]));
}

test("lines are cut where looks change, and one look may go over several lines", () => {
  const tags = Uint32Array.of(0, 3, KEYWORD, 6, 13, COMMENT, 14, 15, KEYWORD);
  assert.deepEqual(shown("RUN a\n# b\n# c\nd", { tags }), [
    [["RUN", "tag-keyword"], [" a", ""]],
    [["# b", "tag-comment"]],
    [["# c", "tag-comment"]],
    [["d", "tag-keyword"]],
  ]);
  assert.deepEqual(shown("", { tags }), [[]]);
});

test("no piece is lost and none is shown twice, whatever is found out about the text", () => {
  const text = "FROM a\n\n\u{1F433}\u200bRUN b\u{E0041}\n";
  let seed = 1;
  const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 300; round++) {
    const starts = Array.from({ length: 4 }, () => next(text.length + 1)).sort((a, b) => a - b);
    const tags = Uint32Array.from(starts.slice(1).flatMap((end, index) => [starts[index] ?? 0, end, next(TAG_NAMES.length)]));
    const diagnostics = Uint32Array.from({ length: 6 }, (_, index) => (index % 3 === 2 ? next(SEVERITIES.length) : next(text.length + 9)));
    const lines = stillLines(text, { ...NOTHING, tags, diagnostics, messages: ["", ""] });
    const read = lines.map(({ from, to, pieces }) => {
      assert.deepEqual([from, ...pieces.map((piece) => piece.to)], [...pieces.map((piece) => piece.from), to]);
      return pieces.map((piece) => text.slice(piece.from, piece.to)).join("");
    });
    assert.equal(read.join("\n"), text);
  }
});

test("a diagnostic about nothing takes the character after or before it", () => {
  const error = "cm-diagnostic cm-diagnostic-error";
  assert.deepEqual(shown("ab\nc", { diagnostics: Uint32Array.of(0, 0, 0, 4, 4, 0) }), [
    [["a", error], ["b", ""]],
    [["c", error]],
  ]);
});

test("what cannot be seen is shown by a sign", () => {
  assert.deepEqual(shown("a\u202eb\u0001", {}), [[["a", ""], ["\u2022", "still-special"], ["b", ""], ["\u2401", "still-special"]]]);
  // Tabs are white space like any other.
  assert.deepEqual(shown("a\tb", {}), [[["a\tb", ""]]]);
});

test("marks and chips are put on their lines; lines that do not exist are left out", () => {
  const lines = stillLines("a\nb", {
    ...NOTHING,
    marks: Uint32Array.of(2, 0, 9, 0),
    chips: Uint32Array.of(1, CHIP_STATES.indexOf("run"), 7, 0),
    chipTexts: ["runs 5 s", "cached"],
  });
  assert.deepEqual(lines.map(({ classes, chip }) => [classes, chip?.text, chip?.state]), [
    ["", "runs 5 s", "run"],
    ["cm-mark-edited", undefined, undefined],
  ]);
});
