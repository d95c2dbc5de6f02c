// Writes web/frame anew, for `cargo xtask frame`.

import { expect, test as base } from "@playwright/test";
import { mkdirSync, writeFileSync } from "node:fs";
import { Workbench } from "../specs/workbench";
import { partsOfProgram } from "../specs/frame-parts";

const FOLDER = "../../web/frame";

base("what the frame shows", async ({ page }) => {
  await page.route("**/layerlab-web_rest*.wasm", (route) => route.abort());
  await page.goto("/");
  await expect(new Workbench(page).steps).toContainText("steps run");
  // Tables that the first example needs have come.
  await expect(page.locator(".package-notice")).toHaveCount(0);
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, html] of Object.entries(await partsOfProgram(page))) writeFileSync(`${FOLDER}/${name}`, `${html}\n`);
});
