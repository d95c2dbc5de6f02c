// The page as a visitor sees it: every test drives it through this.

import { expect, test as base, type Locator, type Page } from "@playwright/test";

/** Messages that a browser prints although nothing is wrong with the page. */
const HARMLESS = [/favicon/i, /Service Worker registration blocked by Playwright/];

export class Workbench {
  /** Errors and warnings of the console, refusals of the security policy among them, and uncaught exceptions. */
  readonly complaints: string[] = [];

  constructor(readonly page: Page) {
    page.on("console", (message) => {
      const grave = message.type() === "error" || message.type() === "warning";
      if (grave && !HARMLESS.some((pattern) => pattern.test(message.text()))) this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
  }

  async open(): Promise<void> {
    await this.page.goto("/");
    await expect(this.page.getByRole("tab", { name: "Explain" })).toBeVisible();
    await expect(this.editor("Dockerfile")).toBeVisible();
    // Figures are rough while a table of packages is on its way.
    await expect(this.page.locator(".package-notice")).toHaveCount(0);
  }

  editor(label: string): Locator {
    return this.page.getByRole("textbox", { name: label, exact: true });
  }

  /** The row of the ledger for the instruction that begins on a line. */
  row(line: number): Locator {
    return this.page.locator(".ledger:visible").getByRole("button", { name: new RegExp(`^Line ${line}: `) });
  }

  /** The outcomes beside the lines of the Dockerfile, in order: `[["2", "cached"], …]`. Settings have none. */
  async outcomes(): Promise<[number, string][]> {
    return this.page.locator(".ledger:visible .row").evaluateAll((rows) =>
      rows.flatMap((row): [number, string][] => {
        const word = row.querySelector(".chip")?.textContent ?? "";
        const line = /^Line (\d+)/.exec(row.textContent ?? "")?.[1];
        return word === "" || line === undefined ? [] : [[Number(line), word]];
      }),
    );
  }

  /** Lines whose instruction has this outcome. */
  async linesThat(outcome: string): Promise<number[]> {
    return (await this.outcomes()).filter(([, word]) => word === outcome).map(([line]) => line);
  }

  /** Not of the frame, which shows those of the first example before the program is there. */
  stat(name: string | RegExp): Locator {
    return this.page.locator(".stat:not(.frame-figures .stat)").filter({ has: this.page.locator("dt").filter({ hasText: name }) });
  }

  get steps(): Locator {
    return this.stat(/If you built now|^Build \d/);
  }

  async build(): Promise<void> {
    const builds = this.page.locator(".build");
    const before = await builds.count();
    await this.page.getByRole("button", { name: "Build", exact: true }).click();
    await expect(builds).toHaveCount(before + 1);
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole("tab", { name }).click();
  }

  /** Opens a text file of the project, whose folders are opened on the way. */
  async openFile(path: string): Promise<void> {
    await this.tab("Context");
    await (await this.entry(path)).click();
    await expect(this.editor(path)).toBeVisible();
  }

  /** The row of a file or folder in the tree, whose folders are opened on the way. Only rows in view are in the page. */
  async entry(path: string): Promise<Locator> {
    const parts = path.split("/");
    for (let depth = 1; depth < parts.length; depth++) {
      const folder = this.item(parts.slice(0, depth).join("/"));
      await this.find(folder);
      if ((await folder.getAttribute("aria-expanded")) === "false") await folder.click();
    }
    const row = this.item(path);
    await this.find(row);
    return row;
  }

  /** The row with this path, if it is in view. */
  item(path: string): Locator {
    return this.page.locator(`.tree-window [data-path="${path.replace(/["\\]/g, "\\$&")}"]`);
  }

  private async find(row: Locator): Promise<void> {
    const scroller = this.page.locator(".context-scroll");
    await scroller.evaluate((element) => element.scrollTo(0, 0));
    await expect(async () => {
      // Nearly a view at a time: a folder of five hundred entries takes long in small steps.
      if ((await row.count()) === 0) await scroller.evaluate((element) => element.scrollBy(0, 0.9 * element.clientHeight));
      expect(await row.count()).toBe(1);
    }).toPass({ intervals: [50], timeout: 30_000 });
    await row.scrollIntoViewIfNeeded();
  }

  /** Replaces the whole text of an editor, as by select-all and paste. */
  async replace(label: string, text: string): Promise<void> {
    const editor = this.editor(label);
    await editor.click();
    await editor.press("Control+A");
    await paste(this.page, text);
  }

  /** Adds a line at the end of an editor's text. */
  async append(label: string, line: string): Promise<void> {
    const editor = this.editor(label);
    await editor.click();
    await editor.press("Control+End");
    await this.page.keyboard.insertText(`\n${line}`);
  }

  /** The text of an editor, as copying all of it gives it. */
  async text(label: string): Promise<string> {
    const editor = this.editor(label);
    // Not a click: a card may lie over the text where the pointer rests.
    await editor.focus();
    await editor.press("Control+A");
    return copied(this.page);
  }

  get apology(): Locator {
    return this.page.locator("#apology");
  }

  get problems(): Locator {
    return this.page.getByRole("list", { name: "Problems" });
  }

  /** The page still answers: another example can be opened and has an outcome. */
  async isAlive(): Promise<void> {
    await expect(this.apology).toBeHidden();
    await this.tab("Timeline");
    await expect(this.page.getByRole("tabpanel", { name: "Timeline" })).toBeVisible();
    await this.tab("Image");
    await expect(this.page.getByRole("tabpanel", { name: "Image" })).toBeVisible();
    await this.tab("Explain");
    await expect(this.page.getByRole("tabpanel", { name: "Explain" })).toBeVisible();
  }
}

/** Pastes into what has the focus. */
async function paste(page: Page, text: string): Promise<void> {
  await clipboardEvent(page, "paste", text);
}

/** What copying the selection would put on the clipboard. */
async function copied(page: Page): Promise<string> {
  return clipboardEvent(page, "copy", "");
}

/** Sends an event to what has the focus, and gives the text that it carries then. The clipboard itself is not needed, which
 * headless browsers guard. */
async function clipboardEvent(page: Page, type: "copy" | "paste", text: string): Promise<string> {
  return page.evaluate(
    ({ type, text }) => {
      const data = new DataTransfer();
      if (text !== "") data.setData("text/plain", text);
      const event = new ClipboardEvent(type, { bubbles: true, cancelable: true });
      // Not as an option of the event: Firefox takes the data of one that a script made for protected.
      Object.defineProperty(event, "clipboardData", { value: data });
      document.activeElement?.dispatchEvent(event);
      return data.getData("text/plain");
    },
    { type, text },
  );
}

/** A test that starts on the open page and fails if the console had anything to complain of. */
export const test = base.extend<{ workbench: Workbench }>({
  workbench: async ({ page }, use) => {
    const workbench = new Workbench(page);
    await workbench.open();
    await use(workbench);
    expect(workbench.complaints).toEqual([]);
  },
});

export { expect };
