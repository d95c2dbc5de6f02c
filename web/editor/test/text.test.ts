import assert from "node:assert/strict";
import { test } from "node:test";
import { firstTripleEndingAfter, lineBreakOf, smallestEdit, withUnitLineBreaks } from "../src/text";

test("the line break of a text is that of its first line", () => {
  assert.equal(lineBreakOf(""), "\n");
  assert.equal(lineBreakOf("a"), "\n");
  assert.equal(lineBreakOf("\na\r\n"), "\n");
  assert.equal(lineBreakOf("a\r\nb\n"), "\r\n");
  assert.equal(lineBreakOf("a\rb\n"), "\n");
});

test("every kind of line break becomes one unit", () => {
  assert.equal(withUnitLineBreaks("a\r\nb\rc\nd"), "a\nb\nc\nd");
  assert.equal(withUnitLineBreaks("\r\r\n"), "\n\n");
});

test("the smallest edit leads from one text to the other and touches nothing else", () => {
  const texts = ["", "a", "aa", "aaa", "RUN a\nRUN b\n", "RUN a\nRUN x\nRUN b\n", "RUN b\n", "\u{1F433}", "\u{1F434}", "x\u{1F433}y", "x\u{1F433}\u{1F433}y"];
  for (const before of texts) {
    for (const after of texts) {
      const edit = smallestEdit(before, after);
      if (before === after) {
        assert.equal(edit, null);
        continue;
      }
      assert.ok(edit !== null);
      assert.equal(before.slice(0, edit.from) + edit.insert + before.slice(edit.to), after);
      assert.doesNotThrow(() => encodeURIComponent(edit.insert), "a surrogate pair was split");
    }
  }
  assert.deepEqual(smallestEdit("FROM a\nRUN b\nCMD c", "FROM a\nRUN bb\nCMD c"), { from: 12, to: 12, insert: "b" });
});

test("the first triple that ends after a position is found", () => {
  const triples = Uint32Array.of(0, 4, 0, 5, 9, 1, 20, 21, 2);
  const expected: [number, number][] = [[0, 0], [3, 0], [4, 1], [8, 1], [9, 2], [20, 2], [21, 3], [99, 3]];
  for (const [position, index] of expected) assert.equal(firstTripleEndingAfter(triples, position), index, `at ${position}`);
  assert.equal(firstTripleEndingAfter(new Uint32Array(0), 0), 0);
});
