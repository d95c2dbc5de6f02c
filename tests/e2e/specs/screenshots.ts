// Pictures of the page at several sizes, light and dark: `npx playwright test --project screenshots` in this folder, after `cargo xtask dist`.
//
// The one for the README goes to `docs/`; the others go to the results, which git ignores.

import { test } from "./workbench";

const SIZES = [
  { name: "1440", width: 1440, height: 900 },
  { name: "1024", width: 1024, height: 768 },
  { name: "768", width: 768, height: 1024 },
  { name: "390", width: 390, height: 844 },
];
const README = "1440-light";

for (const { name, width, height } of SIZES) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${name}-${colorScheme}`, () => {
      test.use({ viewport: { width, height }, colorScheme });

      test("picture", async ({ workbench, page }) => {
        const picture = `${name}-${colorScheme}`;
        await page.screenshot({ path: `results/screenshots/${picture}.png` });
        if (picture === README) await page.screenshot({ path: "../../docs/screenshot-light.png" });
        await workbench.tab("Context");
        await workbench.tab("Timeline");
        await page.screenshot({ path: `results/screenshots/${picture}-context-timeline.png` });
        await workbench.tab(".dockerignore");
        await workbench.tab("Image");
        await page.screenshot({ path: `results/screenshots/${picture}-ignore-image.png` });
      });
    });
  }
}
