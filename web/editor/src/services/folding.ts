// Folding of stages, of instructions over several lines, and of heredocs.

import { codeFolding, foldGutter, foldKeymap, foldService } from "@codemirror/language";
import type { EditorState, Extension, StateField } from "@codemirror/state";
import { keymap } from "@codemirror/view";

function marker(open: boolean): HTMLElement {
  const dom = document.createElement("span");
  dom.className = open ? "cm-fold cm-fold-open" : "cm-fold";
  dom.title = open ? "Fold" : "Unfold";
  return dom;
}

export function folding(foldsByLine: StateField<ReadonlyMap<number, number>>): Extension {
  const service = (state: EditorState, lineStart: number): { from: number; to: number } | null => {
    const first = state.doc.lineAt(lineStart);
    const last = state.field(foldsByLine).get(first.number);
    // Between an edit and what the page finds out about it there may be fewer lines.
    if (last === undefined || last <= first.number || last > state.doc.lines) return null;
    return { from: first.to, to: state.doc.line(last).to };
  };
  return [
    foldService.of(service),
    codeFolding({
      preparePlaceholder: (state, { from, to }) => state.doc.lineAt(to).number - state.doc.lineAt(from).number,
      placeholderDOM(_view, onclick, lines: number) {
        const words = lines === 1 ? "1 line" : `${lines} lines`;
        const dom = document.createElement("button");
        dom.type = "button";
        dom.className = "cm-foldPlaceholder";
        dom.textContent = words;
        dom.setAttribute("aria-label", `${words} folded, show`);
        dom.addEventListener("click", onclick);
        return dom;
      },
    }),
    foldGutter({
      markerDOM: marker,
      foldingChanged: (update) => update.startState.field(foldsByLine) !== update.state.field(foldsByLine),
    }),
    keymap.of(foldKeymap),
  ];
}
