// From a name to its definition, and from mention to mention.

import type { Extension } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import type { Answers } from "../answers";
import { textOf } from "./text";

/** Puts the cursor on a name, selected, so that it is seen at once. */
function goTo(view: EditorView, from: number, to: number, said: string): void {
  view.dispatch({
    selection: { anchor: from, head: to },
    effects: [
      EditorView.scrollIntoView(from, { y: "nearest", yMargin: 44 }),
      EditorView.announce.of(`${said}, line ${view.state.doc.lineAt(from).number}`),
    ],
    userEvent: "select",
  });
}

/** Goes to the mention after the place, or from the last one to the first. */
function nextMention(view: EditorView, answers: Answers, position: number): boolean {
  const pairs = answers.references(textOf(view.state.doc), position);
  const count = pairs.length / 2;
  if (count < 2) return false;
  let next = 0;
  while (next < count && (pairs[2 * next] ?? 0) <= position) next++;
  const index = next === count ? 0 : next;
  goTo(view, pairs[2 * index] ?? 0, pairs[2 * index + 1] ?? 0, `Mention ${index + 1} of ${count}`);
  return true;
}

/** Goes to the definition; from the definition itself to the next mention. */
function define(view: EditorView, answers: Answers, position: number): boolean {
  const [from, to] = answers.definition(textOf(view.state.doc), position);
  if (from === undefined || to === undefined) return false;
  if (from <= position && position <= to) return nextMention(view, answers, position);
  goTo(view, from, to, "Definition");
  return true;
}

export function navigation(answers: Answers): Extension {
  const says = (view: EditorView): boolean => {
    view.dispatch({ effects: EditorView.announce.of("No stage or variable of this file stands here.") });
    return true;
  };
  return [
    keymap.of([
      {
        key: "F12",
        run: (view) => define(view, answers, view.state.selection.main.head) || says(view),
        shift: (view) => nextMention(view, answers, view.state.selection.main.head) || says(view),
        preventDefault: true,
      },
    ]),
    EditorView.domEventHandlers({
      mousedown(event, view) {
        const isAsked = event.button === 0 && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
        if (!isAsked) return false;
        const position = view.posAtCoords({ x: event.clientX, y: event.clientY });
        // Elsewhere a click with the key adds a cursor.
        if (position === null || !define(view, answers, position)) return false;
        event.preventDefault();
        view.focus();
        return true;
      },
    }),
  ];
}
