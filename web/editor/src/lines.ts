// What is shown on whole lines: the line of the cursor, the bar of an edited line, and the chip at a line's end that
// stands for the ledger where there is no room for it.

import { RangeSet, StateEffect, StateField, type EditorState, type Extension, type Range, type Text } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  GutterMarker,
  ViewPlugin,
  WidgetType,
  gutterLineClass,
  type DecorationSet,
  type ViewUpdate,
} from "@codemirror/view";
import { chip } from "./drawn";
import { CHIP_STATES, MARK_NAMES } from "./names";

/** Marks and chips of lines, as flat pairs with line numbers from 1. Lines that the document does not have are ignored. */
export interface LineDecorations {
  /** Pairs `(line, kind)`. */
  marks: Uint32Array;
  /** Pairs `(line, state)`. */
  chips: Uint32Array;
  /** The words of each chip, in the order of `chips`. */
  chipTexts: readonly string[];
}

/** Replaces all marks and chips. */
export const setLines = StateEffect.define<LineDecorations>();

class Chip extends WidgetType {
  constructor(readonly text: string, readonly state: string) {
    super();
  }

  override eq(other: Chip): boolean {
    return this.text === other.text && this.state === other.state;
  }

  override toDOM(): HTMLElement {
    return chip(this.text, this.state);
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

class GutterClass extends GutterMarker {
  override readonly elementClass: string;

  constructor(elementClass: string) {
    super();
    this.elementClass = elementClass;
  }
}

const MARK_LINES = MARK_NAMES.map((name) => Decoration.line({ class: `cm-mark-${name}` }));
const MARK_GUTTERS = MARK_NAMES.map((name) => new GutterClass(`cm-mark-${name}`));
const CHIP_LINE = Decoration.line({ class: "cm-chipLine" });

interface LineSets {
  content: DecorationSet;
  gutter: RangeSet<GutterMarker>;
  chips: DecorationSet;
}

/** Calls `visit` with each pair's place, line start, line end and value. */
function eachLine(doc: Text, pairs: Uint32Array, visit: (index: number, from: number, to: number, value: number) => void): void {
  for (let index = 0; 2 * index + 1 < pairs.length; index++) {
    const number = pairs[2 * index] ?? 0;
    if (number < 1 || number > doc.lines) continue;
    const line = doc.line(number);
    visit(index, line.from, line.to, pairs[2 * index + 1] ?? 0);
  }
}

function lineSets(doc: Text, { marks, chips, chipTexts }: LineDecorations): LineSets {
  const content: Range<Decoration>[] = [];
  const gutter: Range<GutterMarker>[] = [];
  const ends: Range<Decoration>[] = [];
  eachLine(doc, marks, (_, from, _to, kind) => {
    const line = MARK_LINES[kind];
    const marker = MARK_GUTTERS[kind];
    if (line !== undefined) content.push(line.range(from));
    if (marker !== undefined) gutter.push(marker.range(from));
  });
  eachLine(doc, chips, (index, from, to, state) => {
    const name = CHIP_STATES[state];
    const text = chipTexts[index];
    if (name === undefined || text === undefined) return;
    ends.push(CHIP_LINE.range(from));
    ends.push(Decoration.widget({ widget: new Chip(text, name), side: 1 }).range(to));
  });
  return { content: Decoration.set(content, true), gutter: RangeSet.of(gutter, true), chips: Decoration.set(ends, true) };
}

function same(a: LineSets, b: LineSets): boolean {
  return RangeSet.eq([a.content, a.chips], [b.content, b.chips]) && RangeSet.eq([a.gutter], [b.gutter]);
}

const decoratedLines = StateField.define<LineSets>({
  create: () => ({ content: Decoration.none, gutter: RangeSet.empty, chips: Decoration.none }),
  update(value, { changes, docChanged, effects, newDoc }) {
    for (const effect of effects) {
      if (effect.is(setLines)) {
        const sets = lineSets(newDoc, effect.value);
        return same(sets, value) ? value : sets;
      }
    }
    if (!docChanged) return value;
    return { content: value.content.map(changes), gutter: value.gutter.map(changes), chips: value.chips.map(changes) };
  },
  provide: (field) => [
    EditorView.decorations.from(field, (value) => value.content),
    gutterLineClass.from(field, (value) => value.gutter),
  ],
});

/** The chips at the ends of the lines of a text that has [`lineDecorations`], whether they are shown or not. */
export const chipsOf = (state: EditorState): DecorationSet => state.field(decoratedLines).chips;

/**
 * Shows the chips in an editor inside `host`, where the page asks for them (see theme.ts). Elsewhere none are made: hidden ones
 * would slow down every key.
 */
export const chips = (host: Element): Extension =>
  ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      // The editor is put into its host only when it is made.
      private shown = showsChips(host);

      constructor(view: EditorView) {
        this.decorations = this.made(view);
      }

      update({ geometryChanged, view }: ViewUpdate): void {
        // A page that becomes narrow gives the text another width.
        if (geometryChanged) this.shown = showsChips(view.dom);
        this.decorations = this.made(view);
      }

      private made({ state }: EditorView): DecorationSet {
        return this.shown ? chipsOf(state) : Decoration.none;
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );

function showsChips(element: Element): boolean {
  const display = getComputedStyle(element).getPropertyValue("--chip-display").trim();
  return display !== "" && display !== "none";
}

const ACTIVE_LINE = Decoration.line({ class: "cm-activeLine" });
const ACTIVE_GUTTER = new GutterClass("cm-activeLineGutter");

/** The starts of the lines with a cursor. A line with a selection is left out: its background would hide the selection. */
function cursorLines(state: EditorState): number[] {
  const starts = new Set<number>();
  for (const range of state.selection.ranges) {
    if (range.empty) starts.add(state.doc.lineAt(range.head).from);
  }
  return [...starts].sort((a, b) => a - b);
}

const activeLines: Extension = [
  EditorView.decorations.compute(["doc", "selection"], (state) =>
    Decoration.set(cursorLines(state).map((from) => ACTIVE_LINE.range(from))),
  ),
  gutterLineClass.compute(["doc", "selection"], (state) =>
    RangeSet.of(cursorLines(state).map((from) => ACTIVE_GUTTER.range(from))),
  ),
];

export const lineDecorations: Extension = [activeLines, decoratedLines];
