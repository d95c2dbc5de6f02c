// Only a part of a text is shown at first. What stands above and below is one line each that says how much it is, and shows
// all of the text when it is pressed. Until then nothing that is not seen can be edited.

import { EditorState, StateEffect, StateField, type Extension, type Transaction } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";
import { hiddenLines } from "./drawn";

/** The first and the last line that are shown, from 1. */
export type Lines = readonly [first: number, last: number];

/** Shows all of the text. */
export const showAll = StateEffect.define<null>();

class Rest extends WidgetType {
  constructor(readonly lines: number, readonly where: string) {
    super();
  }

  override eq(other: Rest): boolean {
    return this.lines === other.lines && this.where === other.where;
  }

  override toDOM(view: EditorView): HTMLElement {
    return hiddenLines(this.lines, this.where, () => {
      view.dispatch({ effects: showAll.of(null) });
      view.focus();
    });
  }
}

const hidden = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    if (transaction.effects.some((effect) => effect.is(showAll))) return Decoration.none;
    return value.map(transaction.changes);
  },
  provide: (field) => [
    EditorView.decorations.from(field),
    EditorView.atomicRanges.of((view) => view.state.field(field)),
  ],
});

function rest(state: EditorState, [first, last]: Lines): DecorationSet {
  const { doc } = state;
  // A part that is not there is no reason to show nothing.
  if (first > doc.lines) return Decoration.none;
  const above = Decoration.replace({ widget: new Rest(first - 1, "above"), block: true });
  const below = Decoration.replace({ widget: new Rest(doc.lines - last, "below"), block: true });
  return Decoration.set([
    ...(first > 1 ? [above.range(0, doc.line(first - 1).to)] : []),
    ...(last < doc.lines ? [below.range(doc.line(last + 1).from, doc.length)] : []),
  ]);
}

/** Where the text is shown: between what is hidden above and below, line breaks left out. */
function shown(state: EditorState): { from: number; to: number } {
  let [from, to] = [0, state.doc.length];
  state.field(hidden, false)?.between(0, state.doc.length, (start, end) => {
    if (start === 0) from = Math.min(end + 1, state.doc.length);
    else to = Math.max(start - 1, 0);
  });
  return { from, to };
}

/** Whether a place of the text is not shown. */
export function isHidden(state: EditorState, offset: number): boolean {
  const { from, to } = shown(state);
  return offset < from || offset > to;
}

/** Shows only these lines of a document. `isFree` tells changes that may be made anywhere. */
export function part(lines: Lines, isFree: (transaction: Transaction) => boolean): Extension {
  return [
    hidden.init((state) => rest(state, lines)),
    EditorState.changeFilter.of((transaction) => {
      const { startState } = transaction;
      const { from, to } = shown(startState);
      return isFree(transaction) || [0, from, to, startState.doc.length];
    }),
    // The cursor stays where it can be seen.
    EditorState.transactionFilter.of((transaction) => {
      const { selection, startState } = transaction;
      if (selection === undefined || transaction.docChanged || !selection.main.empty) return transaction;
      const shows = transaction.effects.some((effect) => effect.is(showAll));
      if (shows || !isHidden(startState, selection.main.head)) return transaction;
      const { from, to } = shown(startState);
      return [transaction, { selection: { anchor: Math.min(Math.max(selection.main.head, from), to) } }];
    }),
  ];
}
