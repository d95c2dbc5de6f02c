// The page without a network, after it was there once, and how another version takes its place.

import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test as base, Workbench } from "./workbench";

/** A site of its own, whose files can be changed and which can be gone. */
class Site {
  readonly folder = mkdtempSync(join(tmpdir(), "layerlab-site-"));
  private server: ChildProcess | null = null;
  address = "";

  constructor() {
    cpSync("../../dist", this.folder, { recursive: true });
  }

  async start(): Promise<void> {
    const port = this.address === "" ? "0" : new URL(this.address).port;
    const server = spawn(process.execPath, ["server.mjs", this.folder, port], { stdio: ["ignore", "pipe", "inherit"] });
    this.server = server;
    this.address = await new Promise<string>((resolve) => server.stdout?.once("data", (text) => resolve(String(text).trim())));
  }

  /** No network from now on, as far as this site goes. */
  async stop(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server === null) return;
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill();
    await gone;
  }

  file(beginning: string): string {
    const name = readdirSync(this.folder).find((name) => name.startsWith(beginning) && /\.(?:js|css|html)$/.test(name));
    return join(this.folder, name ?? beginning);
  }

  /** Another version: the page and one of its scripts are others. */
  change(name: string): void {
    writeFileSync(this.file("index.html"), readFileSync(this.file("index.html"), "utf8").replace(/<body[^>]*>/, `<body class="${name}">`));
    appendFileSync(this.file("boot-"), `\ndocument.documentElement.dataset.boot = "${name}";\n`);
    this.finish();
  }

  finish(): void {
    const done = spawnSync(process.execPath, ["../../tools/node/finish.mjs", this.folder, "--not-compressed"], { stdio: "inherit" });
    expect(done.status).toBe(0);
  }
}

const test = base.extend<{ site: Site; workbench: Workbench }>({
  site: async ({}, use) => {
    const site = new Site();
    await site.start();
    await use(site);
    await site.stop();
    rmSync(site.folder, { recursive: true, force: true });
  },
  workbench: async ({ page, site }, use) => {
    const workbench = new Workbench(page);
    await page.goto(site.address);
    await expect(workbench.editor("Dockerfile")).toBeVisible();
    await use(workbench);
  },
});

test.use({ serviceWorkers: "allow" });

/** The site is kept whole. */
const kept = (page: Page): Promise<unknown> => page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
/** The versions that are kept. */
const versions = (page: Page): Promise<string[]> => page.evaluate(() => caches.keys());
const shown = (page: Page): Promise<(string | undefined)[]> =>
  page.evaluate(() => [document.body.className, document.documentElement.dataset["boot"] ?? ""]);

test("after the first visit the page is there without a network, with all that it loads on demand", async ({ site, workbench, page }) => {
  await kept(page);
  await workbench.append("Dockerfile", "RUN echo typed");
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
  await site.stop();
  await page.reload();
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo typed");
  // A table, an example, a lesson, and the services of the editor.
  await workbench.replace("Dockerfile", "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y git\n");
  await expect(workbench.row(2)).toContainText(/1\d\d MB/);
  await page.getByRole("combobox", { name: "Project" }).selectOption("go-scratch");
  await expect(workbench.editor("Dockerfile")).toContainText("FROM scratch");
  await page.goto(`${site.address}index.html#/learn/apt-get`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(workbench.complaints).toEqual([]);
});

test("another version takes the place of the first one as a whole, at the next load", async ({ site, workbench, page }) => {
  await kept(page);
  const [first] = await versions(page);
  site.change("second");
  // The page that is open stays as it is, and so is what it still loads, which the server has no longer.
  await page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration?.update()));
  await expect.poll(async () => (await versions(page)).length).toBe(2);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration?.installing ?? registration?.waiting ?? null))).toBeNull();
  expect(await shown(page)).toEqual(["", ""]);
  await page.getByRole("combobox", { name: "Project" }).selectOption("go-scratch");
  await expect(workbench.editor("Dockerfile")).toContainText("FROM scratch");

  await page.reload();
  await expect(workbench.editor("Dockerfile")).toBeVisible();
  expect(await shown(page)).toEqual(["second", "second"]);
  await site.stop();
  await page.reload();
  await expect(workbench.editor("Dockerfile")).toBeVisible();
  expect(await shown(page)).toEqual(["second", "second"]);

  // A third one: the first goes.
  await site.start();
  site.change("third");
  await page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration?.update()));
  await expect.poll(async () => [(await versions(page)).length, (await versions(page)).includes(first ?? "")]).toEqual([2, false]);
  await page.reload();
  await expect(workbench.editor("Dockerfile")).toBeVisible();
  expect(await shown(page)).toEqual(["third", "third"]);
});

test("half an update is no update", async ({ site, workbench, page }) => {
  await kept(page);
  const before = await versions(page);
  site.change("second");
  // The server has the new list and the new page, and one of the files is damaged.
  writeFileSync(site.file("boot-"), "// not what was asked for\n");
  await page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration?.update()).catch(() => undefined));
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration?.installing?.state ?? "none"))).toBe("none");
  await page.reload();
  await expect(workbench.editor("Dockerfile")).toBeVisible();
  expect(await shown(page)).toEqual(["", ""]);
  await expect.poll(() => versions(page)).toEqual(before);
});

test("in a sandboxed frame nothing is kept, and nothing is complained of", async ({ site, page }) => {
  const workbench = new Workbench(page);
  await page.setContent(`<iframe sandbox="allow-scripts" width="1200" height="800" src="${site.address}"></iframe>`);
  await expect(page.frameLocator("iframe").getByRole("textbox", { name: "Dockerfile" })).toBeVisible();
  await page.waitForTimeout(1_000);
  expect(page.context().serviceWorkers()).toEqual([]);
  expect(workbench.complaints).toEqual([]);
});
