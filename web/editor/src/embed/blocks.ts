// Code blocks that are marked: each gets an element behind it, which hides the block once the playground works. The block
// stays where it is, as frameworks that made it expect, and is what is printed.

import { NAME, type PlaygroundElement } from "./playground";
import { textOf } from "./source";

/** What marks a block: on the block, its code, or an element around it. */
const MARKED = "[data-layerlab], .layerlab";

interface Shown {
  element: PlaygroundElement;
  text: string;
  options: string;
}

/** What the script's own attributes say for all blocks. */
export interface Defaults {
  /** Which blocks, as a selector; null for those that are marked. */
  selector: string | null;
  /** Options for all of them. */
  options: string;
}

export function watch({ selector, options }: Defaults): void {
  const shown = new Map<Element, Shown>();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("@media screen { [data-layerlab-shown] { display: none !important; } }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

  const show = (block: Element, marks: readonly Element[]): void => {
    const text = textOf(block);
    const given = (name: string): string[] => marks.flatMap((mark) => mark.getAttribute(name) ?? []);
    const own = [options, ...given("data-layerlab")].filter((part) => part !== "").join("&");
    const before = shown.get(block);
    if (before !== undefined && before.element.parentNode === block.parentNode && block.isConnected) {
      if (before.text === text && before.options === own) return;
      Object.assign(before, { text, options: own });
      before.element.setAttribute("options", own);
      return before.element.again();
    }
    before?.element.remove();
    if (text.trim() === "") return;
    const element = document.createElement(NAME) as PlaygroundElement;
    element.block = block;
    element.setAttribute("options", own);
    for (const name of ["title", "sandbox", "events"]) {
      const [value] = given(`data-layerlab-${name}`);
      if (value !== undefined) element.setAttribute(name, value);
    }
    shown.set(block, { element, text, options: own });
    block.after(element);
  };

  const scan = (): void => {
    for (const [block, { element }] of shown) {
      if (block.isConnected) continue;
      element.remove();
      shown.delete(block);
    }
    // A block may be marked more than once, on itself and on its code.
    const marks = new Map<Element, Element[]>();
    for (const mark of document.querySelectorAll(selector ?? MARKED)) {
      const block = mark.closest("pre") ?? mark.querySelector("pre");
      if (block !== null && block.closest(NAME) === null) marks.set(block, [...(marks.get(block) ?? []), mark]);
    }
    for (const [block, own] of marks) show(block, own);
  };

  // Pages that change without being loaded anew: what came gets its playground, and what went loses it.
  let waiting = false;
  const observer = new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      scan();
    });
  });
  scan();
  observer.observe(document.documentElement, { childList: true, subtree: true });
}
