// Before the first paint: the theme chosen at an earlier visit, and whether the page will open something else than what its frame
// shows. `web/src/browser/theme.rs` and `storage.rs` use the same keys. Stands in index.html, so that nothing waits for it: whoever
// changes it changes its hash in the policy there and in docs/hosting.md, which `cargo xtask dist` names.
if (location.hash.length > 1) document.documentElement.dataset.other = "";
try {
  const theme = localStorage.getItem("layerlab.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  const open = sessionStorage.getItem("layerlab.open") ?? localStorage.getItem("layerlab.open");
  if (open !== null) document.documentElement.dataset.other = "";
} catch {
  // Storage is refused, as in a sandboxed frame: the system's theme it is.
}
