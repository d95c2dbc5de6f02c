// A plain text field that does of an editor what cannot be done without: the text is shown, edited and told to the page, and the
// rows beside it stand at their lines. It has no colours, and its undo is the browser's.

import type { Callbacks, Decorations, Editor, Options } from "./editor";
import { lineBreakOf, withUnitLineBreaks } from "./text";

/** Where a line begins in a text whose line breaks are of one unit each. Lines count from 1. */
function startOf(text: string, line: number): number {
  let start = 0;
  for (let passed = 1; passed < line; passed++) {
    const end = text.indexOf("\n", start);
    if (end < 0) break;
    start = end + 1;
  }
  return start;
}

/** The line of an offset. */
function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

export function createTextField(parent: HTMLElement, options: Options, callbacks: Callbacks): Editor {
  const field = document.createElement("textarea");
  field.className = "text-field";
  field.spellcheck = false;
  field.autocapitalize = "off";
  field.setAttribute("autocorrect", "off");
  field.setAttribute("aria-describedby", "leave-hint");
  // A line is one row of the field, so that the rows beside it can be put at their lines.
  field.wrap = "off";

  let revision = 0;
  let lineBreak = "\n";
  let rows: ArrayLike<number> = [];
  let reported = "";
  let offset = -1;

  const text = (): string => (lineBreak === "\n" ? field.value : field.value.replaceAll("\n", lineBreak));

  /** As high as its text, as the page expects of an editor. */
  function fit(): void {
    field.rows = lineAt(field.value, field.value.length) + 1;
    const style = getComputedStyle(field);
    const height = Number.parseFloat(style.lineHeight);
    const above = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.borderTopWidth);
    const places = Array.from(rows).flatMap((line) => [above + (line - 1) * height, height]);
    if (places.join() === reported) return;
    reported = places.join();
    callbacks.geometry(Float64Array.from(places));
  }

  function show(document: Options): void {
    lineBreak = lineBreakOf(document.text);
    field.value = withUnitLineBreaks(document.text);
    field.setAttribute("aria-label", document.label);
    field.readOnly = document.readOnly ?? false;
    offset = -1;
  }

  function reportCursor(): void {
    if (field.selectionStart === offset) return;
    offset = field.selectionStart;
    callbacks.cursor(lineAt(field.value, offset), offset);
  }

  function edited(): void {
    revision++;
    fit();
    callbacks.changed(text(), revision);
    reportCursor();
  }

  show(options);
  const { anchor, head } = options.selection ?? { anchor: 0, head: 0 };
  field.setSelectionRange(Math.min(anchor, head), Math.max(anchor, head), head < anchor ? "backward" : "forward");
  field.addEventListener("input", edited);
  for (const event of ["keyup", "pointerup", "focus", "select"]) field.addEventListener(event, reportCursor);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    callbacks.build();
  });
  parent.append(field);

  return {
    text,
    open(document) {
      show(document);
      field.setSelectionRange(0, 0);
      revision++;
      fit();
      return revision;
    },
    replace(replacement) {
      const selected = field.selectionStart;
      lineBreak = lineBreakOf(replacement);
      field.value = withUnitLineBreaks(replacement);
      field.setSelectionRange(selected, selected);
      revision++;
      fit();
      return revision;
    },
    push(pushedRevision: number, decorations: Decorations) {
      if (pushedRevision !== revision) return;
      rows = decorations.rows;
      fit();
    },
    reveal(line) {
      const start = startOf(field.value, Math.trunc(line));
      field.setSelectionRange(start, start);
      reportCursor();
    },
    focus: () => field.focus(),
    type(typed) {
      if (field.readOnly) return;
      field.setRangeText(typed, field.selectionStart, field.selectionEnd, "end");
      edited();
    },
    destroy: () => field.remove(),
  };
}
