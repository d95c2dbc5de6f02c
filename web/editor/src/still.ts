// A text that is shown and cannot be edited yet. It looks like the editor that takes its place later (later.ts), down to where
// each line is broken: web/styles/still.css has what theme.ts has.

import { chip, hiddenLines } from "./drawn";
import type { Decorations, Options } from "./editor";
import { stillLines, type StillLine } from "./pieces";

/** What is selected in a text. */
export interface Selection {
  anchor: number;
  head: number;
}

export class StillText {
  readonly dom = document.createElement("div");
  /** The text with line breaks of one unit each. */
  private text = "";
  private lines: StillLine[] = [];
  private elements: HTMLElement[] = [];
  /** What each line was made of. */
  private made: string[] = [];
  /** The first and the last line that are shown. */
  private shown: readonly [number, number] = [1, Infinity];
  private chosen: HTMLElement | null = null;
  /** Where nodes begin and end in the text. */
  private places = new WeakMap<Node, readonly [number, number]>();

  /** `allShown` is called when somebody asks for the lines that are not shown. */
  constructor(private readonly allShown: () => void) {
    this.dom.className = "still";
    this.dom.tabIndex = 0;
    this.dom.setAttribute("role", "textbox");
    this.dom.setAttribute("aria-multiline", "true");
    // The page says there how the editor is left by keyboard, which this is as soon as it has the focus.
    this.dom.setAttribute("aria-describedby", "leave-hint");
  }

  /** Shows a text; `text` is that of `document` with line breaks of one unit each. */
  open(document: Options, text: string): void {
    this.dom.setAttribute("aria-label", document.label);
    this.dom.setAttribute("aria-readonly", String(document.readOnly ?? false));
    this.dom.classList.toggle("still-plain", document.lineNumbers === false);
    this.dom.classList.toggle("still-wide", document.wrap !== true);
    this.text = text;
    const count = text.split("\n").length;
    const [first, last] = document.lines ?? [1, Infinity];
    this.shown = first > count ? [1, Infinity] : [first, last];
    this.draw(null);
  }

  draw(decorations: Decorations | null): void {
    this.lines = stillLines(this.text, decorations);
    this.dom.style.setProperty("--digits", String(String(this.lines.length).length));
    const elements = this.lines.map((line, index) => this.element(line, index));
    this.made.length = elements.length;
    const [first, last] = [this.shown[0] - 1, Math.min(this.shown[1], elements.length)];
    const wanted = [
      ...(first > 0 ? [this.rest(first, "above")] : []),
      ...elements.slice(first, last),
      ...(last < elements.length ? [this.rest(elements.length - last, "below")] : []),
    ];
    const same = wanted.length === this.dom.childNodes.length && wanted.every((element, index) => element === this.dom.childNodes[index]);
    // What is selected stays selected where nothing changes.
    if (!same) this.dom.replaceChildren(...wanted);
    this.elements = elements;
  }

  /** The element of a line: the one that is there, if it would be the same. */
  private element(line: StillLine, index: number): HTMLElement {
    const making = JSON.stringify([line, this.text.slice(line.from, line.to)]);
    const before = this.elements[index];
    if (before !== undefined && this.made[index] === making) return before;
    this.made[index] = making;
    const element = document.createElement("div");
    element.className = `still-line ${line.classes} ${line.chip === null ? "" : "still-chipped"}`;
    element.dataset["line"] = String(index + 1);
    this.places.set(element, [line.from, line.to]);
    for (const { from, to, shown, classes } of line.pieces) {
      const piece = document.createElement("span");
      piece.className = classes;
      piece.textContent = shown;
      this.places.set(piece, [from, to]);
      for (const node of piece.childNodes) this.places.set(node, [from, to]);
      element.append(piece);
    }
    // Else an empty line would have no height, and would be left out of what is copied.
    if (line.from === line.to) element.append(document.createElement("br"));
    if (line.chip !== null) element.append(chip(line.chip.text, line.chip.state));
    if (before !== undefined && before === this.chosen) {
      element.classList.add("still-chosen");
      this.chosen = element;
    }
    return element;
  }

  /** One line that says how many are not shown: the one that is there, if it says the same. */
  private rest(lines: number, where: string): HTMLElement {
    const made = hiddenLines(lines, where, () => this.allShown());
    const before = [...this.dom.querySelectorAll<HTMLElement>(".cm-rest")].find(({ textContent }) => textContent === made.textContent);
    return before ?? made;
  }

  /** Shows all lines. False if they were shown already. */
  showAll(decorations: Decorations | null): boolean {
    if (this.shown[0] === 1 && this.shown[1] >= this.lines.length) return false;
    this.shown = [1, Infinity];
    this.draw(decorations);
    return true;
  }

  get count(): number {
    return this.lines.length;
  }

  /** The number of the line of an offset, from 1. */
  lineOf(offset: number): number {
    const index = this.lines.findIndex(({ to }) => offset <= to);
    return index < 0 ? this.lines.length : index + 1;
  }

  startOf(line: number): number {
    return this.lines[line - 1]?.from ?? 0;
  }

  /** Marks the line of the cursor. */
  choose(line: number): void {
    this.chosen?.classList.remove("still-chosen");
    this.chosen = this.elements[line - 1] ?? null;
    this.chosen?.classList.add("still-chosen");
  }

  /** How far down a line is, nowhere if it is not shown, and how high it is. */
  place(line: number): [top: number, height: number] {
    const element = this.elements[line - 1];
    if (element === undefined || !element.isConnected) return [Infinity, 0];
    const { top, height } = element.getBoundingClientRect();
    return [top - this.dom.getBoundingClientRect().top, height];
  }

  /** What is selected in it; `null` if nothing is, or something else. */
  selection(): Selection | null {
    const selected = getSelection();
    if (selected === null) return null;
    const anchor = this.offsetOf(selected.anchorNode, selected.anchorOffset);
    const head = this.offsetOf(selected.focusNode, selected.focusOffset);
    return anchor === null || head === null ? null : { anchor, head };
  }

  private offsetOf(node: Node | null, at: number): number | null {
    if (node === null || !this.dom.contains(node)) return null;
    const place = this.places.get(node);
    if (node instanceof Text && place !== undefined) {
      const [from, to] = place;
      // A sign may stand for two units.
      return node.length === to - from ? from + at : at === 0 ? from : to;
    }
    const child = this.places.get(node.childNodes[at] ?? node);
    if (node.childNodes[at] !== undefined && child !== undefined) return child[0];
    for (let above: Node | null = node; above !== null && above !== this.dom; above = above.parentNode) {
      const end = this.places.get(above)?.[1];
      if (end !== undefined) return end;
    }
    return at === 0 ? 0 : this.text.length;
  }
}
