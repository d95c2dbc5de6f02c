// Highlighting. The tags come from the core, which has parsed the text; there is no second parser here.

import { ChangeSet, StateEffect, StateField, type ChangeDesc, type Extension, type Range } from "@codemirror/state";
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from "@codemirror/view";
import { TAG_NAMES } from "./names";
import { firstTripleEndingAfter } from "./text";

/** Replaces all tags: triples `(from, to, tag)`, in text order, not overlapping. */
export const setTags = StateEffect.define<Uint32Array>();

const MARKS = TAG_NAMES.map((name) => Decoration.mark({ class: `tag-${name}` }));

/** The tags as they were pushed, and what has happened to the text since. */
interface Tagged {
  triples: Uint32Array;
  since: ChangeDesc;
}

const tagged = StateField.define<Tagged>({
  create: (state) => ({ triples: new Uint32Array(0), since: ChangeSet.empty(state.doc.length).desc }),
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setTags)) return { triples: effect.value, since: ChangeSet.empty(transaction.newDoc.length).desc };
    }
    if (!transaction.docChanged) return value;
    return { triples: value.triples, since: value.since.composeDesc(transaction.changes.desc) };
  },
});

/** Decorates only what is on the screen, so that a push costs the same whatever the length of the text. */
function visibleTags(view: EditorView): DecorationSet {
  const { triples, since } = view.state.field(tagged);
  const toPushed = since.invertedDesc;
  const count = Math.floor(triples.length / 3);
  const ranges: Range<Decoration>[] = [];
  let next = 0;
  for (const { from, to } of view.visibleRanges) {
    const last = toPushed.mapPos(to, 1);
    next = Math.max(next, firstTripleEndingAfter(triples, toPushed.mapPos(from, -1)));
    for (; next < count; next++) {
      const start = triples[3 * next] ?? 0;
      const end = triples[3 * next + 1] ?? 0;
      const mark = MARKS[triples[3 * next + 2] ?? -1];
      if (start >= last) break;
      if (mark === undefined || end > since.length) continue;
      const mappedStart = since.mapPos(start, 1);
      const mappedEnd = since.mapPos(end, -1);
      if (mappedStart < mappedEnd) ranges.push(mark.range(mappedStart, mappedEnd));
    }
  }
  return Decoration.set(ranges, true);
}

const painter = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = visibleTags(view);
    }

    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged || update.startState.field(tagged) !== update.state.field(tagged)) {
        this.decorations = visibleTags(update.view);
      }
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

export const highlighting: Extension = [tagged, painter];
