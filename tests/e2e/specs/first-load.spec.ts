// The program comes in two halves (crates/xtask/src/split). These tests need the page as `cargo xtask dist` makes it.

import type { Page, Request } from "@playwright/test";
import { expect, test as base } from "@playwright/test";
import { Workbench } from "./workbench";

const REST = "**/layerlab-web_rest*.wasm";

/** Requests for the second half, as they are made. The page asks for it in advance by `fetch`, and at once by `xhr`. */
function asked(page: Page, kind: string): Request[] {
  const requests: Request[] = [];
  page.on("request", (request) => {
    if (request.url().includes("_rest") && request.resourceType() === kind) requests.push(request);
  });
  return requests;
}

/** The page with its console unchecked, since a browser complains of requests that fail. */
async function opened(page: Page, address: string): Promise<Workbench> {
  const workbench = new Workbench(page);
  await page.goto(address);
  await expect(workbench.steps).toContainText(/\d+ of \d+ steps run|fails/);
  return workbench;
}

base("the page, a kept project, a link and an embed are there before the second half is", async ({ page, context, baseURL }) => {
  const first = await opened(page, "/");
  await first.append("Dockerfile", "RUN echo mine");
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
  const link = page.url();
  await page.goto("about:blank");
  // The files that this one copies are not there, as usual in a page of somebody else.
  const dockerfile = "FROM python:3.13-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nRUN echo mine\n";
  const plain = `${baseURL ?? ""}embed.html#dockerfile=${encodeURIComponent(dockerfile)}`;
  const usual = "FROM node:22-alpine\nRUN apk add --no-cache git\nCOPY package.json .\nRUN npm ci\nRUN echo mine\n";
  const linked = `${baseURL ?? ""}#dockerfile=${encodeURIComponent(usual)}`;
  for (const address of [baseURL ?? "", link, link.replace("#", "embed.html#"), plain, linked]) {
    const other = await context.newPage();
    await other.route(REST, (route) => route.abort());
    const waits = asked(other, "xhr");
    const workbench = await opened(other, address);
    await expect(workbench.editor("Dockerfile")).toContainText("RUN echo mine");
    // The page has done by itself what it does.
    await other.waitForTimeout(1_000);
    expect(waits, "cargo xtask first-load makes the list of what can wait anew").toEqual([]);
    await expect(other.locator("#apology")).toBeHidden();
    await other.close();
  }
});

base("what is typed at the start does not keep the page waiting for the second half", async ({ page }) => {
  const held = (part: string): Promise<() => void> => {
    let come = (): void => {};
    const there = new Promise<void>((resolve) => (come = resolve));
    return page.route(part, (route) => there.then(() => route.continue())).then(() => come);
  };
  const [first, second] = [await held("**/layerlab-web_bg*.wasm"), await held(REST)];
  const waits = asked(page, "xhr");
  const workbench = new Workbench(page);
  await page.goto("/");
  await workbench.editor("Dockerfile").press("Control+End");
  await page.keyboard.type("RUN echo before", { delay: 20 });
  first();
  await expect(workbench.steps).toContainText("of 9 steps run");
  await page.keyboard.type(" and after\nRUN echo more\n", { delay: 20 });
  await page.keyboard.press("ArrowUp");
  await page.waitForTimeout(500);
  await expect(workbench.steps).toContainText("of 9 steps run");
  second();
  await expect(workbench.steps).toContainText("of 11 steps run");
  await expect(page.getByRole("tabpanel", { name: "Explain" }).getByRole("heading", { level: 2 })).toContainText("line 21");
  expect(await workbench.text("Dockerfile")).toContain("RUN echo before and after\nRUN echo more\n");
  expect(waits).toEqual([]);
});

base("who asks for proposals before the second half is there gets them then", async ({ page }) => {
  let come = (): void => {};
  const held = new Promise<void>((resolve) => (come = resolve));
  await page.route(REST, (route) => held.then(() => route.continue()));
  const workbench = await opened(page, "/");
  await workbench.editor("Dockerfile").press("Control+End");
  await page.keyboard.press("Control+Space");
  await page.waitForTimeout(500);
  const proposals = page.locator(".cm-tooltip-autocomplete");
  await expect(proposals).toBeHidden();
  come();
  await expect(proposals).toContainText("COPY");
});

