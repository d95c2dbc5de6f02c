// The services (cards, proposals, renaming, folding) are a module of their own, loaded when the whole program is there, or earlier if
// the editor is pointed at or gets the focus, so that the page is there sooner. It brings no second CodeMirror: it is given the one
// that is here.

import { Compartment, type Extension } from "@codemirror/state";
import { keymap, runScopeHandlers, type EditorView } from "@codemirror/view";
import { shared } from "shared-codemirror";
import type { Answers } from "./answers";
import { Asking } from "./asking";
import { foldsByLine } from "./folds";
import { script } from "./script";
import type * as services from "./services/services";
import { WHOLE, whenWhole } from "./whole";

interface Module {
  load(require: (name: string) => unknown): typeof services;
}

/** The services once they are loaded, the same for all editors of the page. */
let loading: Promise<typeof services> | null = null;

function load(): Promise<typeof services> {
  loading ??= script<Module>("scripts/services.js").then((module) =>
    module.load((name) => shared[name]),
  );
  // After a failure the next focus tries again. The editor works without.
  loading.catch(() => (loading = null));
  return loading;
}

/** Ask for another name (services/renaming.ts) and for proposals. Pressed before there is anybody to answer, they are answered then. */
const KEYS: Record<string, KeyboardEventInit> = { F2: { key: "F2" }, "Ctrl-Space": { key: " ", code: "Space", ctrlKey: true } };

export class LazyServices {
  private readonly place = new Compartment();
  /** Ends the waiting for a sign that they are wanted. */
  private signs = new AbortController();
  /** The last of these keys that was pressed. */
  private asked: KeyboardEventInit | null = null;
  private loaded: Extension = keymap.of(
    Object.entries(KEYS).map(([key, pressed]) => ({ key, run: () => ((this.asked = pressed), true) })),
  );

  private readonly asking: Asking;

  constructor(answers: Answers) {
    this.asking = new Asking(answers);
  }

  /** What a document of an editor begins with. */
  extension(): Extension {
    return this.place.of(this.loaded);
  }

  /** The editor is gone. What was on its way then, such as a list that comes after a pause, gets nothing. */
  stop(): void {
    this.signs.abort();
    this.asking.page = null;
  }

  /** Waits until there is time for them, or for the first sign that somebody wants to use the editor. */
  watch(view: EditorView): void {
    const signs = new AbortController();
    const { signal } = signs;
    this.signs = signs;
    const wanted = (): void => {
      signs.abort();
      load().then(
        // Most of what the services ask is answered by the half of the program that comes later, for which the page would stand still.
        ({ services }) => whenWhole(() => {
          this.loaded = services(this.asking, foldsByLine);
          view.dispatch({ effects: this.place.reconfigure(this.loaded) });
          if (this.asked !== null) runScopeHandlers(view, new KeyboardEvent("keydown", this.asked), "editor");
          this.asked = null;
        }),
        () => this.watch(view),
      );
    };
    for (const event of ["focusin", "pointerover"]) view.dom.addEventListener(event, wanted, { signal });
    addEventListener(WHOLE, wanted, { signal });
  }
}
