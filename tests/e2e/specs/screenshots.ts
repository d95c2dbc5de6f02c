// Pictures of the page at several sizes, light and dark: `npx playwright test --project screenshots` in this folder, after `cargo xtask dist`.
//
// Those for the README go to `docs/`; the others go to the results, which git ignores.

import { writeFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { test } from "./workbench";

/** Pictures that are kept are WebP, which takes a fifth of PNG. */
async function keep(page: Page, name: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 82 });
  await writeFile(`../../docs/${name}.webp`, Buffer.from(data, "base64"));
}

const SIZES = [
  { name: "1440", width: 1440, height: 900 },
  { name: "1024", width: 1024, height: 768 },
  { name: "768", width: 768, height: 1024 },
  { name: "390", width: 390, height: 844 },
];

for (const { name, width, height } of SIZES) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${name}-${colorScheme}`, () => {
      test.use({ viewport: { width, height }, colorScheme });

      test("picture", async ({ workbench, page }) => {
        const picture = `${name}-${colorScheme}`;
        // They come a little after the rest.
        await page.locator(".what-if-chip").first().waitFor();
        await page.screenshot({ path: `results/screenshots/${picture}.png` });
        if (picture === "1440-light") await keep(page, "screenshot-light");
        await workbench.tab("Context");
        await workbench.tab("Timeline");
        await page.screenshot({ path: `results/screenshots/${picture}-context-timeline.png` });
        await workbench.tab(".dockerignore");
        await workbench.tab("Image");
        await page.screenshot({ path: `results/screenshots/${picture}-ignore-image.png` });
        await workbench.tab("Dockerfile");
        if (picture === "1440-dark") await keep(page, "screenshot-dark");
      });
    });
  }
}
