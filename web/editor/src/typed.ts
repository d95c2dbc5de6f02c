// What is typed before all of the program is there is worked out, and kept with its project, only then. Until then this keeps it for
// the tab, over a reload too.

import { isWhole, whenWhole } from "./whole";

/** For each document that was typed in, by its label: the text that it began with, and what became of that. */
const TYPED = "layerlab.typed.";

/** The labels of the documents whose texts are kept and are the page's, or will be. */
const kept = new Set<string>();

function store(change: (tab: Storage) => void): void {
  try {
    change(sessionStorage);
  } catch {
    // Where storage is refused it is gone with the page.
  }
}

export function keepTyped(label: string, before: string, typed: string): void {
  if (isWhole()) return;
  store((tab) => tab.setItem(TYPED + label, JSON.stringify([before, typed])));
  forgetInTime(label);
}

/** What was typed in this tab into the same text, if its page was left before it could work that out. */
export function takeTyped(label: string, before: string): string | null {
  let typed: string | null = null;
  store((tab) => {
    const entry: unknown = JSON.parse(tab.getItem(TYPED + label) ?? "null");
    if (Array.isArray(entry) && entry[0] === before && typeof entry[1] === "string") typed = entry[1];
  });
  if (typed !== null) forgetInTime(label);
  return typed;
}

/** The document is left, and the page never had its text: it stays kept until somebody comes back to it. */
export function leaveTyped(label: string): void {
  kept.delete(label);
}

/** Once all is there, the page works out what it was told, and keeps it. */
function forgetInTime(label: string): void {
  kept.add(label);
  if (kept.size === 1) whenWhole(forgetTyped);
}

function forgetTyped(): void {
  for (const label of kept) store((tab) => tab.removeItem(TYPED + label));
  kept.clear();
}
