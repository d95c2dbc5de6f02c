// What the numbers mean that the page and the editor tell each other: a number is the place of a name in its list.
// `web/src/editor/decorations.rs` has the same lists.

/** The kinds of highlighted text. */
export const TAG_NAMES = [
  "keyword",
  "string",
  "comment",
  "flag",
  "variable",
  "operator",
  "name",
  "directive",
  "invalid",
] as const;

/** How grave a diagnostic is. */
export const SEVERITIES = ["error", "warning", "note"] as const;

/** The kinds of marks of lines. */
export const MARK_NAMES = ["edited"] as const;

/** What a chip says by its look. */
export const CHIP_STATES = ["hit", "run", "skip", "fail"] as const;
