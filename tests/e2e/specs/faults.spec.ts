// What goes wrong around the page: parts of it that do not come or come damaged, a clock that is set, a page left in the middle of
// something. It goes on with what is there, and nothing that was typed is lost.

import type { Page, Route } from "@playwright/test";
import { expect, test as onComputer } from "./folders";
import { test, Workbench } from "./workbench";

const EDITOR = "**/scripts/editor-*.js*";

/** What a server sends that breaks off in the middle, without anybody noticing. */
async function half(route: Route): Promise<void> {
  const response = await route.fetch();
  const body = await response.body();
  await route.fulfill({ response, body: body.subarray(0, Math.floor(body.length / 2)) });
}

const DAMAGES: [string, (route: Route) => Promise<void>][] = [
  ["missing", (route) => route.abort()],
  ["not found", (route) => route.fulfill({ status: 404, body: "not found" })],
  ["cut", half],
];

/** The page with its console unchecked, since a browser complains of requests that fail. */
async function opened(page: Page): Promise<Workbench> {
  const workbench = new Workbench(page);
  await page.goto("/");
  await expect(workbench.editor("Dockerfile")).toBeVisible();
  return workbench;
}

for (const [damage, answer] of DAMAGES) {
  test(`with the editor ${damage} a plain text field takes its place, and what is typed there is kept`, async ({ page }) => {
    await page.route(EDITOR, answer);
    const workbench = await opened(page);
    await expect(page.getByRole("alert")).toContainText("a plain text field takes its place");
    const field = workbench.editor("Dockerfile");
    expect(await field.evaluate((element) => element.tagName)).toBe("TEXTAREA");
    const text = await field.inputValue();
    const lines = text.trimEnd().split("\n");
    await expect(workbench.row(lines.length + 1)).toHaveCount(0);

    await field.focus();
    await field.press("Control+End");
    await page.keyboard.insertText("RUN echo typed\n");
    const row = workbench.row(lines.length + 1);
    await expect(row).toContainText("runs");
    // Each row is level with its line.
    const top = (await field.boundingBox())?.y ?? 0;
    const height = await field.evaluate((element) => Number.parseFloat(getComputedStyle(element).lineHeight));
    const middle = await row.boundingBox().then((box) => (box === null ? 0 : box.y + box.height / 2));
    expect(Math.abs(middle - (top + 6 + (lines.length + 0.5) * height))).toBeLessThan(3);
    // Other files are edited in the same way, and Ctrl-Enter builds.
    await workbench.tab(".dockerignore");
    await workbench.editor(".dockerignore").fill("*.md\n");
    await workbench.tab("Dockerfile");
    await field.press("Control+Enter");
    await expect(row).toContainText("cached");
    // The last place of the cursor is that of the line that is explained.
    await workbench.row(2).click();
    await expect(page.getByRole("tabpanel", { name: "Explain" })).toContainText("FROM");

    await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
    await page.unroute(EDITOR);
    await page.reload();
    await expect(page.locator(".cm-content").first()).toBeVisible();
    expect(await workbench.text("Dockerfile")).toBe(`${text}RUN echo typed\n`);
  });
}

test("an editor that fails when it starts is replaced too", async ({ page }) => {
  await page.route(EDITOR, (route) =>
    route.fulfill({ contentType: "text/javascript", body: "export function createEditor() { throw new Error('old browser'); }" }),
  );
  const workbench = await opened(page);
  const field = workbench.editor("Dockerfile");
  await field.fill("FROM alpine:3.22\nRUN echo typed\n");
  await expect(workbench.row(2)).toContainText("runs");
});

test("without the services of the editor one types as before", async ({ page }) => {
  await page.route("**/scripts/services-*.js*", half);
  const workbench = await opened(page);
  await workbench.append("Dockerfile", "RUN echo typed");
  const lines = (await workbench.text("Dockerfile")).split("\n");
  await expect(workbench.row(lines.length)).toContainText("runs");
  await expect(workbench.apology).toBeHidden();
});

