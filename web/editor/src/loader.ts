// Loads the editor, and puts a plain text field in its place where it cannot be had. The program imports this module, so it does
// not run without it; it does run without the editor.

import type { Callbacks, Editor, Options } from "./editor";
import { createTextField } from "./field";
import { script } from "./script";

/** After this time the editor is taken not to come. */
const LONGEST_WAIT_MS = 20_000;

let editor: typeof import("./editor") | null = null;

/** Loads the editor. False if it cannot be had: what `createEditor` makes then is a plain text field. */
export async function loadEditor(): Promise<boolean> {
  const module = script<typeof import("./editor")>("scripts/editor.js");
  const late = new Promise<null>((resolve) => setTimeout(resolve, LONGEST_WAIT_MS, null));
  try {
    editor ??= await Promise.race([module, late]);
  } catch {
    // The page says so in its own words.
  }
  return typeof editor?.createEditor === "function";
}

/** The editor, or a plain text field before it is loaded and where it does not work. */
export function createEditor(parent: HTMLElement, options: Options, callbacks: Callbacks): Editor {
  try {
    if (editor !== null) return editor.createEditor(parent, options, callbacks);
  } catch (error) {
    parent.replaceChildren();
    console.error(error);
  }
  return createTextField(parent, options, callbacks);
}
