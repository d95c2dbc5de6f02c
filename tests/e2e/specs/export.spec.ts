// What leaves the page as a file.

import { readFile } from "node:fs/promises";
import { expect, test, type Workbench } from "./workbench";
import type { Download, Page } from "@playwright/test";

async function saved(page: Page, button: string | RegExp): Promise<Download> {
  const waiting = page.waitForEvent("download");
  await page.getByRole("dialog", { name: "Share" }).getByRole("button", { name: button, exact: true }).click();
  return waiting;
}

async function content(download: Download): Promise<Buffer> {
  return readFile(await download.path());
}

async function share(workbench: Workbench): Promise<void> {
  await workbench.page.getByRole("button", { name: "Share", exact: true }).click();
}

test("the Dockerfile and the ignore file are saved as they stand", async ({ workbench, page }) => {
  await workbench.replace("Dockerfile", "FROM scratch\n");
  await share(workbench);
  const dockerfile = await saved(page, "Dockerfile");
  expect(dockerfile.suggestedFilename()).toBe("Dockerfile");
  expect((await content(dockerfile)).toString()).toBe("FROM scratch\n");
  expect((await content(await saved(page, ".dockerignore"))).toString()).toContain(".git");
});

test("everything is saved as an archive, which the page opens again", async ({ workbench, page }) => {
  await workbench.append("Dockerfile", "RUN echo from the archive");
  await share(workbench);
  const archive = await saved(page, "Everything as a .zip");
  expect(archive.suggestedFilename()).toBe("django-two-stages.zip");
  await page.keyboard.press("Escape");
  await workbench.tab("Context");
  await page.locator("input[type=file][accept*=zip]").setInputFiles({
    name: "again.zip",
    mimeType: "application/zip",
    buffer: await content(archive),
  });
  await expect(page.getByRole("combobox", { name: "Project" })).toHaveValue(/^folder-/);
  await workbench.tab("Dockerfile");
  expect(await workbench.text("Dockerfile")).toContain("RUN echo from the archive");
  await workbench.tab("Context");
  await expect(await workbench.entry("layerlab/summary.md")).toBeVisible();
});

test("pictures need nothing besides themselves", async ({ workbench, page }) => {
  await share(workbench);
  for (const [name, file] of [
    ["Timeline", "timeline"],
    ["Layers", "layers"],
  ] as const) {
    const svg = await saved(page, `${name}, SVG`);
    expect(svg.suggestedFilename()).toBe(`django-two-stages-${file}.svg`);
    const text = (await content(svg)).toString();
    expect(text).toContain('<title id="title">Django, two stages</title>');
    expect(text).not.toMatch(/href|<style|<script|class=/);
    const wellFormed = await page.evaluate(
      (text) => new DOMParser().parseFromString(text, "image/svg+xml").querySelector("parsererror") === null,
      text,
    );
    expect(wellFormed).toBe(true);
    const png = await content(await saved(page, `${name}, PNG`));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect(png.readUInt32BE(16)).toBe(1920);
  }
});

test("the summary says what the page says", async ({ workbench, page }) => {
  await share(workbench);
  const markdown = (await content(await saved(page, "Save it"))).toString();
  expect(markdown).toContain("### Docker build of Django, two stages");
  const run = await workbench.steps.locator(".stat-value").innerText();
  const [, steps, all] = /(\d+) of (\d+)/.exec(run) ?? [];
  expect(markdown).toContain(`| Steps that run | ${steps} of ${all} |`);
  expect(markdown).toMatch(/\| `requirements.txt`[^|]* \| \d+ \|/);
});