test("a table that comes only in part is not taken for a small one, and trying again brings all of it", async ({ page }) => {
  await page.route("**/tables/*.txt", half);
  const workbench = await opened(page);
  await workbench.replace("Dockerfile", "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y git\n");
  await expect(page.locator(".package-notice-failed")).toContainText("Debian 12's packages could not be loaded: the file is damaged");
  await page.unroute("**/tables/*.txt");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(workbench.row(2)).toContainText(/1\d\d MB/);
  await expect(workbench.editor("Dockerfile")).toContainText("apt-get install -y git");
});

test("lessons that come only in part are told, and the text stays", async ({ page }) => {
  await page.route("**/texts/course-*.txt", half);
  const workbench = await opened(page);
  await workbench.append("Dockerfile", "RUN echo typed");
  await page.evaluate(() => { location.hash = "#/lesson/order-of-instructions"; });
  await expect(page.getByRole("alert")).toContainText("The lessons could not be loaded: the file is damaged");
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo typed");
});

onComputer("an archive is refused while what reads it is damaged, and the text stays", async ({ page, computer }) => {
  await page.route("**/scripts/zip-*.js*", half);
  const workbench = await opened(page);
  await workbench.append("Dockerfile", "RUN echo typed");
  await computer.drop(computer.write("shop.zip", "PK"));
  await expect(page.getByText(/could not be loaded/)).toBeVisible();
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo typed");
});

for (const [what, prepare] of [
  ["that lacks it", () => Reflect.deleteProperty(window, "WebAssembly")],
  ["that refuses it", () => {
    const refuse = () => Promise.reject(new WebAssembly.CompileError("Wasm code generation disallowed by embedder"));
    Object.assign(WebAssembly, { compile: refuse, compileStreaming: refuse, instantiate: refuse, instantiateStreaming: refuse });
  }],
] as [string, () => void][]) {
  test(`in a browser ${what} WebAssembly is missed in words, and what was kept stays`, async ({ page, context }) => {
    const workbench = await opened(page);
    await workbench.append("Dockerfile", "RUN echo typed");
    await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
    const without = await context.newPage();
    await without.addInitScript(prepare);
    await without.goto("/");
    await expect(without.locator("#apology")).toContainText("needs a browser with WebAssembly");
    await expect(without.locator(".static-text")).toContainText("FROM python");
    await without.close();
    await page.goto("about:blank");
    await workbench.open();
    await expect(workbench.editor("Dockerfile")).toContainText("RUN echo typed");
  });
}

test("a clock that is set back changes nothing that is shown or kept", async ({ page }) => {
  const workbench = await opened(page);
  await workbench.append("Dockerfile", "RUN echo one");
  await workbench.build();
  const before = await workbench.outcomes();
  await page.clock.setSystemTime(new Date("2001-02-03T04:05:06Z"));
  await workbench.append("Dockerfile", "RUN echo two");
  await workbench.build();
  expect((await workbench.outcomes()).slice(0, before.length)).toEqual(before);
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
  await page.reload();
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo two");
});

test("what was typed right before a reload is there after it", async ({ page }) => {
  const workbench = await opened(page);
  await workbench.append("Dockerfile", "RUN echo one");
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
  await workbench.append("Dockerfile", "RUN echo two");
  // Not long enough for a new link in the address.
  await expect(workbench.steps).toContainText("of 11 steps run");
  await page.reload();
  await expect(workbench.steps).toContainText("of 11 steps run");
  expect(await workbench.text("Dockerfile")).toContain("RUN echo one\nRUN echo two");
});

onComputer("two projects that begin in one moment are kept apart", async ({ page, computer }) => {
  await page.clock.setFixedTime(new Date("2026-01-01T00:00:00Z"));
  const workbench = await opened(page);
  const project = page.getByRole("combobox", { name: "Project" });
  for (const name of ["shop", "store"]) {
    computer.write(`${name}/Dockerfile`, "FROM alpine:3.22\n");
    await computer.drop(computer.path(name));
    await expect(project.locator("option:checked")).toHaveText(name);
    await workbench.tab("Dockerfile");
    await workbench.append("Dockerfile", `RUN echo ${name}`);
    await expect.poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("layerlab.project.")).length)).toBe(name === "shop" ? 1 : 2);
  }
  await page.reload();
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo store");
  await project.selectOption({ label: "shop" });
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo shop");
});

