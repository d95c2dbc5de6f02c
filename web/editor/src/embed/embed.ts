// embed.js: makes playgrounds of <layerlab-playground> elements and of marked code blocks. It needs nothing but a current
// browser, and where anything of it fails the page stays as it is.

import { watch } from "./blocks";
import { NAME, define } from "./playground";

const script = document.currentScript ?? document.querySelector('script[src*="embed.js"]');

function start(): void {
  if (!(script instanceof HTMLScriptElement) || customElements.get(NAME) !== undefined) return;
  define({ address: new URL(".", script.src) });
  const defaults = { selector: script.dataset["selector"] ?? null, options: script.dataset["options"] ?? "" };
  const begin = (): void => watch(defaults);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin, { once: true });
  else begin();
}

start();
