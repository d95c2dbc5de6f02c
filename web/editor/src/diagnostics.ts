// Diagnostics: a wavy line under the place and the message in a tooltip, on hover and when the cursor is moved there.

import { StateEffect, StateField, type EditorState, type Extension, type Range, type Text } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  WidgetType,
  hoverTooltip,
  keymap,
  showTooltip,
  type DecorationSet,
  type Tooltip,
} from "@codemirror/view";
import { underlined } from "./drawn";
import { SEVERITIES } from "./names";

/** Diagnostics as flat triples, with their messages apart. */
export interface Diagnostics {
  /** Triples `(from, to, severity)`, in any order; they may overlap. */
  diagnostics: Uint32Array;
  /** The message of each, in the order of `diagnostics`. */
  messages: readonly string[];
}

/** Replaces all diagnostics. */
export const setDiagnostics = StateEffect.define<Diagnostics>();

const closeTip = StateEffect.define<null>();

interface Finding {
  severity: string;
  message: string;
}

/** Marks a diagnostic on an empty line, which has no text to underline. */
class EmptyPlace extends WidgetType {
  constructor(readonly severity: string) {
    super();
  }

  override eq(other: EmptyPlace): boolean {
    return this.severity === other.severity;
  }

  override toDOM(): HTMLElement {
    const place = document.createElement("span");
    place.className = `cm-diagnostic cm-diagnostic-${this.severity}`;
    place.textContent = "\u00a0\u00a0";
    return place;
  }
}

/** The place to underline. It is empty on an empty line. */
function place(doc: Text, from: number, to: number): { from: number; to: number } {
  const start = Math.min(from, to, doc.length);
  const end = Math.min(Math.max(from, to), doc.length);
  if (start < end) return { from: start, to: end };
  return underlined(start, doc.lineAt(start));
}

function underlines(doc: Text, { diagnostics, messages }: Diagnostics): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  messages.forEach((message, index) => {
    const severity = SEVERITIES[diagnostics[3 * index + 2] ?? 0] ?? SEVERITIES[0];
    const { from, to } = place(doc, diagnostics[3 * index] ?? 0, diagnostics[3 * index + 1] ?? 0);
    const finding: Finding = { severity, message };
    const decoration =
      from < to
        ? Decoration.mark({ class: `cm-diagnostic cm-diagnostic-${severity}`, finding })
        : Decoration.widget({ widget: new EmptyPlace(severity), side: 1, finding });
    ranges.push(decoration.range(from, to));
  });
  return Decoration.set(ranges, true);
}

const found = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setDiagnostics)) return underlines(transaction.newDoc, effect.value);
    }
    return value.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** A tooltip with what was found at a position, or `null` where nothing was. */
function tipAt(state: EditorState, position: number): Tooltip | null {
  const findings: Finding[] = [];
  let start = position;
  let end = position;
  state.field(found).between(position, position, (from, to, decoration) => {
    findings.push((decoration.spec as { finding: Finding }).finding);
    start = Math.min(start, from);
    end = Math.max(end, to);
  });
  if (findings.length === 0) return null;
  return {
    pos: start,
    end,
    // The lines below are the ones that are read next.
    above: true,
    create: () => {
      const dom = document.createElement("div");
      dom.className = "cm-tip";
      dom.setAttribute("role", "tooltip");
      for (const { severity, message } of findings) {
        const line = dom.appendChild(document.createElement("p"));
        line.className = `cm-tip-${severity}`;
        line.textContent = message;
      }
      return { dom };
    },
  };
}

/** The tooltip at the cursor. It comes when somebody moves the cursor, not while text is typed, which is often wrong half way. */
const cursorTip = StateField.define<Tooltip | null>({
  create: () => null,
  update(value, transaction) {
    if (transaction.docChanged) return null;
    for (const effect of transaction.effects) {
      if (effect.is(closeTip)) return null;
      if (effect.is(setDiagnostics) && value !== null) return tipAt(transaction.state, transaction.state.selection.main.head);
    }
    if (!transaction.selection) return value;
    const { main } = transaction.state.selection;
    // Where the page went, such as to the line of a row that was clicked, nobody asked for it, and it would cover the lines above.
    if (!transaction.isUserEvent("select")) return null;
    return main.empty ? tipAt(transaction.state, main.head) : null;
  },
  provide: (field) => showTooltip.from(field),
});

const hoverTip = hoverTooltip(
  (view, position) => {
    const shown = view.hasFocus ? view.state.field(cursorTip) : null;
    const covered = shown !== null && shown.pos <= position && position <= (shown.end ?? shown.pos);
    return covered ? null : tipAt(view.state, position);
  },
  { hideOnChange: true },
);

const closeOnEscape = keymap.of([
  {
    key: "Escape",
    run: (view) => {
      if (view.state.field(cursorTip) === null) return false;
      view.dispatch({ effects: closeTip.of(null) });
      return true;
    },
  },
]);

export const diagnosticDecorations: Extension = [found, cursorTip, hoverTip, closeOnEscape];
