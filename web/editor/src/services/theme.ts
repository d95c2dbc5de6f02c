// The look of what the services show. Colours are the page's own, as in ../theme.ts.

import { EditorView } from "@codemirror/view";

const SURFACE = {
  border: "1px solid var(--rule)",
  borderRadius: "7px",
  backgroundColor: "var(--panel)",
  color: "var(--ink)",
  boxShadow: "var(--shadow)",
};

export const theme = EditorView.theme({
  ".cm-tooltip-hover": { display: "flex", flexDirection: "column", gap: "6px" },
  ".cm-tooltip-section:not(:first-child)": { borderTop: "none" },
  ".cm-card": {
    ...SURFACE,
    boxSizing: "border-box",
    maxWidth: "min(420px, calc(100vw - 16px))",
    padding: "9px 12px",
    font: "13px/1.45 var(--ui)",
    overflowWrap: "anywhere",
  },
  ".cm-card p": { margin: "0" },
  ".cm-card-head": { display: "flex", alignItems: "baseline", gap: "8px", justifyContent: "space-between" },
  ".cm-card-title": { font: "600 12.5px/1.45 var(--mono)" },
  ".cm-card-kind": { color: "var(--ink-3)", fontSize: "12px", whiteSpace: "nowrap" },
  ".cm-card-head + .cm-card-text": { marginTop: "4px" },
  ".cm-card-link": { display: "inline-block", minHeight: "24px", marginTop: "4px", lineHeight: "24px", color: "var(--accent)" },
  ".cm-card-facts": {
    display: "grid",
    gridTemplateColumns: "max-content 1fr",
    gap: "2px 12px",
    margin: "6px 0 0",
    fontVariantNumeric: "tabular-nums",
  },
  ".cm-card-facts dt": { color: "var(--ink-2)" },
  ".cm-card-facts dd": { margin: "0" },
  ".cm-card-facts code": { font: "12.5px/1.45 var(--mono)" },

  ".cm-rename": { display: "grid", gap: "6px", width: "320px" },
  ".cm-rename label": { display: "grid", gap: "4px", color: "var(--ink-2)" },
  ".cm-rename input": {
    boxSizing: "border-box",
    width: "100%",
    minHeight: "28px",
    padding: "3px 8px",
    border: "1px solid var(--edge)",
    borderRadius: "5px",
    backgroundColor: "var(--paper)",
    color: "var(--ink)",
    font: "13px/1.45 var(--mono)",
  },
  ".cm-rename-refusal:empty": { display: "none" },
  ".cm-rename-refusal": { color: "var(--fail)" },
  ".cm-rename-buttons": { display: "flex", gap: "8px" },

  ".cm-tooltip.cm-tooltip-autocomplete": { ...SURFACE },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    maxHeight: "15.5em",
    minWidth: "200px",
    maxWidth: "min(560px, calc(100vw - 16px))",
    padding: "4px 0",
    font: "12.5px/1.4 var(--mono)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "flex",
    gap: "16px",
    alignItems: "baseline",
    justifyContent: "space-between",
    padding: "3px 12px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent-bg)",
    color: "var(--ink)",
    boxShadow: "inset 3px 0 var(--accent)",
  },
  ".cm-completionLabel": { overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-completionDetail": {
    marginLeft: "0",
    overflow: "hidden",
    color: "var(--ink-2)",
    font: "12px/1.4 var(--ui)",
    fontVariantNumeric: "tabular-nums",
    textOverflow: "ellipsis",
  },
  ".cm-proposal-keyword .cm-completionLabel": { color: "var(--kw)" },
  ".cm-proposal-flag .cm-completionLabel, .cm-proposal-variable .cm-completionLabel": { color: "var(--flag)" },
  ".cm-tooltip.cm-completionInfo": {
    ...SURFACE,
    boxSizing: "border-box",
    width: "280px",
    padding: "8px 12px",
    margin: "0 4px",
    font: "13px/1.45 var(--ui)",
  },
  // No room beside the list: the texts stand on cards as well.
  "@media (max-width: 700px)": { ".cm-tooltip.cm-completionInfo": { display: "none" } },

  // In the room that line numbers leave at their right, so that nothing moves when the services come.
  ".cm-gutter.cm-foldGutter": { width: "0", overflow: "visible" },
  ".cm-foldGutter .cm-gutterElement": { width: "13px", marginLeft: "-13px", padding: "0", textAlign: "center" },
  ".cm-fold": {
    display: "inline-block",
    width: "13px",
    color: "var(--ink-2)",
    cursor: "pointer",
    userSelect: "none",
  },
  ".cm-fold::before": { content: "'›'", display: "inline-block", font: "600 14px/1 var(--ui)" },
  ".cm-fold-open::before": { transform: "rotate(90deg)" },
  ".cm-fold-open": { opacity: "0" },
  ".cm-gutters:hover .cm-fold-open": { opacity: "1" },
  ".cm-foldPlaceholder": {
    margin: "0 0 0 8px",
    padding: "0 7px",
    border: "1px solid var(--rule)",
    borderRadius: "99px",
    backgroundColor: "var(--panel)",
    color: "var(--ink-2)",
    font: "12px/18px var(--ui)",
    textIndent: "0",
    cursor: "pointer",
  },
  // The last folded line's own words would stand on the first line.
  ".cm-foldPlaceholder ~ .cm-chip": { display: "none" },
});
