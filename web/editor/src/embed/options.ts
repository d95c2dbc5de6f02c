// What follows the `#` of the address of an embed, made of attributes. docs/embedding.md has the grammar; the program reads
// it in crates/core/src/share/fragment.

/** Attributes that are options of the same name with a value. */
export const VALUES = ["lesson", "panels", "theme", "lines", "start", "height", "lang"] as const;

/** Longer texts are no Dockerfiles; `docs/permalink.md` has the same limit. */
const LONGEST_TEXT = 65_536;

/** An attribute by its name; null if there is none. */
export type Attributes = (name: string) => string | null;

/** What an embed shows, if that is not an attribute. */
export interface Content {
  /** The name of the option: `dockerfile` or `lesson-text`. */
  option: "dockerfile" | "lesson-text" | "src";
  text: string;
}

/** The address; null if there is too much of it. `origin` is that of the page that holds the embed. */
export function fragment(attribute: Attributes, content: Content | null, origin: string): string | null {
  const parts: string[] = [];
  const code = attribute("code");
  if (code !== null) parts.push(code.slice(code.indexOf("#") + 1).trim());
  for (const name of VALUES) {
    const value = attribute(name);
    if (value !== null && value !== "") parts.push(`${name}=${encodeURIComponent(value)}`);
  }
  const readonly = attribute("readonly");
  if (readonly !== null) parts.push(readonly === "" ? "readonly" : `readonly=${encodeURIComponent(readonly)}`);
  // A page without an origin of its own cannot be told from others.
  if (attribute("events") !== null) parts.push(origin === "null" ? "events" : `events=${encodeURIComponent(origin)}`);
  const more = attribute("options")?.replace(/^[#?&]+/, "").trim();
  if (more !== undefined && more !== "") parts.push(more);
  if (content !== null) {
    if (content.text.length > LONGEST_TEXT) return null;
    parts.push(`${content.option}=${encodeURIComponent(content.text)}`);
  }
  return parts.join("&");
}

/** The fixed height that an address asks for; null if the height follows the content. */
export function fixedHeight(fragment: string): number | null {
  const written = /(?:^|&)height=(\d{1,5})/.exec(fragment)?.[1];
  return written === undefined ? null : Number(written);
}

/** A name for the frame: every frame needs one, and several on a page need different ones. */
export function frameTitle(text: string | null): string {
  const base = text === null ? undefined : /^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(\S+)/im.exec(text)?.[1];
  return base === undefined ? "Dockerfile playground" : `Dockerfile playground: FROM ${base.slice(0, 80)}`;
}
