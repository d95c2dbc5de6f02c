// An editor that comes when somebody goes into its text: by pointer, touch or keyboard. Until then the text stands still, and it
// can be read, selected and changed by the page; so who only reads loads no editor.

import type { Callbacks, Decorations, Editor, Options } from "./editor";
import { StillText } from "./still";
import { withUnitLineBreaks } from "./text";

type Create = (parent: HTMLElement, options: Options, callbacks: Callbacks) => Editor;

/** A longer text is left to the editor, which draws only what is in view. */
const MOST_LINES = 3_000;

/** `load` ends when `create` gives an editor, or what takes its place. */
export function createLater(
  parent: HTMLElement,
  options: Options,
  callbacks: Callbacks,
  load: () => Promise<unknown>,
  create: Create,
): Editor {
  let editor: Editor | null = null;
  let opened = options;
  let pushed: Decorations | null = null;
  /** The revision of the text; from when the editor is there, that of the text with which it began. */
  let revision = 0;
  let cursor = 0;
  let reported = "";
  let asked = false;
  let gone = false;
  /** The pointer went down on the text, so what is selected is what it selected. */
  let pointed = false;
  /** What was typed while the editor was on its way. */
  let typed = "";
  let released = Promise.resolve();

  const still = new StillText(() => {
    showAll();
    still.dom.focus({ preventScroll: true });
  });

  function showAll(): void {
    const { lines: _, ...rest } = opened;
    opened = rest;
    if (still.showAll(pushed)) measure();
  }

  function measure(): void {
    // Behind another tab nothing has a place.
    if (editor !== null || still.dom.offsetHeight === 0) return;
    const places = Float64Array.from(Array.from(pushed?.rows ?? []).flatMap((line) => still.place(line)));
    if (places.join() === reported) return;
    reported = places.join();
    callbacks.geometry(places);
  }

  function show(document: Options): void {
    opened = document;
    pushed = null;
    pointed = false;
    revision++;
    still.open(document, withUnitLineBreaks(document.text));
    measure();
    if (still.count > MOST_LINES) void come();
  }

  function choose(offset: number): void {
    cursor = offset;
    const line = still.lineOf(offset);
    still.choose(line);
    callbacks.cursor(line, offset);
  }

  /** The editor takes the place of the text: with the cursor, the focus and all that was found out. */
  async function come(): Promise<void> {
    if (asked) return;
    asked = true;
    still.dom.setAttribute("aria-busy", "true");
    await load();
    // Not under a pointer that selects.
    for (let waited: Promise<void> | null = null; waited !== released; ) await (waited = released);
    if (gone) return;
    const selection = (pointed ? still.selection() : null) ?? { anchor: cursor, head: cursor };
    const focused = still.dom === document.activeElement;
    const told: Callbacks = { ...callbacks, changed: (text, next) => callbacks.changed(text, revision + next) };
    editor = create(parent, { ...opened, selection }, told);
    watch.disconnect();
    still.dom.remove();
    if (pushed !== null) editor.push(0, pushed);
    if (focused) editor.focus();
    if (typed !== "") editor.type(typed);
  }

  still.dom.addEventListener("focus", () => void come());
  still.dom.addEventListener("pointerdown", () => {
    pointed = true;
    released = new Promise((resolve) => {
      // Where a menu comes, the end of the press may not be told.
      for (const event of ["pointerup", "pointercancel", "contextmenu"]) addEventListener(event, () => resolve(), { once: true });
    });
  });
  still.dom.addEventListener("click", () => {
    const selected = still.selection();
    if (selected !== null) choose(selected.head);
  });
  still.dom.addEventListener("keydown", (event) => {
    const { key } = event;
    const commands = event.ctrlKey || event.metaKey;
    if (key === "Enter" && commands) callbacks.build();
    else if (event.target !== still.dom || commands || event.altKey || opened.readOnly === true) return;
    else if (key === "Enter") typed += "\n";
    else if (key === "Backspace") typed = typed.slice(0, -1);
    else if ([...key].length === 1) typed += key;
    else return;
    event.preventDefault();
  });
  const watch = new ResizeObserver(measure);
  watch.observe(still.dom);
  parent.append(still.dom);
  show(options);
  revision = 0;
  still.choose(1);

  return {
    text: () => editor?.text() ?? opened.text,
    open(document) {
      if (editor !== null) return revision + editor.open(document);
      show(document);
      choose(0);
      return revision;
    },
    replace(text) {
      if (editor !== null) return revision + editor.replace(text);
      if (text === opened.text) return revision;
      show({ ...opened, text });
      cursor = Math.min(cursor, withUnitLineBreaks(text).length);
      still.choose(still.lineOf(cursor));
      return revision;
    },
    push(pushedRevision, decorations) {
      if (editor !== null) {
        editor.push(pushedRevision - revision, decorations);
      } else if (pushedRevision === revision) {
        pushed = decorations;
        still.draw(decorations);
        measure();
      }
    },
    reveal(line) {
      if (editor !== null) {
        editor.reveal(line);
        return;
      }
      const wanted = Math.min(Math.max(Math.trunc(line), 1), still.count);
      if (still.place(wanted)[0] === Infinity) showAll();
      pointed = false;
      choose(still.startOf(wanted));
      scrollTo(still.place(wanted)[0], parent.closest<HTMLElement>(".sheet"));
    },
    focus() {
      if (editor !== null) editor.focus();
      // What the page does by itself is no reason to take the focus in a page of somebody else.
      else if (navigator.userActivation?.hasBeenActive !== false) still.dom.focus({ preventScroll: true });
    },
    type(text) {
      if (editor !== null) editor.type(text);
      else typed += text;
    },
    destroy() {
      gone = true;
      watch.disconnect();
      if (editor !== null) editor.destroy();
      else still.dom.remove();
    },
  };
}

/** Scrolls a line into view where it is not, with a little room around it, as the editor does. */
function scrollTo(top: number, scroller: HTMLElement | null): void {
  if (scroller === null || top === Infinity) return;
  const room = 44;
  if (top - room < scroller.scrollTop) scroller.scrollTop = Math.max(top - room, 0);
  else if (top + 2 * room > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + 2 * room - scroller.clientHeight;
}
