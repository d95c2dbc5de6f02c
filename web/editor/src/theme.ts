// The look. Colours come from the page's custom properties, so that both themes and an embedding page need no code here. What is
// the same in a text that stands still (still.ts) is in web/styles/code.css; changes here may be due in web/styles/still.css.
//
// On a narrow page, which has no ledger, the page sets these properties on the editor or above it:
//   --chip-display: block      shows the chips at the ends of lines
//   --chip-space: 84px         the room kept free for them at the right
//   --gutter-display: none     hides the line numbers; then also:
//   --line-start: 14px         the room between the left edge and the text, which the line numbers gave
//   --line-mark-width: 3px     draws the bar of an edited line on the line itself, as its place in the gutter is gone
//
// The editor fills the height of a flex container (the clicks below the last line are then its own).

import { EditorView } from "@codemirror/view";

export const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "transparent", flex: "1", minWidth: "0" },
  "&.cm-plain": { "--line-start": "14px", "--line-mark-width": "3px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { font: "13px / var(--row-height, 22px) var(--mono)", fontVariantLigatures: "none" },
  ".cm-content": { padding: "6px 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 14px 0 var(--line-start, 0px)" },
  // Wrapped lines hang, so that the first word of an instruction stands out.
  ".cm-lineWrapping .cm-line": { paddingLeft: "calc(var(--line-start, 0px) + 12px)", textIndent: "-12px" },
  ".cm-activeLine": { backgroundColor: "var(--sel)" },

  ".cm-gutters": {
    display: "var(--gutter-display, flex)",
    backgroundColor: "var(--paper)",
    color: "var(--ink-3)",
    border: "none",
  },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "40px", padding: "0 12px 0 4px" },
  ".cm-activeLineGutter": { backgroundColor: "var(--sel)" },
  // Other columns of marks stand beside the numbers; the bar is drawn once.
  ".cm-lineNumbers .cm-gutterElement.cm-mark-edited": { boxShadow: "inset 3px 0 var(--run)" },
  ".cm-line.cm-mark-edited": { boxShadow: "inset var(--line-mark-width, 0px) 0 var(--run)" },

  ".cm-cursor, .cm-dropCursor": { borderLeft: "2px solid var(--ink)", marginLeft: "-1px" },
  // The same selectors as in CodeMirror's base theme, which would win over shorter ones.
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--accent) 24%, transparent)",
  },
  ".cm-specialChar": { color: "var(--fail)" },

  ".cm-tooltip": { border: "none", backgroundColor: "transparent", zIndex: "20" },
  // The tooltip at the cursor follows the keyboard: without focus there is nothing to follow.
  "&:not(.cm-focused) > .cm-tip": { display: "none" },
  ".cm-tip": {
    maxWidth: "min(60ch, 90vw)",
    border: "1px solid var(--rule)",
    borderRadius: "7px",
    backgroundColor: "var(--panel)",
    color: "var(--ink)",
    boxShadow: "0 4px 16px rgb(0 0 0 / 0.14)",
    font: "13px/1.45 var(--ui)",
    overflow: "hidden",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
  },
  ".cm-tip p": { margin: "0", padding: "6px 10px", borderLeft: "3px solid var(--accent)" },
  ".cm-tip p.cm-tip-error": { borderLeftColor: "var(--fail)" },
  ".cm-tip p.cm-tip-warning": { borderLeftColor: "var(--run)" },

  ".cm-line.cm-chipLine": { position: "relative", paddingRight: "var(--chip-space, 14px)" },
});
