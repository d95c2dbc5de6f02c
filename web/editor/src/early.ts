// The text of the page's frame can be edited while the program is still on its way. What is typed then, the cursor, the focus and
// the undo history go over into the page: it gets this very editor.

import type { Callbacks, Editor, Options } from "./editor";

type Create = (parent: HTMLElement, options: Options, callbacks: Callbacks) => Editor;

/** The text that the page begins with, as its frame shows it (index.html). */
const FRAME_TEXT = "#page:not([data-embed]) .static-text";
/** The project that was open last, and where projects are kept: web/src/browser/storage.rs. */
const [OPEN, PROJECT] = ["layerlab.open", "layerlab.project."];

/** What was typed in a tab before its page came. */
const TYPED = "layerlab.typed";

/** Keeps what was typed over a reload, or forgets it. */
function keepTyped(text: string | null): void {
  try {
    if (text === null) sessionStorage.removeItem(TYPED);
    else sessionStorage.setItem(TYPED, text);
  } catch {
    // Where storage is refused it is gone with the tab.
  }
}

/** What was typed in this tab before, if its page never came. */
function keptTyped(): string | null {
  try {
    return sessionStorage.getItem(TYPED);
  } catch {
    return null;
  }
}

/** The page will open what its address says, or what the visitor left, and not the text of the frame. */
function opensSomethingElse(): boolean {
  if (location.hash.length > 1) return true;
  try {
    const open = sessionStorage.getItem(OPEN) ?? localStorage.getItem(OPEN);
    return open !== null && localStorage.getItem(PROJECT + open) !== null;
  } catch {
    // Where storage is refused nothing was left.
    return false;
  }
}

function div(name: string, ...children: HTMLElement[]): HTMLElement {
  const element = document.createElement("div");
  element.className = name;
  element.append(...children);
  return element;
}

/** What is selected in an element that holds nothing but text, as offsets in that. */
function selectionIn(element: HTMLElement): { anchor: number; head: number } | undefined {
  const selected = getSelection();
  const [text] = element.childNodes;
  if (selected === null || text === undefined || selected.anchorNode !== text || selected.focusNode !== text) return undefined;
  return { anchor: selected.anchorOffset, head: selected.focusOffset };
}

/** After this time a picture is taken not to come. */
const LONGEST_FRAME_MS = 200;
const NOWHERE = new Uint32Array();

export class Early {
  /** As the page shows it: web/src/components/document.rs. */
  private readonly document: Options;
  private readonly editor: Editor;
  /** What is moved into the page: it holds the editor and nothing else. */
  private readonly host = div("editor-pane");
  private readonly sheet: HTMLElement;
  /** The page, once it is there. */
  private page: Callbacks | null = null;
  private revision = 0;
  private cursor: readonly [line: number, offset: number] = [1, 0];
  /** Somebody was in the text: then the cursor is theirs. */
  private touched = false;
  /** Ends when the editor can be seen. The page needs a while until it can: whoever wants to type need not wait for it. */
  private readonly seen: Promise<void>;
  /** Ends when nothing is being composed. */
  private composed = Promise.resolve();

  /** Puts an editor into the place of the text of the frame, unless that is gone or the page will open something else. */
  static inFrame(create: Create): Early | null {
    const frame = document.querySelector<HTMLElement>(FRAME_TEXT);
    // Not under a pointer that selects.
    return frame === null || opensSomethingElse() || frame.matches(":active") ? null : new Early(frame, create);
  }

  private constructor(frame: HTMLElement, create: Create) {
    const selection = selectionIn(frame);
    const text = frame.textContent ?? "";
    this.document = { text, label: "Dockerfile", readOnly: false, lineNumbers: true, wrap: true, answers: true };
    this.sheet = div("sheet", div("sheet-code", this.host), div("sheet-steps"));
    const options = selection === undefined ? this.document : { ...this.document, selection };
    this.editor = create(this.host, options, {
      changed: (text, revision) => {
        this.revision = revision;
        if (this.page === null) keepTyped(text);
        else this.page.changed(text, revision);
      },
      cursor: (line, offset) => {
        this.cursor = [line, offset];
        this.page?.cursor(line, offset);
      },
      geometry: (tops) => this.page?.geometry(tops),
      build: () => this.page?.build(),
      hover: (text, offset) => this.page?.hover(text, offset) ?? null,
      complete: (text, offset) => this.page?.complete(text, offset) ?? null,
      definition: (text, offset) => this.page?.definition(text, offset) ?? NOWHERE,
      references: (text, offset) => this.page?.references(text, offset) ?? NOWHERE,
      rename: (text, offset, name) => this.page?.rename(text, offset, name) ?? { refusal: "", edits: NOWHERE },
      fixes: (text, offset) => this.page?.fixes(text, offset) ?? null,
      fix: (text, offset, index) => this.page?.fix(text, offset, index),
    });
    const typed = keptTyped();
    if (typed !== null) this.revision = this.editor.replace(typed);
    this.host.addEventListener("focusin", () => (this.touched = true));
    this.host.addEventListener("compositionstart", () => {
      this.composed = new Promise((resolve) => {
        this.host.addEventListener("compositionend", () => resolve(), { once: true });
      });
    });
    const focused = frame === document.activeElement;
    frame.replaceWith(div("file-panel", this.sheet));
    if (focused || selection !== undefined) this.editor.focus();
    this.seen = new Promise((resolve) => {
      requestAnimationFrame(() => setTimeout(resolve));
      // A tab in the background draws nothing.
      setTimeout(resolve, LONGEST_FRAME_MS);
    });
  }

  /** Waits until the page may take the place of its frame, and stays where it is until the page has a place for it. */
  async leaveFrame(): Promise<void> {
    await this.seen;
    for (let waited: Promise<void> | null = null; waited !== this.composed; ) await (waited = this.composed);
    const { left, top, width, height } = this.sheet.getBoundingClientRect();
    Object.assign(this.sheet.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    this.sheet.classList.add("sheet-early");
    this.move(() => document.body.append(this.sheet), this.sheet);
  }

  /** Moves the editor, which would lose the focus and the place scrolled to. */
  private move(moved: () => void, sheet: Element | null): void {
    const focused = this.sheet.contains(document.activeElement);
    const { scrollTop } = this.sheet;
    moved();
    if (sheet !== null) sheet.scrollTop = scrollTop;
    if (focused) this.editor.focus();
  }

  /** The editor, now in the page; nothing if it is there already, or the page shows another document. */
  takeOver(parent: HTMLElement, options: Options, page: Callbacks): Editor | null {
    if (this.page !== null || options.label !== this.document.label) return null;
    this.page = page;
    keepTyped(null);
    const { text, label, readOnly, lineNumbers, wrap, answers, lines } = options;
    const wanted = { text, label, readOnly, lineNumbers, wrap, answers };
    if (lines !== undefined || JSON.stringify(wanted) !== JSON.stringify(this.document)) {
      this.editor.destroy();
      this.sheet.remove();
      return null;
    }
    this.move(() => parent.append(...this.host.childNodes), parent.closest(".sheet"));
    this.sheet.remove();
    if (this.revision > 0) page.changed(this.editor.text(), this.revision);
    if (this.touched) page.cursor(...this.cursor);
    let theirs = this.touched;
    return {
      ...this.editor,
      reveal: (line) => {
        // The page begins with a line that it chose.
        if (!theirs) this.editor.reveal(line);
        theirs = false;
      },
    };
  }
}
