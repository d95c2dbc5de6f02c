// Pages of others that hold embeds, from tests/embed. They come from another host than the playground.

import { expect, test as base, type FrameLocator, type Locator, type Page } from "@playwright/test";

/** Of `playwright.config.ts`. */
const HOST_PORTS_ABOVE = 1000;

export class Host {
  /** Errors and warnings of the console, of the page and its frames. */
  readonly complaints: string[] = [];

  constructor(readonly page: Page, private readonly site: string) {
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
  }

  /** The origin of the host. */
  get origin(): string {
    return `http://localhost:${Number(new URL(this.site).port) + HOST_PORTS_ABOVE}`;
  }

  async open(name: string): Promise<void> {
    await this.page.goto(`${this.origin}/${name}`);
  }

  /** The embed in a frame, once it can be used. */
  async embed(frame: FrameLocator): Promise<Embed> {
    const embed = new Embed(frame);
    await expect(embed.bar).toBeVisible({ timeout: 20_000 });
    return embed;
  }

  /** The element that shows a code block: the one behind it. */
  behind(block: string): Locator {
    return this.page.locator(`${block} + layerlab-playground`);
  }

  /** Events of elements of the page that is opened next, as `[type, detail]`. */
  async listen(): Promise<() => Promise<[string, Record<string, unknown>][]>> {
    await this.page.addInitScript(() => {
      const heard: [string, unknown][] = [];
      Object.assign(window, { heard });
      for (const type of ["layerlab:ready", "layerlab:built", "layerlab:goal"]) {
        addEventListener(type, (event) => heard.push([type, (event as CustomEvent).detail]));
      }
    });
    return () => this.page.evaluate(() => (window as unknown as { heard: [string, Record<string, unknown>][] }).heard);
  }
}

export class Embed {
  constructor(readonly frame: FrameLocator) {}

  get bar(): Locator {
    return this.frame.getByRole("button", { name: "Build", exact: true });
  }

  get editor(): Locator {
    return this.frame.getByRole("textbox", { name: "Dockerfile", exact: true });
  }

  /** The lines of the text, before and after the editor is there. */
  get lines(): Locator {
    return this.frame.locator(".still-line, .cm-line");
  }

  /** Goes into the text as a reader does, and waits for the editor that comes then. */
  async touch(): Promise<void> {
    await this.editor.click();
    await expect(this.frame.locator(".cm-content:focus")).toBeVisible();
  }

  get steps(): Locator {
    return this.frame.locator(".stat").first();
  }

  get full(): Locator {
    return this.frame.getByRole("link", { name: "Open in full" });
  }
}

export const test = base.extend<{ host: Host }>({
  host: async ({ page, baseURL }, use) => {
    const host = new Host(page, baseURL ?? "");
    await use(host);
    expect(host.complaints).toEqual([]);
  },
});

export { expect };
