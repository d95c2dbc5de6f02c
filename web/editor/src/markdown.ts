// Markdown to HTML that can go into the page as it is: HTML of the author's own is shown as text, pictures are left out, and only
// harmless addresses become links. A file of its own, loaded with the first lesson.

import { micromark } from "micromark";

const OFF = { disable: { null: ["htmlFlow", "htmlText", "labelStartImage"] } };

/** Longer texts, texts with more quotes and lists inside each other on a line, and texts with more runs of `*` and `_` are shown
    as they are: some of them would keep micromark busy for seconds or minutes. */
const LONGEST = 16 * 1024;
const DEEP = /^(?:[ \t]*(?:[>*+-]|\d{1,9}[.)])){12}/m;
const MOST_RUNS = 1_000;

function tooMuch(text: string): boolean {
  return text.length > LONGEST || DEEP.test(text) || (text.match(/\*+|_+/g)?.length ?? 0) > MOST_RUNS;
}

/** Where links may lead: elsewhere on the web, in another window, and to the explanations. */
function mended(attributes: string, address: string): string {
  if (address.startsWith("https://")) return `<a${attributes.replace(/^ href="[^"]*"/, '$& target="_blank" rel="noopener noreferrer"')}>`;
  return /^#\/learn\/[a-z0-9-]*$/.test(address) ? `<a${attributes}>` : "<a>";
}

export function render(text: string): string {
  if (tooMuch(text)) return plain(text);
  // Everything between `<` and `>` was written by micromark: what the author wrote is escaped.
  return micromark(text, { extensions: [OFF] }).replace(/<a( href="([^"]*)"[^>]*)>/g, (_, attributes: string, address: string) => mended(attributes, address));
}

function plain(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return `<pre><code>${escaped}</code></pre>`;
}
