// The card about what stands at a place: under the pointer, at the cursor by a key, or under a finger that stays there.

import { StateEffect, StateField, type EditorState } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap, showTooltip, type Tooltip } from "@codemirror/view";
import type { Extension } from "@codemirror/state";
import type { Answers, Card } from "../answers";
import { textOf } from "./text";

const setCard = StateEffect.define<Tooltip | null>();

/** A finger that stays for so long asks for the card, if it moves no further than this. */
const PRESS_MS = 450;
const PRESS_PIXELS = 10;

function element(parent: HTMLElement, name: string, className: string, text: string): HTMLElement {
  const child = parent.appendChild(document.createElement(name));
  child.className = className;
  child.textContent = text;
  return child;
}

/** The card as it is shown. */
function cardDOM(card: Card): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "cm-card";
  dom.setAttribute("role", "tooltip");
  const head = element(dom, "p", "cm-card-head", "");
  element(head, "code", "cm-card-title", card.title);
  element(head, "span", "cm-card-kind", card.kind);
  if (card.text !== "") element(dom, "p", "cm-card-text", card.text);
  if (card.facts.length > 0) {
    const facts = element(dom, "dl", "cm-card-facts", "");
    for (let index = 0; index + 2 < card.facts.length; index += 3) {
      element(facts, "dt", "", card.facts[index] ?? "");
      const value = element(facts, "dd", "", "");
      element(value, card.facts[index + 2] === "code" ? "code" : "span", "", card.facts[index + 1] ?? "");
    }
  }
  if (card.topic !== "") {
    const link = dom.appendChild(document.createElement("a"));
    link.className = "cm-card-link";
    link.href = `#/learn/${card.topic}`;
    link.textContent = "More about this";
    // The card at the cursor goes away when the editor loses the focus, before the link would be followed.
    link.addEventListener("mousedown", (event) => event.preventDefault());
  }
  return dom;
}

/** The same as sentences, for those who hear the page. */
function spoken(card: Card): string {
  const facts: string[] = [];
  for (let index = 0; index + 2 < card.facts.length; index += 3) {
    facts.push(`${card.facts[index]}: ${card.facts[index + 1]}.`);
  }
  return [`${card.title}, ${card.kind}.`, card.text, ...facts].filter((part) => part !== "").join(" ");
}

function tooltip(card: Card): Tooltip {
  return {
    pos: card.from,
    end: card.to,
    // The lines below are the ones that are read next.
    above: true,
    create: () => ({ dom: cardDOM(card) }),
  };
}

/** The card at the cursor, until the cursor leaves what it is about or something is typed. (A finger that stays selects the
    word below it, which is no reason to take its card away.) */
const cursorCard = StateField.define<Tooltip | null>({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setCard)) return effect.value;
    }
    if (value === null || transaction.docChanged) return null;
    const { from, to } = transaction.selection?.main ?? { from: value.pos, to: value.pos };
    return from <= (value.end ?? value.pos) && to >= value.pos && (to > from || transaction.selection === undefined)
      ? value
      : null;
  },
  provide: (field) => showTooltip.from(field),
});

const close = (view: EditorView): boolean => {
  if (view.state.field(cursorCard) === null) return false;
  view.dispatch({ effects: setCard.of(null) });
  return true;
};

export function cards(answers: Answers): Extension {
  const ask = (state: EditorState, position: number): Card | null => answers.hover(textOf(state.doc), position);

  const hover = hoverTooltip(
    (view, position, side) => {
      const card = ask(view.state, position);
      // Right of the last character the pointer is behind the word.
      if (card === null || (position === card.to && side > 0) || (position === card.from && side < 0)) return null;
      const shown = view.state.field(cursorCard);
      return shown !== null && shown.pos === card.from ? null : tooltip(card);
    },
    { hideOnChange: true, hoverTime: 400 },
  );

  const show = (view: EditorView): boolean => {
    const card = ask(view.state, view.state.selection.main.head);
    view.dispatch({
      effects: [
        setCard.of(card === null ? null : tooltip(card)),
        EditorView.announce.of(card === null ? "Nothing is known about this place." : spoken(card)),
      ],
    });
    return true;
  };

  /** Waits whether a finger stays. */
  let press: { timer: number; x: number; y: number } | null = null;
  const release = (): void => {
    if (press !== null) clearTimeout(press.timer);
    press = null;
  };
  const touch = EditorView.domEventHandlers({
    touchstart(event, view) {
      release();
      const [finger, another] = event.touches;
      if (finger === undefined || another !== undefined) return;
      const { clientX: x, clientY: y } = finger;
      const timer = window.setTimeout(() => {
        press = null;
        const position = view.posAtCoords({ x, y });
        const card = position === null ? null : ask(view.state, position);
        if (card === null) return;
        view.dispatch({ effects: [setCard.of(tooltip(card)), EditorView.announce.of(spoken(card))] });
      }, PRESS_MS);
      press = { timer, x, y };
    },
    touchmove(event) {
      const [finger] = event.touches;
      if (press === null || finger === undefined) return;
      if (Math.hypot(finger.clientX - press.x, finger.clientY - press.y) > PRESS_PIXELS) release();
    },
    touchend: release,
    touchcancel: release,
  });

  const keys = keymap.of([
    { key: "Mod-k Mod-i", run: show, preventDefault: true },
    { key: "F1", run: show, preventDefault: true },
    { key: "Escape", run: close },
  ]);
  const leave = EditorView.domEventHandlers({ blur: (_, view) => void close(view) });
  return [cursorCard, hover, touch, keys, leave];
}
