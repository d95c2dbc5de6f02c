// The text that a question is about.

import type { Text } from "@codemirror/state";

const texts = new WeakMap<Text, string>();

/** A document as one string, with line breaks of one unit. Made once for each state of the text. */
export function textOf(doc: Text): string {
  let text = texts.get(doc);
  if (text === undefined) {
    text = doc.sliceString(0, doc.length, "\n");
    texts.set(doc, text);
  }
  return text;
}
