// Files and folders of this computer, made for a test, and how a user drops them on the page.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Page } from "@playwright/test";
import { test as base } from "./workbench";

/** A folder that is gone after the test. */
export class Computer {
  readonly folder = mkdtempSync(join(tmpdir(), "layerlab-folder-"));

  constructor(private readonly page: Page) {}

  path(path: string): string {
    return join(this.folder, path);
  }

  write(path: string, content: string | Buffer): string {
    const file = this.path(path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** Makes a folder in which nothing is. */
  emptyFolder(path: string): string {
    mkdirSync(this.path(path), { recursive: true });
    return this.path(path);
  }

  /** Drops files or folders on the page, as a user does. */
  async drop(...files: string[]): Promise<void> {
    const devtools = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files, dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"] as const) {
      await devtools.send("Input.dispatchDragEvent", { type, x: 300, y: 400, data });
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const test = base.extend<{ computer: Computer }>({
  computer: async ({ page }, use) => {
    const computer = new Computer(page);
    await use(computer);
    computer.remove();
  },
});

export { expect } from "./workbench";
