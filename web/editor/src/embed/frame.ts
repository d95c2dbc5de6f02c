// The part of an embed that speaks with the page that holds it, loaded before the program: the theme before the first paint,
// the text as it stands in the address until the program is there, then heights and, if the address asks for them, events.
//
// Heights are told in three dialects: our own, that of LTI (Canvas and others), and that of WordPress.

import { readToEmbed, sent, type FromEmbed, type Theme } from "./messages";

/** The event by which the program tells this script something, see `web/src/browser/host.rs`. */
const TOLD = "layerlab-embed";

const root = document.documentElement;
const within = parent !== window;
/** What the program read in the address: whom events go to, and what WordPress knows this frame by. */
let listener = "";
let secret = "";
/** The program is there. */
let ready = false;
let height = 0;

function show(theme: Theme): void {
  if (theme === "auto") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
}

function post(message: FromEmbed, origin: string): void {
  if (!within || origin === "") return;
  try {
    parent.postMessage(sent(message), origin);
  } catch {
    // What the address calls an origin is none, so nobody hears it.
  }
}

/** Heights are no secret, and whoever holds the frame needs them. */
function tellHeight(): void {
  const page = document.getElementById("page");
  if (!within || !ready || page === null) return;
  const now = Math.ceil(page.getBoundingClientRect().height);
  if (now === 0) return;
  height = now;
  post({ type: "height", height }, "*");
  parent.postMessage({ subject: "lti.frameResize", height }, "*");
  if (secret !== "") parent.postMessage({ message: "height", value: height, secret }, "*");
}

function text(detail: Record<string, unknown>, name: string): string {
  const value = detail[name];
  return typeof value === "string" ? value : "";
}

addEventListener(TOLD, (event) => {
  // The program is not of strangers: what it says is what it means.
  const detail = (event as CustomEvent<Record<string, unknown>>).detail;
  if (detail["type"] === "ready") {
    listener = text(detail, "listener");
    secret = text(detail, "secret");
    ready = true;
    tellHeight();
  }
  const { listener: _listener, secret: _secret, ...message } = detail;
  post(message as unknown as FromEmbed, listener);
});

addEventListener("message", (event) => {
  if (event.source !== parent || !within) return;
  const message = readToEmbed(event.data);
  if (message?.type === "hello") tellHeight();
  if (message?.type === "theme") show(message.theme);
});

// Another address is another embed.
addEventListener("hashchange", () => location.reload());

// Texts link to pages of the playground. They open in full, beside the page that holds the frame.
document.addEventListener(
  "click",
  ({ target }) => {
    const link = target instanceof Element ? target.closest('a[href^="#"]') : null;
    if (link === null) return;
    link.setAttribute("href", `./${link.getAttribute("href") ?? ""}`);
    link.setAttribute("target", "_blank");
  },
  true,
);

// Somebody who goes into the frame without choosing anything in it wants to edit.
addEventListener("focus", () => {
  if (document.activeElement !== document.body || !new RegExp("[#&?]start=edit").test(location.hash)) return;
  document.querySelector<HTMLElement>(".cm-content, .still")?.focus({ preventScroll: true });
});

const theme = /[#&?]theme=(light|dark)\b/.exec(location.hash)?.[1];
if (theme === "light" || theme === "dark") show(theme);

document.addEventListener("DOMContentLoaded", () => {
  const page = document.getElementById("page");
  if (page === null) return;
  const written = /[#&?]dockerfile=([^&#]*)/.exec(location.hash)?.[1];
  const place = document.getElementById("static-text");
  if (written !== undefined && place !== null) {
    try {
      place.textContent = decodeURIComponent(written);
    } catch {
      // The program is more patient with what is written wrongly.
    }
  }
  new ResizeObserver(() => {
    if (Math.ceil(page.getBoundingClientRect().height) !== height) tellHeight();
  }).observe(page);
});
