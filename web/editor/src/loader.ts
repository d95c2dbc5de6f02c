// Loads the editor, and puts a plain text field in its place where it cannot be had. The program imports this module, so it does
// not run without it; it does run without the editor. Where the editor was not asked for, it comes when somebody goes into a text.

import type { Callbacks, Editor, Options } from "./editor";
import { createTextField } from "./field";
import { createLater } from "./later";
import { script } from "./script";

/** After this time the editor is taken not to come. */
const LONGEST_WAIT_MS = 20_000;
/** After this time the program goes on without it. */
const LONGEST_WAIT_OF_PROGRAM_MS = 2_000;

let editor: typeof import("./editor") | null = null;
/** The editor is there, or is known not to come. */
let settled = false;

/** The editor's script, if it comes so soon. */
async function editorScript(longest: number): Promise<void> {
  const module = script<typeof import("./editor")>("scripts/editor.js");
  const late = new Promise<null>((resolve) => setTimeout(resolve, longest, null));
  editor ??= await Promise.race([module, late]);
}

/** Waits until the text of the frame can be edited, or will not be soon: what the program does before keeps a visitor waiting. */
export async function frameEditable(): Promise<void> {
  try {
    await editorScript(LONGEST_WAIT_OF_PROGRAM_MS);
    await editor?.early?.seen;
  } catch {
    // Asked for once more by `loadEditor`.
  }
}

/** Loads the editor. False if it cannot be had: what `createEditor` makes then is a plain text field. */
export async function loadEditor(): Promise<boolean> {
  try {
    await editorScript(LONGEST_WAIT_MS);
    await editor?.early?.leaveFrame();
  } catch {
    // The page says so in its own words.
  }
  settled = true;
  return typeof editor?.createEditor === "function";
}

/** The editor, or a plain text field where it cannot be had or does not work. */
function createNow(parent: HTMLElement, options: Options, callbacks: Callbacks): Editor {
  const before = [...parent.childNodes];
  try {
    const there = editor?.early?.takeOver(parent, options, callbacks) ?? null;
    if (there !== null) return there;
    if (editor !== null) return editor.createEditor(parent, options, callbacks);
  } catch (error) {
    parent.replaceChildren(...before);
    console.error(error);
  }
  return createTextField(parent, options, callbacks);
}

/** An editor: at once if it is loaded, or a plain text field if it could not be; else when somebody goes into the text. */
export function createEditor(parent: HTMLElement, options: Options, callbacks: Callbacks): Editor {
  return settled
    ? createNow(parent, options, callbacks)
    : createLater(parent, options, callbacks, loadEditor, createNow);
}
