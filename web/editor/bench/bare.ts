// CodeMirror alone, in the versions and with the basic extensions that the page's editor has: line numbers, wrapped lines,
// undo, drawn selections. It scrolls by itself, as CodeMirror does unless told otherwise.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";

const theme = EditorView.theme({
  "&": { height: "850px", maxWidth: "760px", border: "1px solid #ccc" },
  ".cm-scroller": { font: "13px / 22px monospace" },
});

/** Shows a text. The page itself is empty until then, so that what measures it decides what it measures. */
export function show(text: string, parent: HTMLElement = document.body): void {
  const state = EditorState.create({
    doc: text,
    extensions: [
      highlightSpecialChars(),
      history(),
      drawSelection(),
      lineNumbers(),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": "Dockerfile" }),
      keymap.of([...defaultKeymap, ...historyKeymap]),
      theme,
    ],
  });
  new EditorView({ parent, state });
}
