// Loads the program, first what the page needs until it can be used and then the rest, and says so in the page if that fails, or if
// the program fails later. The text a visitor typed lives in the editor, which works on without the program.

const NOT_LOADED =
  "The simulator could not be loaded, so the page cannot say what a build would do. It needs a browser with WebAssembly; reloading may help.";
const REST_NOT_LOADED =
  "A part of the simulator could not be loaded, so the page cannot go on. Your text is still in the editor: copy it, and reload the page when you are connected again.";
const FAILED =
  "The simulator failed. That is a mistake of ours. Your text is still in the editor: copy it before you reload the page.";

function apologize(sentence, error) {
  const apology = document.getElementById("apology");
  if (apology === null || !apology.hidden) return;
  document.querySelector(".frame-opening")?.remove();
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

const { js, wasm, rest } = document.querySelector("script[data-wasm]").dataset;
const restAddress = new URL(rest, import.meta.url);
const later = self.requestIdleCallback ?? setTimeout;
/** What the first half of the program exports, once it runs. */
let exported;
let restIsThere = false;

/** While it arrives, where the server says what it is. */
async function compiled(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.pathname} was answered with status ${response.status}`);
  const streams = response.headers.get("Content-Type") === "application/wasm";
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** Lets the rest put itself into what both halves share (crates/xtask/src/split). */
function addRest(module) {
  if (restIsThere) return;
  new WebAssembly.Instance(module, { "": exported });
  restIsThere = true;
  // The program may be in the middle of something.
  setTimeout(() => dispatchEvent(new Event("layerlab-whole")));
}

/** A program that was not divided, as `cargo xtask serve` makes it, shares nothing under this name. */
const isDivided = () => ":0" in exported;

/** Asked by the program, which begins what can wait only then. */
globalThis.layerlabIsWhole = () => restIsThere || (exported !== undefined && !isDivided());

/** Called by the program where it cannot go on without its rest. It cannot be kept waiting otherwise than so. */
globalThis.layerlabLoadRest = () => {
  if (restIsThere) return;
  try {
    const request = new XMLHttpRequest();
    request.open("GET", restAddress, false);
    // The only way to bytes while the page stands still.
    request.overrideMimeType("text/plain; charset=x-user-defined");
    request.send();
    if (request.status !== 200) throw new Error(`${restAddress.pathname} was answered with status ${request.status}`);
    const letters = request.response;
    const bytes = new Uint8Array(letters.length);
    // Twenty times as fast as `Uint8Array.from`; only the lowest eight bits of each letter are kept.
    for (let place = 0; place < bytes.length; place++) bytes[place] = letters.charCodeAt(place);
    addRest(new WebAssembly.Module(bytes));
  } catch (error) {
    apologize(REST_NOT_LOADED, error);
    throw error;
  }
};

/** Asks for the rest before anybody needs it, again and again if it cannot be had. */
async function fetchRest(pause = 1_000) {
  if (restIsThere) return;
  try {
    addRest(await compiled(restAddress));
  } catch {
    setTimeout(fetchRest, pause, Math.min(2 * pause, 60_000));
  }
}

/** Calls back when the program stands in the place of the frame: what it waits for until then comes before its rest. */
function whenShown(call) {
  const frame = document.querySelector("#page > *");
  if (frame === null) return call();
  const observer = new MutationObserver(() => {
    if (frame.isConnected) return;
    observer.disconnect();
    call();
  });
  observer.observe(frame.parentElement, { childList: true });
}

try {
  const [program, module] = await Promise.all([import(new URL(js, import.meta.url).href), compiled(new URL(wasm, import.meta.url))]);
  // In one go, so that this is known before the program goes on, which may need its rest at once.
  exported = program.initSync({ module });
  if (isDivided()) whenShown(() => later(() => fetchRest()));
  else dispatchEvent(new Event("layerlab-whole"));
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
later(keepForLater);
