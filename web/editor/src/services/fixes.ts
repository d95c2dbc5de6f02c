// Fixes for what is found at the cursor: a list below the line, asked for by a key. What a fix would save is worked out by
// the page, which takes a moment, so nothing is asked before the key is pressed.

import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { EditorView, keymap, showTooltip, type Tooltip } from "@codemirror/view";
import type { Answers, Fixes } from "../answers";
import { textOf } from "./text";

const setList = StateEffect.define<Tooltip | null>();

/** The list, until something is chosen or typed. */
const list = StateField.define<Tooltip | null>({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setList)) return effect.value;
    }
    // A selection that is set again as it was, as when the editor gets the focus back, is none that changed.
    const moved = !transaction.newSelection.eq(transaction.startState.selection);
    return transaction.docChanged || moved ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

/** Closes the list and goes on where the cursor is. */
function close(view: EditorView): void {
  view.dispatch({ effects: setList.of(null) });
  view.focus();
}

/** Moves the focus up or down among the buttons of the list, round at its ends. */
function move(dom: HTMLElement, step: number): void {
  const buttons = [...dom.querySelectorAll("button")];
  const at = buttons.findIndex((button) => button === dom.ownerDocument.activeElement);
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}

function listDOM(view: EditorView, fixes: Fixes, choose: (index: number) => void): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "cm-card cm-fixes";
  dom.setAttribute("role", "group");
  dom.setAttribute("aria-label", "Fixes for this line");
  fixes.titles.forEach((title, index) => {
    const button = dom.appendChild(document.createElement("button"));
    button.type = "button";
    button.appendChild(document.createElement("b")).textContent = title;
    const gain = fixes.gains[index] ?? "";
    if (gain !== "") button.appendChild(document.createElement("span")).textContent = gain;
    button.addEventListener("click", () => choose(index));
  });
  dom.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(view);
    else if (event.key === "ArrowDown") move(dom, 1);
    else if (event.key === "ArrowUp") move(dom, -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return dom;
}

export function fixes(answers: Answers): Extension {
  const show = (view: EditorView): boolean => {
    const offset = view.state.selection.main.head;
    const text = textOf(view.state.doc);
    const found = answers.fixes(text, offset);
    if (found === null || found.titles.length === 0) {
      view.dispatch({ effects: [setList.of(null), EditorView.announce.of("There is no fix for this line.")] });
      return true;
    }
    const choose = (index: number): void => {
      close(view);
      answers.fix(text, offset, index);
    };
    const tooltip: Tooltip = {
      pos: view.state.doc.lineAt(offset).from,
      create: () => {
        const dom = listDOM(view, found, choose);
        return { dom, mount: () => dom.querySelector("button")?.focus() };
      },
    };
    view.dispatch({ effects: setList.of(tooltip) });
    return true;
  };
  return [list, keymap.of([{ key: "Mod-.", run: show, preventDefault: true }])];
}
