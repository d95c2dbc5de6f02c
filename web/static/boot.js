// Loads the program and says so in the page if that fails, or if the program fails later.
// The text a visitor typed lives in the editor, which works on without the program.

const NOT_LOADED =
  "The simulator could not be loaded, so the page cannot say what a build would do. It needs a browser with WebAssembly; reloading may help.";
const FAILED =
  "The simulator failed. That is a mistake of ours. Your text is still in the editor: copy it before you reload the page.";

function apologize(sentence, error) {
  const apology = document.getElementById("apology");
  if (apology === null || !apology.hidden) return;
  const detail = document.createElement("code");
  detail.textContent = String(error?.message ?? error);
  apology.replaceChildren(sentence, detail);
  apology.hidden = false;
}

addEventListener("layerlab-failed", (event) => apologize(FAILED, event.detail));
// A trap that is no panic, such as an exhausted stack or memory.
addEventListener("error", (event) => {
  if (event.error instanceof WebAssembly.RuntimeError) apologize(FAILED, event.error);
});

const { js, wasm } = document.querySelector("script[data-wasm]").dataset;
try {
  const program = await import(new URL(js, import.meta.url).href);
  await program.default({ module_or_path: new URL(wasm, import.meta.url) });
} catch (error) {
  apologize(NOT_LOADED, error);
}

/** Lets `sw.js` keep the site, so that the page is there without a network the next time. */
function keepForLater() {
  const { version } = document.documentElement.dataset;
  // A page that is being worked on has no version. One in a frame leaves it to the page itself, as does the page for frames; in a
  // sandboxed one even asking is an error.
  const embedded = self !== top || document.querySelector("[data-embed]") !== null;
  if (version === undefined || embedded || self.origin === "null" || navigator.connection?.saveData) return;
  // Refused by some browsers and in private windows. The page works without.
  navigator.serviceWorker?.register(new URL("sw.js", document.baseURI)).catch(() => {});
}
// After what the visitor came for.
const later = window.requestIdleCallback ?? setTimeout;
later(keepForLater);
