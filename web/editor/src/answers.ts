// What the page answers about a place in the text. Every question comes with the text that it is about, with "\n" as line
// break, so that an answer never belongs to another text. Offsets are UTF-16 units.

/** What stands at a place. */
export interface Card {
  from: number;
  to: number;
  /** As it is written in a Dockerfile. */
  title: string;
  /** What it is, in a word or two. */
  kind: string;
  /** Plain sentences, or nothing. */
  text: string;
  /** Triples: a name, a value, and "code" if the value is shown as it is written in files. */
  facts: readonly string[];
  /** The name of the page that explains it, or nothing. */
  topic: string;
}

/** The kinds of proposals; a kind's number is its place in this list. `web/src/editor/answers.rs` has the same order. */
export const PROPOSAL_KINDS = ["keyword", "flag", "value", "stage", "variable", "image", "file", "folder"] as const;

/** What could be typed at a place, the best first. */
export interface Proposals {
  from: number;
  to: number;
  /** Worth showing to somebody who types and did not ask. */
  unasked: boolean;
  /** Four texts for each: its label, what is put in, a few words, and what it means. */
  texts: readonly string[];
  /** The kind of each. */
  kinds: Uint32Array;
}

/** Edits that give something another name, or why not. */
export interface Renaming {
  /** A sentence; empty if it can be done. */
  refusal: string;
  /** Pairs `(from, to)` of what is replaced by the new name. */
  edits: Uint32Array;
}

/** What could be put right in a line, each with what that would save. */
export interface Fixes {
  titles: readonly string[];
  /** A few words for each, or nothing. */
  gains: readonly string[];
}

/** Whom the editor asks. */
export interface Answers {
  hover(text: string, offset: number): Card | null;
  complete(text: string, offset: number): Proposals | null;
  /** `(from, to)` of the definition of what stands at the offset; empty if there is none. */
  definition(text: string, offset: number): Uint32Array;
  /** Pairs `(from, to)`: all mentions of it. */
  references(text: string, offset: number): Uint32Array;
  rename(text: string, offset: number, name: string): Renaming;
  fixes(text: string, offset: number): Fixes | null;
  /** Makes one of them, by its place in the list. */
  fix(text: string, offset: number, index: number): void;
}
