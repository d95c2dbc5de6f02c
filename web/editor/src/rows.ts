// Tells the page how far down the lines are that have a row beside them, and how high, so that it can put the rows there.

import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { ViewPlugin, type EditorView, type ViewUpdate } from "@codemirror/view";
import { isHidden } from "./part";

/** The place of a line that is folded into one above it, or not shown: nowhere. */
const FOLDED = Infinity;

/** Replaces the lines that have a row: their numbers, from 1. */
export const setRows = StateEffect.define<Uint32Array>();

function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  let index = 0;
  while (index < a.length && a[index] === b[index]) index++;
  return a.length === b.length && index === a.length;
}

/** The starts of the lines with a row, in the order in which they were asked for; they move with the text. */
const rowStarts = StateField.define<readonly number[]>({
  create: () => [],
  update(value, transaction) {
    const { doc } = transaction.state;
    for (const effect of transaction.effects) {
      if (effect.is(setRows)) {
        const starts = Array.from(effect.value, (line) => doc.line(Math.min(Math.max(line, 1), doc.lines)).from);
        // Where nothing moved there is nothing to measure.
        return sameNumbers(starts, value) ? value : starts;
      }
    }
    return transaction.docChanged ? value.map((start) => transaction.changes.mapPos(start, 1)) : value;
  },
});

/** Whether line breaks were written or taken away. Letters move no line: if they make it wrap, its geometry changes. */
function changesLines({ changes, startState }: ViewUpdate): boolean {
  let found = false;
  changes.iterChanges((from, to, _from, _to, inserted) => {
    found ||= inserted.lines > 1 || startState.doc.lineAt(from).to < to;
  });
  return found;
}

/**
 * Calls `geometry` with the top, in pixels below the editor's own top edge, and the height of each line, after each layout
 * that changed one.
 */
export function rowGeometry(geometry: (places: Float64Array) => void): Extension {
  const reporter = ViewPlugin.fromClass(
    class {
      private reported: Float64Array | null = null;

      constructor(view: EditorView) {
        this.measure(view);
      }

      update(update: ViewUpdate): void {
        // The starts move with each letter; where nothing was written they are others only if the page asked for others.
        const moved = update.docChanged
          ? changesLines(update)
          : update.startState.field(rowStarts) !== update.state.field(rowStarts);
        if (moved || update.geometryChanged) this.measure(update.view);
      }

      private measure(view: EditorView): void {
        view.requestMeasure({
          key: this,
          read: () => {
            const padding = view.documentPadding.top;
            const places = view.state.field(rowStarts).flatMap((start) => {
              const block = view.lineBlockAt(start);
              if (block.from < start || isHidden(view.state, start)) return [FOLDED, 0];
              return [padding + block.top, block.height];
            });
            return Float64Array.from(places);
          },
          write: (places) => {
            if (this.reported !== null && sameNumbers(this.reported, places)) return;
            this.reported = places;
            geometry(places);
          },
        });
      }
    },
  );
  return [rowStarts, reporter];
}
