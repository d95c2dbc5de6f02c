import assert from "node:assert/strict";
import { test } from "node:test";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, type DecorationSet } from "@codemirror/view";
import { diagnosticDecorations, setDiagnostics } from "../src/diagnostics";
import { chipsOf, lineDecorations, setLines } from "../src/lines";

function stateWith(doc: string, extensions: Extension): EditorState {
  return EditorState.create({ doc, extensions });
}

/** Everything that is decorated, as `[from, to, class or text]`, in text order. Decorations of the view are left out. */
function decorated(state: EditorState): [number, number, string][] {
  const sets = state.facet(EditorView.decorations).filter((set) => typeof set !== "function");
  return sets.flatMap((set) => all(set, state)).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

function all(set: DecorationSet, state: EditorState): [number, number, string][] {
  const found: [number, number, string][] = [];
  set.between(0, state.doc.length, (from, to, { spec }) => {
    const { class: name, widget } = spec as { class?: string; widget?: { text?: string; severity?: string } };
    found.push([from, to, name ?? widget?.text ?? widget?.severity ?? ""]);
  });
  return found;
}

const NO_LINES = { marks: new Uint32Array(0), chips: new Uint32Array(0), chipTexts: [] };

test("an empty diagnostic takes a character beside it, or stands on an empty line by itself", () => {
  const state = stateWith("ab\n\ncd", diagnosticDecorations);
  const { state: next } = state.update({
    effects: setDiagnostics.of({
      diagnostics: Uint32Array.of(0, 0, 0, 2, 2, 1, 3, 3, 2, 6, 4, 0, 90, 99, 1),
      messages: ["before a", "after b", "empty line", "backwards", "behind the text"],
    }),
  });
  assert.deepEqual(decorated(next), [
    [0, 1, "cm-diagnostic cm-diagnostic-error"],
    [1, 2, "cm-diagnostic cm-diagnostic-warning"],
    [3, 3, "note"],
    [4, 6, "cm-diagnostic cm-diagnostic-error"],
    [5, 6, "cm-diagnostic cm-diagnostic-warning"],
  ]);
});

test("diagnostics move with the text and are replaced as a whole", () => {
  let { state } = stateWith("FROM a\nBAD b", diagnosticDecorations).update({
    effects: setDiagnostics.of({ diagnostics: Uint32Array.of(7, 10, 0), messages: ["unknown"] }),
  });
  state = state.update({ changes: { from: 0, insert: "# x\n" } }).state;
  assert.deepEqual(decorated(state), [[11, 14, "cm-diagnostic cm-diagnostic-error"]]);
  state = state.update({ effects: setDiagnostics.of({ diagnostics: new Uint32Array(0), messages: [] }) }).state;
  assert.deepEqual(decorated(state), []);
});

test("marks and chips are put on their lines; lines and kinds that do not exist are left out", () => {
  let { state } = stateWith("a\nbb\nccc", lineDecorations).update({
    selection: { anchor: 0, head: 1 },
    effects: setLines.of({
      marks: Uint32Array.of(2, 0, 0, 0, 4, 0, 1, 99),
      chips: Uint32Array.of(3, 1, 9, 0, 1, 99),
      chipTexts: ["38 s", "cached", "unknown look"],
    }),
  });
  assert.deepEqual(decorated(state), [[2, 2, "cm-mark-edited"]]);
  assert.deepEqual(all(chipsOf(state), state), [
    [5, 5, "cm-chipLine"],
    [8, 8, "38 s"],
  ]);
  state = state.update({ changes: { from: 1, insert: "\n" } }).state;
  assert.deepEqual(decorated(state).map(([from]) => from), [3]);
  assert.deepEqual(all(chipsOf(state), state).map(([from]) => from), [6, 9]);
});

test("the line of a cursor is marked, a line with a selection is not", () => {
  const state = stateWith("a\nbb", [lineDecorations, EditorState.allowMultipleSelections.of(true)]);
  const { state: next } = state.update({ selection: { anchor: 3 }, effects: setLines.of(NO_LINES) });
  assert.deepEqual(decorated(next), [[2, 2, "cm-activeLine"]]);
  assert.deepEqual(decorated(next.update({ selection: { anchor: 3, head: 4 } }).state), []);
});
