// The code editor of the page. This module is all that the page knows of CodeMirror.
//
// The editor owns the text. It tells the page of every edit a user makes, with a revision number, and the page pushes back
// what it found out about that revision; what was found out about an older one is dropped. Offsets are UTF-16 units, a
// line break always counts as one unit, lines count from 1.
//
// The editor is as high as its text and does not scroll by itself: the page puts it, together with what stands beside the
// lines, into one element that scrolls both. CodeMirror finds that element by itself.

import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { Annotation, EditorState, Transaction, type Extension } from "@codemirror/state";
import { EditorView, drawSelection, highlightSpecialChars, keymap, lineNumbers, type ViewUpdate } from "@codemirror/view";
import type { Answers } from "./answers";
import { diagnosticDecorations, setDiagnostics, type Diagnostics } from "./diagnostics";
import { Early } from "./early";
import { foldsByLine, setFolds } from "./folds";
import { INVISIBLE } from "./invisible";
import { LazyServices } from "./lazy";
import { chips, lineDecorations, setLines, type LineDecorations } from "./lines";
import { isHidden, part, showAll, type Lines } from "./part";
import { rowGeometry, setRows } from "./rows";
import { highlighting, setTags } from "./tags";
import { lineBreakOf, smallestEdit, withUnitLineBreaks } from "./text";
import { theme } from "./theme";
import { keepTyped, takeTyped } from "./typed";

/** A document and how it is shown. */
export interface Options {
  text: string;
  /** The accessible name of the text field. */
  label: string;
  readOnly?: boolean;
  lineNumbers?: boolean;
  /** Wraps long lines instead of scrolling sideways. */
  wrap?: boolean;
  /** The page answers questions about this document. */
  answers?: boolean;
  /** Only these lines are shown at first, the first and the last one. */
  lines?: Lines;
  /** What is selected at first, as offsets; else the cursor stands at the beginning. */
  selection?: { anchor: number; head: number };
}

/** What the editor tells the page, and asks it. */
export interface Callbacks extends Answers {
  /** The user changed the text. */
  changed(text: string, revision: number): void;
  /** The main cursor is at another place: its line and its offset in the text. */
  cursor(line: number, offset: number): void;
  /**
   * Lines with a row are at other places, or have another height: for each, in the order of `Decorations.rows`, how many
   * pixels it is below the editor's top edge, Infinity if it is folded into one above it, and how many it is high.
   */
  geometry(places: Float64Array): void;
  /** Ctrl-Enter, or Cmd-Enter on a Mac. */
  build(): void;
}

/** What the page has found out about one revision. Each push replaces all that was pushed before. */
export interface Decorations extends Diagnostics, LineDecorations {
  /** Highlighting: triples `(from, to, tag)`, in text order, not overlapping. */
  tags: Uint32Array;
  /** The lines that have a row beside them. */
  rows: Uint32Array;
  /** What can be folded: pairs of the first and the last line, in the order of the first, the longer first. */
  folds: Uint32Array;
}

/** An editor in the page. */
export interface Editor {
  text(): string;
  /** Shows another document, with an undo history of its own. Calls no `changed`. Returns the new revision. */
  open(options: Options): number;
  /** Changes the text of the document as one step that can be undone. Calls no `changed`. Returns the revision. */
  replace(text: string): number;
  push(revision: number, decorations: Decorations): void;
  /** Puts the cursor on a line and scrolls it into view. */
  reveal(line: number): void;
  focus(): void;
  /** Puts a text in the place of what is selected, as if it were typed. */
  type(text: string): void;
  destroy(): void;
}

/** Marks what the page itself did, of which it need not be told. */
const byPage = Annotation.define<boolean>();

/** An editor of CodeMirror. */
export interface CodeEditor extends Editor {
  /** Whether a letter or a word is being composed of several keys. */
  composing(): boolean;
}

