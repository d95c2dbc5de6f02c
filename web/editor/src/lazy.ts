// The services (cards, proposals, renaming, folding) are a module of their own, loaded when the editor is first pointed at
// or gets the focus, so that the page is there earlier. It brings no second CodeMirror: it is given the one that is here.

import { Compartment, type Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { shared } from "shared-codemirror";
import type { Answers } from "./answers";
import { Asking } from "./asking";
import { foldsByLine } from "./folds";
import { script } from "./script";
import type * as services from "./services/services";

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

export class LazyServices {
  private readonly place = new Compartment();
  private loaded: Extension = [];

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
    this.asking.page = null;
  }

  /** Waits for the first sign that somebody wants to use the editor. */
  watch(view: EditorView): void {
    const events = ["focusin", "pointerover"] as const;
    const wanted = (): void => {
      for (const event of events) view.dom.removeEventListener(event, wanted);
      load().then(
        ({ services }) => {
          this.loaded = services(this.asking, foldsByLine);
          view.dispatch({ effects: this.place.reconfigure(this.loaded) });
        },
        () => this.watch(view),
      );
    };
    for (const event of events) view.dom.addEventListener(event, wanted);
  }
}
