// Markdown to HTML that can go into the page as it is: HTML of the author's own is shown as text, pictures are left out, and only
// harmless addresses become links. A file of its own, loaded with the first lesson.

import { micromark } from "micromark";

const OFF = { disable: { null: ["htmlFlow", "htmlText", "labelStartImage"] } };

export function render(text: string): string {
  return micromark(text, { extensions: [OFF] });
}
