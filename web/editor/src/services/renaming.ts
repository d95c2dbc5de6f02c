// Another name for a stage or a variable: a small form at the name.

import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { EditorView, keymap, showTooltip, type Tooltip, type TooltipView } from "@codemirror/view";
import type { Answers } from "../answers";
import { textOf } from "./text";

const setForm = StateEffect.define<Tooltip | null>();

const form = StateField.define<Tooltip | null>({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setForm)) return effect.value;
    }
    return transaction.docChanged || transaction.selection ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

/** Where the name stands that the position is in, and how often it is named. */
function nameAt(view: EditorView, answers: Answers, position: number): { from: number; to: number; count: number } | null {
  const pairs = answers.references(textOf(view.state.doc), position);
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    const from = pairs[index] ?? 0;
    const to = pairs[index + 1] ?? 0;
    // The `$` or the brace before the name counts as the name.
    if (from - 2 <= position && position <= to) return { from, to, count: pairs.length / 2 };
  }
  return null;
}

function times(count: number): string {
  return count === 1 ? "1 place" : `${count} places`;
}

function formView(view: EditorView, answers: Answers, position: number, name: string, count: number): TooltipView {
  const dom = document.createElement("form");
  dom.className = "cm-card cm-rename";
  const label = dom.appendChild(document.createElement("label"));
  label.textContent = `New name for ${name}, in ${times(count)}`;
  const input = label.appendChild(document.createElement("input"));
  input.type = "text";
  input.value = name;
  input.spellcheck = false;
  input.autocomplete = "off";
  input.setAttribute("autocapitalize", "off");
  const refusal = dom.appendChild(document.createElement("p"));
  refusal.className = "cm-rename-refusal";
  refusal.setAttribute("role", "alert");
  const buttons = dom.appendChild(document.createElement("div"));
  buttons.className = "cm-rename-buttons";
  const accept = buttons.appendChild(document.createElement("button"));
  accept.type = "submit";
  accept.className = "button";
  accept.textContent = "Rename";
  const cancel = buttons.appendChild(document.createElement("button"));
  cancel.type = "button";
  cancel.className = "button";
  cancel.textContent = "Cancel";

  const ask = () => answers.rename(textOf(view.state.doc), position, input.value.trim());
  const close = (): void => {
    view.dispatch({ effects: setForm.of(null) });
    view.focus();
  };
  const say = (text: string): void => {
    refusal.textContent = text;
    input.setAttribute("aria-invalid", String(text !== ""));
  };
  input.addEventListener("input", () => say(input.value.trim() === "" ? "" : ask().refusal));
  cancel.addEventListener("click", close);
  dom.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });
  dom.addEventListener("submit", (event) => {
    event.preventDefault();
    const insert = input.value.trim();
    if (insert === name) return close();
    const { refusal, edits } = ask();
    if (refusal !== "") return say(refusal);
    const changes = [];
    for (let index = 0; index + 1 < edits.length; index += 2) {
      changes.push({ from: edits[index] ?? 0, to: edits[index + 1] ?? 0, insert });
    }
    view.dispatch({
      changes,
      effects: [setForm.of(null), EditorView.announce.of(`Renamed to ${insert} in ${times(changes.length)}`)],
      userEvent: "input.rename",
      scrollIntoView: true,
    });
    view.focus();
  });
  return {
    dom,
    mount() {
      input.focus();
      input.select();
    },
  };
}

export function renaming(answers: Answers): Extension {
  const open = (view: EditorView): boolean => {
    if (view.state.readOnly) return false;
    const position = view.state.selection.main.head;
    const found = nameAt(view, answers, position);
    if (found === null) {
      const { refusal } = answers.rename(textOf(view.state.doc), position, "name");
      view.dispatch({ effects: [setForm.of(message(position, refusal)), EditorView.announce.of(refusal)] });
      return true;
    }
    const { from, to, count } = found;
    const name = view.state.sliceDoc(from, to);
    const tooltip: Tooltip = {
      pos: from,
      above: false,
      strictSide: false,
      create: (view) => formView(view, answers, position, name, count),
    };
    view.dispatch({ effects: setForm.of(tooltip) });
    return true;
  };
  const close = (view: EditorView): boolean => {
    if (view.state.field(form) === null) return false;
    view.dispatch({ effects: setForm.of(null) });
    return true;
  };
  return [
    form,
    keymap.of([
      { key: "F2", run: open, preventDefault: true },
      { key: "Escape", run: close },
    ]),
  ];
}

/** Says why there is nothing to rename. */
function message(position: number, text: string): Tooltip {
  return {
    pos: position,
    above: true,
    create: () => {
      const dom = document.createElement("div");
      dom.className = "cm-card";
      const line = dom.appendChild(document.createElement("p"));
      line.className = "cm-card-text";
      line.textContent = text;
      return { dom };
    },
  };
}