base("what is typed before the second half is there is kept over a reload, in a project of one's own too", async ({ page }) => {
  const workbench = new Workbench(page);
  await page.goto("/");
  await workbench.append("Dockerfile", "RUN echo first");
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
  let come = (): void => {};
  const held = new Promise<void>((resolve) => (come = resolve));
  await page.route(REST, (route) => held.then(() => route.continue()));
  await page.reload();
  await expect(workbench.steps).toContainText("of 10 steps run");
  await workbench.append("Dockerfile", "RUN echo second");
  await page.reload();
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo second");
  await workbench.append("Dockerfile", "RUN echo third");
  await page.waitForTimeout(300);
  await expect(workbench.steps).toContainText("of 10 steps run");
  come();
  await expect(workbench.steps).toContainText("of 12 steps run");
  expect(await page.evaluate(() => sessionStorage.getItem("layerlab.typed.Dockerfile"))).toBeNull();
  await page.reload();
  await expect(workbench.steps).toContainText("of 12 steps run");
  expect(await workbench.text("Dockerfile")).toContain("RUN echo first\nRUN echo second\nRUN echo third");
  expect(workbench.complaints).toEqual([]);
});

base("a link to a project that is like none of the examples waits for what it needs", async ({ page, context }) => {
  const first = await opened(page, "/");
  await first.replace("Dockerfile", "FROM alpine:3.22\nADD --chmod=755 . /x\nRUN <<EOF\napk add curl | tee log\nEOF\nSHELL [\"/bin/sh\"]\n");
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
  const other = await context.newPage();
  await other.route(REST, (route) => (route.request().resourceType() === "fetch" ? route.abort() : route.continue()));
  const workbench = await opened(other, page.url());
  await expect(workbench.editor("Dockerfile")).toContainText("apk add curl | tee log");
  expect(await workbench.outcomes()).toEqual(await first.outcomes());

  // What an address says is read before anything else.
  const dockerfile = encodeURIComponent("FROM alpine\nRUN echo \u202e ümlaut | tee log\n");
  await other.goto(`/embed.html#dockerfile=${dockerfile}&dockerignore=*.md&theme=dark`);
  await expect(workbench.editor("Dockerfile")).toContainText("ümlaut | tee log");
  await expect(other.locator("#apology")).toBeHidden();
});

base("what needs the second half before it is there waits for it", async ({ page }) => {
  const ahead = asked(page, "fetch");
  const waits = asked(page, "xhr");
  await page.route(REST, (route) => (route.request().resourceType() === "fetch" ? route.abort() : route.continue()));
  const workbench = await opened(page, "/");
  await expect.poll(() => ahead.length).toBeGreaterThan(0);
  await workbench.tab("Image");
  await expect(page.getByRole("tabpanel", { name: "Image" })).toContainText("docker history");
  await workbench.append("Dockerfile", "RUN echo more");
  await workbench.build();
  expect(waits).toHaveLength(1);
  await expect(page.locator("#apology")).toBeHidden();
});

base("if it cannot be had, the page says so and the text stays", async ({ page }) => {
  let refused = true;
  const ahead = asked(page, "fetch");
  await page.route(REST, (route) => (refused ? route.abort() : route.continue()));
  const workbench = await opened(page, "/");
  const text = await workbench.text("Dockerfile");
  await expect.poll(() => ahead.length).toBeGreaterThan(0);
  await workbench.tab("Image");
  await expect(page.getByRole("alert")).toContainText("A part of the simulator could not be loaded");
  expect(await workbench.text("Dockerfile")).toBe(text);
  refused = false;
  await page.reload();
  await workbench.tab("Image");
  await expect(page.getByRole("tabpanel", { name: "Image" })).toContainText("docker history");
});

base("what did not come is asked for again", async ({ page }) => {
  const ahead = asked(page, "fetch");
  const waits = asked(page, "xhr");
  await page.route(REST, (route) => (ahead.length < 3 ? route.abort() : route.continue()));
  const workbench = await opened(page, "/");
  await Promise.all([page.waitForResponse((response) => response.url().includes("_rest"), { timeout: 15_000 })]);
  await expect.poll(() => ahead.length).toBe(3);
  await page.waitForTimeout(300);
  await workbench.tab("Image");
  await expect(page.getByRole("tabpanel", { name: "Image" })).toContainText("docker history");
  expect(waits).toEqual([]);
});