test("what was typed a moment before the page is left is there again", async ({ page }) => {
  const workbench = await opened(page);
  await workbench.append("Dockerfile", "RUN echo last");
  // The browser has passed it on once it is there.
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo last");
  await page.reload();
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo last");
});

test("what was typed letter by letter a moment before the page is left is there again", async ({ page }) => {
  const workbench = await opened(page);
  for (const line of ["RUN echo one", "RUN echo two"]) {
    await workbench.editor("Dockerfile").press("Control+End");
    await page.keyboard.press("Enter");
    await page.keyboard.type(line);
    await page.reload();
    await expect(workbench.editor("Dockerfile")).toContainText(line);
  }
});

test("what was undone stays so over a reload", async ({ page }) => {
  const workbench = await opened(page);
  await workbench.append("Dockerfile", "RUN echo undone");
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
  const link = page.url();
  await page.keyboard.press("Control+Z");
  await expect(workbench.editor("Dockerfile")).not.toContainText("RUN echo undone");
  await expect.poll(() => page.url()).not.toBe(link);
  await page.reload();
  await expect(workbench.steps).toContainText("of 9 steps run");
  await expect(workbench.editor("Dockerfile")).not.toContainText("RUN echo undone");
});

test("a project that is chosen is there after a reload, and its address is not that of the one before", async ({ page }) => {
  const workbench = await opened(page);
  const project = page.getByRole("combobox", { name: "Project" });
  await project.selectOption("go-scratch");
  await expect(workbench.editor("Dockerfile")).toContainText("FROM golang");
  await page.reload();
  await expect(workbench.editor("Dockerfile")).toContainText("FROM golang");
  await workbench.append("Dockerfile", "# mine");
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
  await project.selectOption("node-typescript");
  await expect(workbench.editor("Dockerfile")).toContainText("FROM node");
  await expect.poll(() => new URL(page.url()).hash).toBe("");
  await page.reload();
  await expect(workbench.editor("Dockerfile")).toContainText("FROM node");
  await expect(project).toHaveValue("node-typescript");
  await project.selectOption("go-scratch");
  await expect(workbench.editor("Dockerfile")).toContainText("# mine");
  await page.reload();
  await expect(workbench.editor("Dockerfile")).toContainText("# mine");
});

test("what was typed a moment before another project is opened is there again after a reload", async ({ page }) => {
  const workbench = await opened(page);
  await workbench.append("Dockerfile", "RUN echo left");
  const project = page.getByRole("combobox", { name: "Project" });
  const other = await project.locator("option:not(:checked)").first().textContent();
  await project.selectOption({ label: other ?? "" });
  await expect(workbench.editor("Dockerfile")).not.toContainText("RUN echo left");
  await page.reload();
  await expect(workbench.editor("Dockerfile")).toBeVisible();
  await project.selectOption("django-two-stages");
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo left");
});

onComputer("a page that is reloaded while a folder is read has what was typed before, and nothing of the folder", async ({ page, computer }) => {
  for (let file = 0; file < 3_000; file++) computer.write(`shop/src/file-${file}.txt`, "x");
  computer.write("shop/Dockerfile", "FROM alpine:3.22\nCOPY . .\n");
  const workbench = await opened(page);
  await workbench.append("Dockerfile", "RUN echo typed");
  await computer.drop(computer.path("shop"));
  await expect(page.locator(".loading")).toBeVisible();
  await page.reload();
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo typed");
  const project = page.getByRole("combobox", { name: "Project" });
  await expect(project.locator("option").filter({ hasText: "shop" })).toHaveCount(0);
  // It can be dropped again.
  await computer.drop(computer.path("shop"));
  await expect(project.locator("option:checked")).toHaveText("shop", { timeout: 30_000 });
});
