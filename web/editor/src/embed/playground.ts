// The element <layerlab-playground>: a frame with the playground once it comes near the view, and until then, on paper and
// where anything fails, what stands in the element.

import { Heights } from "./heights";
import { readFromEmbed, sent, type FromEmbed, type Theme } from "./messages";
import { VALUES, fixedHeight, fragment, frameTitle, type Content } from "./options";
import { textOf, trimmed } from "./source";

/** Frames are loaded when they are this far below what is seen. */
const AHEAD = "800px 0px";
/** A frame that has said nothing for so long is taken away again. */
const PATIENCE_MS = 60_000;
/** What a frame may do if the element has the attribute `sandbox` without a value. */
const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox";

const STYLES = `
  :host { display: block; margin: 1em 0; }
  :host([hidden]) { display: none; }
  .place { position: relative; }
  iframe { box-sizing: border-box; display: block; width: 100%; height: 0; border: 0; border-radius: 8px;
    box-shadow: 0 0 0 1px color-mix(in srgb, currentColor 18%, transparent);
    position: absolute; visibility: hidden; color-scheme: normal; }
  @media screen {
    :host([state="shown"]) iframe { position: static; visibility: visible; }
    :host([state="shown"]) .own { display: none; }
  }
  @media print { iframe { display: none; } }
`;

let sheet: CSSStyleSheet | null = null;

/** Styles by way of the object model, which no policy of the page forbids. */
function styles(): CSSStyleSheet {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
  }
  return sheet;
}

/** Where the playground is: the folder that this script comes from. */
export interface Site {
  readonly address: URL;
}

export function define(site: Site): void {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting && target instanceof Playground) target.load();
    },
    { rootMargin: AHEAD },
  );
  /** The elements in the page, by which messages find theirs. */
  const all = new Set<Playground>();

  class Playground extends HTMLElement {
    static readonly observedAttributes = ["code", "src", "options", "readonly", "events", "sandbox", "title", ...VALUES];

    /** A code block elsewhere in the page that is shown by this element. */
    block: Element | null = null;
    private readonly place = document.createElement("div");
    private frame: HTMLIFrameElement | null = null;
    private heights = new Heights();
    private fixed: number | null = null;
    /** Counts what was begun, so that what is late is dropped. */
    private round = 0;

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [styles()];
      const own = document.createElement("div");
      own.className = "own";
      own.append(document.createElement("slot"));
      this.place.className = "place";
      root.append(this.place, own);
    }

    connectedCallback(): void {
      all.add(this);
      near.observe(this);
    }

    disconnectedCallback(): void {
      all.delete(this);
      this.reset();
      near.unobserve(this);
    }

    attributeChangedCallback(name: string, before: string | null, now: string | null): void {
      if (this.frame === null || before === now) return;
      const theme = now ?? "auto";
      if (name === "theme" && (theme === "auto" || theme === "light" || theme === "dark")) {
        this.say(theme);
      } else {
        this.again();
      }
    }

    /** The window of the frame, if there is one. */
    get embedded(): Window | null {
      return this.frame?.contentWindow ?? null;
    }

    /** Begins anew, with what the attributes and the text say now. */
    again(): void {
      this.reset();
      // Observing anew tells at once whether it is near.
      near.unobserve(this);
      if (this.isConnected) near.observe(this);
    }

    load(): void {
      near.unobserve(this);
      // What stands in the element may not have been read yet.
      if (document.readyState === "loading") {
        document.addEventListener("DOMContentLoaded", () => this.load(), { once: true });
      } else if (this.frame === null && this.isConnected) {
        const round = ++this.round;
        this.content().then(
          (content) => {
            if (round === this.round && this.isConnected) this.open(content);
          },
          // What stands in the page stays.
          () => undefined,
        );
      }
    }

    private async content(): Promise<Content | null> {
      const source = this.getAttribute("src");
      if (source !== null) {
        const address = new URL(source, document.baseURI);
        const option = /\.(?:md|markdown)$/i.test(address.pathname) ? "lesson-text" : "dockerfile";
        try {
          const answer = await fetch(address);
          if (answer.ok) return { option, text: await answer.text() };
        } catch {
          // Another server may not let this page read it. The frame can, if it comes from there itself.
        }
        return { option: "src", text: address.href };
      }
      if (this.getAttribute("code") !== null || this.getAttribute("lesson") !== null) return null;
      const text = this.ownText();
      return text === null ? null : { option: "dockerfile", text };
    }

    private ownText(): string | null {
      if (this.block !== null) return textOf(this.block);
      const script = this.querySelector("script");
      if (script !== null) return trimmed(script.textContent ?? "");
      const text = textOf(this);
      return text.trim() === "" ? null : text;
    }

    private open(content: Content | null): void {
      const behind = fragment((name) => this.getAttribute(name), content, location.origin);
      if (behind === null) return;
      const frame = document.createElement("iframe");
      const address = new URL("embed.html", site.address);
      address.hash = behind;
      this.fixed = fixedHeight(behind);
      this.heights = new Heights();
      if (this.fixed !== null) frame.style.height = `${this.fixed}px`;
      frame.title = this.getAttribute("title") ?? frameTitle(content?.text ?? null);
      frame.allow = "clipboard-write";
      frame.referrerPolicy = "no-referrer";
      const sandbox = this.getAttribute("sandbox");
      if (sandbox !== null) frame.setAttribute("sandbox", sandbox === "" ? SANDBOX : sandbox);
      frame.src = address.href;
      this.frame = frame;
      this.place.append(frame);
      const round = this.round;
      setTimeout(() => {
        if (round === this.round && this.getAttribute("state") === null) this.reset();
      }, PATIENCE_MS);
    }

    private reset(): void {
      this.round++;
      this.frame?.remove();
      this.frame = null;
      this.removeAttribute("state");
      this.block?.removeAttribute("data-layerlab-shown");
    }

    /** A message that came from the frame's window. */
    heard(event: MessageEvent): void {
      const { frame } = this;
      if (frame === null) return;
      // A sandboxed frame has no origin; its window is what tells it from others.
      const opaque = frame.hasAttribute("sandbox") && !frame.sandbox.contains("allow-same-origin");
      if (event.origin !== (opaque ? "null" : site.address.origin)) return;
      const message = readFromEmbed(event.data);
      if (message === null) return;
      if (message.type === "height") {
        this.resize(frame, message.height);
      } else {
        this.tell(message);
      }
    }

    private resize(frame: HTMLIFrameElement, wanted: number): void {
      const height = this.heights.next(this.fixed ?? wanted, performance.now());
      if (height !== null) frame.style.height = `${height}px`;
      // The first height says that the embed works. Only now what stood in its place is hidden.
      if (this.getAttribute("state") === null) {
        this.setAttribute("state", "shown");
        this.block?.setAttribute("data-layerlab-shown", "");
      }
    }

    private tell(message: FromEmbed): void {
      const { type, ...detail } = message;
      this.dispatchEvent(new CustomEvent(`layerlab:${type}`, { detail, bubbles: true }));
    }

    private say(theme: Theme): void {
      // The frame may be sandboxed and have no origin; the message holds nothing that nobody may know.
      this.embedded?.postMessage(sent({ type: "theme", theme }), "*");
    }
  }

  addEventListener("message", (event) => {
    if (event.source === null) return;
    for (const playground of all) {
      if (playground.embedded === event.source) return playground.heard(event);
    }
  });
  customElements.define(NAME, Playground);
}

export const NAME = "layerlab-playground";

/** What code blocks need of the element. */
export interface PlaygroundElement extends HTMLElement {
  block: Element | null;
  again(): void;
}
