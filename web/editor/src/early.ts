// The text of the page's frame can be edited while the program is still on its way. What is typed then, the cursor, the focus and
// the undo history go over into the page: it gets this very editor.

import { Asking } from "./asking";
import type { Callbacks, CodeEditor, Editor, Options } from "./editor";
import { leaveTyped } from "./typed";

type Create = (parent: HTMLElement, options: Options, callbacks: Callbacks) => CodeEditor;

/** The text that the page begins with, as its frame shows it (index.html). */
const FRAME_TEXT = "#page:not([data-embed]) .static-text";
/** The project that was open last: web/src/browser/storage.rs. */
const OPEN = "layerlab.open";
/** After this time a picture is taken not to come. */
const LONGEST_FRAME_MS = 200;
/** So long the page waits for a word that is being composed. Some keyboards compose each word until another one begins. */
const LONGEST_COMPOSITION_MS = 2_000;
const LOOK_AGAIN_MS = 50;

/** The page will open what its address says, or what the visitor left, and not the text of the frame. */
function opensSomethingElse(): boolean {
  if (location.hash.length > 1) return true;
  try {
    return (sessionStorage.getItem(OPEN) ?? localStorage.getItem(OPEN)) !== null;
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

/** The steps beside the text of the frame: a row for each line, as high as that. */
class FrameSteps {
  private readonly observer: ResizeObserver;

  constructor(
    private readonly rows: HTMLElement,
    content: HTMLElement,
  ) {
    this.observer = new ResizeObserver(() => this.level(content));
    this.observer.observe(content);
  }

  private level(content: HTMLElement): void {
    const lines = [...content.children];
    [...this.rows.children].forEach((row, place) => {
      const line = lines[place];
      if (row instanceof HTMLElement && line !== undefined) row.style.height = `${line.clientHeight}px`;
    });
  }

  leave(): void {
    this.observer.disconnect();
    this.rows.remove();
  }
}

/** What the frame says of the first example holds no more: somebody typed. Its style hides it (web/styles/frame.css). */
function outdateFrame(): void {
  document.documentElement.dataset["other"] = "";
}

/** What is selected in an element that holds nothing but text, as offsets in that. */
function selectionIn(element: HTMLElement): { anchor: number; head: number } | undefined {
  const selected = getSelection();
  const [text] = element.childNodes;
  if (selected === null || text === undefined || selected.anchorNode !== text || selected.focusNode !== text) return undefined;
  return { anchor: selected.anchorOffset, head: selected.focusOffset };
}

/** Selects what is selected now once more, when called. */
function selectionAsItIs(): () => void {
  const selection = getSelection();
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection ?? {};
  return () => {
    if (anchorNode == null || anchorOffset === undefined || focusNode == null || focusOffset === undefined) return;
    selection?.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
  };
}

export class Early {
  /** As the page shows it: web/src/components/document.rs. */
  private readonly document: Options;
  private readonly editor: CodeEditor;
  /** What is moved into the page: it holds the editor and nothing else. */
  private readonly host = div("editor-pane");
  private readonly besides = div("sheet-steps");
  private readonly sheet = div("sheet", div("sheet-code", this.host), this.besides);
  private readonly steps: FrameSteps | null;
  /** The way to the page, once that is there. */
  private readonly asking = new Asking<Callbacks>(null);
  /** Ends when the editor can be seen. The page needs a while until it can: whoever wants to type need not wait for it. */
  readonly seen: Promise<void>;
  private revision = 0;
  private cursor: readonly [line: number, offset: number] = [1, 0];
  /** Somebody was in the text: then the cursor is theirs. */
  private touched = false;
  /** Somebody asked for a build. It is made when there is something that makes it. */
  private built = false;
  private gone = false;

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
    const options = selection === undefined ? this.document : { ...this.document, selection };
    const callbacks: Omit<Callbacks, keyof Asking> = {
      changed: (typed, revision) => {
        this.revision = revision;
        if (this.asking.page === null) outdateFrame();
        this.asking.page?.changed(typed, revision);
      },
      cursor: (line, offset) => {
        this.cursor = [line, offset];
        this.asking.page?.cursor(line, offset);
      },
      geometry: (places) => this.asking.page?.geometry(places),
      build: () => {
        this.built = this.asking.page === null;
        this.asking.page?.build();
      },
    };
    this.editor = create(this.host, options, Object.assign(this.asking, callbacks));
    this.host.addEventListener("focusin", () => (this.touched = true));
    const focused = frame === document.activeElement;
    const rows = document.querySelector<HTMLElement>(".frame-steps");
    const content = this.host.querySelector<HTMLElement>(".cm-content");
    const { scrollTop } = frame.parentElement ?? frame;
    frame.parentElement?.replaceWith(div("file-panel", this.sheet));
    this.sheet.scrollTop = scrollTop;
    this.steps = rows === null || content === null ? null : new FrameSteps(rows, content);
    if (rows !== null) this.besides.append(rows);
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
    for (let waited = 0; this.editor.composing() && waited < LONGEST_COMPOSITION_MS; waited += LOOK_AGAIN_MS) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
    // An address that came meanwhile, or a project that another tab kept. What was typed here stays kept for the frame.
    if (opensSomethingElse()) {
      this.leave();
      return;
    }
    const { left, top, width, height } = this.sheet.getBoundingClientRect();
    Object.assign(this.sheet.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    this.sheet.classList.add("sheet-early");
    this.move(() => document.body.append(this.sheet), this.sheet);
  }

  private leave(): void {
    this.gone = true;
    this.steps?.leave();
    leaveTyped(this.document.label);
    this.editor.destroy();
    this.sheet.remove();
  }

  /** Moves the editor, which would lose the focus, the cursor and the place scrolled to. */
  private move(moved: () => void, sheet: Element | null): void {
    const focused = this.sheet.contains(document.activeElement);
    const { scrollTop } = this.sheet;
    const restoreSelection = selectionAsItIs();
    moved();
    if (sheet !== null) sheet.scrollTop = scrollTop;
    if (!focused) return;
    this.editor.focus();
    // CodeMirror takes the selection to be where it was, while Firefox begins at the first letter of what it focuses anew.
    restoreSelection();
  }

  /** The editor, now in the page; nothing if it is there already, or the page shows another document. */
  takeOver(parent: HTMLElement, options: Options, page: Callbacks): Editor | null {
    const { text, label, readOnly, lineNumbers, wrap, answers, lines } = options;
    if (this.gone || this.asking.page !== null || label !== this.document.label) return null;
    const wanted = { text, label, readOnly, lineNumbers, wrap, answers };
    const same = lines === undefined && JSON.stringify(wanted) === JSON.stringify(this.document);
    // Something changed the text of the frame, such as an extension of the browser. What was typed is not lost for that.
    if (!same && this.revision === 0) {
      this.leave();
      return null;
    }
    const sheet = parent.closest(".sheet");
    const content = this.host.querySelector(".cm-content");
    this.move(() => parent.append(...this.host.childNodes), sheet);
    this.steps?.leave();
    this.sheet.remove();
    // CodeMirror looks for what scrolls around it when it is made, and later only now and then.
    sheet?.addEventListener("scroll", () => content?.dispatchEvent(new Event("scroll")));
    this.asking.page = page;
    if (this.revision > 0) page.changed(this.editor.text(), this.revision);
    if (this.touched) page.cursor(...this.cursor);
    if (this.built) page.build();
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
