// Before the first paint: the theme chosen at an earlier visit. `web/src/browser/theme.rs` uses the same key.
try {
  const theme = localStorage.getItem("layerlab.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is refused, as in a sandboxed frame: the system's theme it is.
}