export function createEditor(parent: HTMLElement, options: Options, callbacks: Callbacks): CodeEditor {
  let revision = 0;
  let lineBreak = lineBreakOf(options.text);
  let cursor = { line: 0, offset: -1 };
  let { label, text: before } = options;

  const services = new LazyServices(callbacks);

  const text = (): string => view.state.doc.sliceString(0, view.state.doc.length, lineBreak);

  function reportCursor(state: EditorState): void {
    const offset = state.selection.main.head;
    const line = state.doc.lineAt(offset).number;
    if (cursor.line === line && cursor.offset === offset) return;
    cursor = { line, offset };
    callbacks.cursor(line, offset);
  }

  function updated(update: ViewUpdate): void {
    if (update.docChanged) {
      revision++;
      if (!update.transactions.every((transaction) => transaction.annotation(byPage) === true)) {
        const typed = text();
        keepTyped(label, before, typed);
        callbacks.changed(typed, revision);
      }
    }
    if (update.docChanged || update.selectionSet) reportCursor(update.state);
  }

  const fixed: Extension = [
    keymap.of([{ key: "Mod-Enter", run: () => (callbacks.build(), true) }]),
    highlighting,
    lineDecorations,
    chips(parent),
    diagnosticDecorations,
    foldsByLine,
    rowGeometry((places) => callbacks.geometry(places)),
    highlightSpecialChars({ addSpecialChars: INVISIBLE }),
    history(),
    // Draws all selections where there are several. The caret rests for those who asked for less motion.
    drawSelection({ cursorBlinkRate: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 1200 }),
    // Tab is not among these keys: it moves the focus on, as everywhere in the page.
    keymap.of([...defaultKeymap, ...historyKeymap]),
    EditorState.allowMultipleSelections.of(true),
    EditorState.languageData.of(() => [{ commentTokens: { line: "#" } }]),
    EditorView.updateListener.of(updated),
    // Else the browser edits the content first, with inline styles that the page's policy forbids: where nothing may be
    // typed, and where what is typed replaces a selection. All other letters are left to the browser: one that was written here
    // right after a click into an empty text could come behind the next ones.
    EditorView.domEventHandlers({
      beforeinput(event, view) {
        const { state } = view;
        const { data } = event;
        const replaces = event.inputType === "insertText" && !event.isComposing && data !== null;
        if (state.readOnly) {
          event.preventDefault();
        } else if (replaces && (!state.selection.main.empty || data.length > 1)) {
          event.preventDefault();
          view.dispatch(state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
        } else {
          return false;
        }
        return true;
      },
    }),
    theme,
  ];

  function stateOf(document: Options): EditorState {
    const numbered = document.lineNumbers ?? true;
    return EditorState.create({
      doc: document.text,
      ...(document.selection === undefined ? {} : { selection: document.selection }),
      extensions: [
        fixed,
        // The page says there how the editor is left by keyboard.
        EditorView.contentAttributes.of({
          "aria-label": document.label,
          "aria-describedby": "leave-hint",
          tabindex: "0",
        }),
        EditorState.readOnly.of(document.readOnly ?? false),
        numbered ? lineNumbers() : EditorView.editorAttributes.of({ class: "cm-plain" }),
        document.wrap === true ? EditorView.lineWrapping : [],
        // Behind the line numbers, whose room the marks of folds use.
        document.answers === true ? services.extension() : [],
        document.lines === undefined
          ? []
          : part(document.lines, (transaction) => transaction.annotation(byPage) === true),
      ],
    });
  }

  function replace(replacement: string): void {
    lineBreak = lineBreakOf(replacement);
    const edit = smallestEdit(view.state.doc.toString(), withUnitLineBreaks(replacement));
    if (edit === null) return;
    view.dispatch({
      changes: edit,
      annotations: [byPage.of(true), isolateHistory.of("full"), Transaction.userEvent.of("input.replace")],
    });
  }

  function begin(document: Options): void {
    ({ label, text: before } = document);
    const typed = document.readOnly === true ? null : takeTyped(label, before);
    if (typed === null) return;
    replace(typed);
    callbacks.changed(typed, revision);
  }

  const view = new EditorView({ parent, state: stateOf(options) });
  services.watch(view);
  if (options.selection !== undefined) reportCursor(view.state);
  begin(options);

  return {
    text,
    open(document) {
      lineBreak = lineBreakOf(document.text);
      revision++;
      view.setState(stateOf(document));
      view.dispatch({ effects: EditorView.scrollIntoView(0) });
      reportCursor(view.state);
      begin(document);
      return revision;
    },
    replace(replacement) {
      before = replacement;
      replace(replacement);
      return revision;
    },
    push(pushedRevision, decorations) {
      if (pushedRevision !== revision) return;
      view.dispatch({
        effects: [
          setTags.of(decorations.tags),
          setDiagnostics.of(decorations),
          setLines.of(decorations),
          setRows.of(decorations.rows),
          setFolds.of(decorations.folds),
        ],
      });
    },
    reveal(line) {
      const { doc } = view.state;
      const start = doc.line(Math.min(Math.max(Math.trunc(line), 1), doc.lines)).from;
      view.dispatch({
        selection: { anchor: start },
        effects: [
          EditorView.scrollIntoView(start, { y: "nearest", yMargin: 44 }),
          ...(isHidden(view.state, start) ? [showAll.of(null)] : []),
        ],
      });
    },
    focus: () => view.focus(),
    composing: () => view.compositionStarted,
    type(text) {
      if (view.state.readOnly) return;
      view.dispatch(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
    },
    destroy() {
      services.stop();
      view.destroy();
    },
  };
}

/** The editor of the page's frame, from when this module is there; nothing if there is no frame to be edited. */
export const early = Early.inFrame(createEditor);
