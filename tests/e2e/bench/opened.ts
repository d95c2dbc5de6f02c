// Pages as the measurements need them: in a window of their own, so in a process of their own.

import { expect, type Browser, type Page } from "@playwright/test";
import { Computer } from "../specs/folders";
import { Workbench } from "../specs/workbench";
import { dockerfile, write } from "./project";

const viewport = { width: 1440, height: 900 };

/** The page with the project that it is measured with, built once. */
export async function layerlab(browser: Browser, address: string, files: number): Promise<Page> {
  const page = await browser.newPage({ viewport });
  const workbench = new Workbench(page);
  await page.goto(address);
  const computer = new Computer(page);
  try {
    const folder = write(computer, files);
    // The page takes no drop before it is there.
    await workbench.tab("Explain");
    await computer.drop(folder);
    const menu = page.getByRole("combobox", { name: "Project" });
    await expect(menu.locator("option:checked")).toHaveText("shop", { timeout: 150_000 });
    await workbench.tab("Dockerfile");
    await expect(page.locator(".package-notice")).toHaveCount(0);
    await workbench.build();
  } finally {
    computer.remove();
  }
  return page;
}

/** A bare editor with the same Dockerfile. */
export async function bareEditor(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({ viewport });
  const folder = "../../web/editor/dist/bench";
  await page.route("**/bench/bare.*", (route) =>
    route.fulfill({ path: `${folder}/${new URL(route.request().url()).pathname.split("/").at(-1)}` }),
  );
  await page.goto(`${address}bench/bare.html`);
  await page.evaluate(
    async ([script, text]) => {
      const { show } = (await import(script)) as { show(text: string): void };
      show(text);
    },
    [`${address}bench/bare.js`, dockerfile()] as const,
  );
  return page;
}
