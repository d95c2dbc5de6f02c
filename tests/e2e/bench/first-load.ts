// Notes which functions of the program run before a page can be used, for `cargo xtask first-load`: that puts a program into the
// page of which each function sets a variable when it runs (crates/xtask/src/split/marks.rs).

import { expect, test as base, type Browser, type BrowserContext, type Locator, type Page } from "@playwright/test";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

/** Long enough for what the page does by itself once it is there. */
const SETTLED_MILLISECONDS = 2_000;
const SHORT_MILLISECONDS = 500;
const RECORDINGS = "../recordings";
/** One of so many recordings is opened. */
const EACH = 4;

/** What a link of the page may hold, beside what the examples have: each kind of package, of program, and of image. */
const LINKED = [
  "FROM alpine\nRUN apk add --no-cache git curl\nCOPY . /srv\nCMD [\"sh\"]\n",
  "FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y curl nginx && rm -rf /var/lib/apt/lists/*\n",
  "FROM node:22-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCOPY . .\nUSER node\nEXPOSE 3000\nCMD node server.js\n",
  "FROM eclipse-temurin:21-jre\nARG JAR=target/app.jar\nCOPY ${JAR} /app.jar\nENTRYPOINT [\"java\", \"-jar\", \"/app.jar\"]\n",
  "FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nENTRYPOINT [\"/app\"]\n",
  "FROM example.org/team/base:1\nENV A=1\nRUN wget -q https://example.org/a.tar.gz && tar xf a.tar.gz\nHEALTHCHECK CMD true\n",
];

const ran = new Set<number>();

async function opened(visitor: Browser | BrowserContext, address: string, width: number): Promise<Page> {
  // Another page of the same visitor, or the first one of a new visitor.
  const context = "newContext" in visitor ? await visitor.newContext() : visitor;
  const page = await context.newPage();
  await page.setViewportSize({ width, height: 900 });
  await page.addInitScript(() => {
    WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
      construct(target, given) {
        const instance = Reflect.construct(target, given) as WebAssembly.Instance;
        Object.assign(globalThis, { program: instance.exports });
        return instance;
      },
    });
    // As in a page whose second half does not come: what waits for that is not noted.
    Object.defineProperty(globalThis, "layerlabIsWhole", { get: () => () => false, set: () => {} });
  });
  await page.goto(address);
  return page;
}

function editor(page: Page): Locator {
  return page.getByRole("textbox", { name: "Dockerfile", exact: true });
}

/** Dockerfiles of many kinds, without their files: what the page says of what fails is needed as much as the rest. */
function recordedDockerfiles(): string[] {
  const names = readdirSync(RECORDINGS).filter((name) => name.includes("__") && name.endsWith(".json")).sort();
  return names.flatMap((name, index) => {
    if (index % EACH !== 0) return [];
    const recording = JSON.parse(readFileSync(`${RECORDINGS}/${name}`, "utf8")) as { builds?: { dockerfile?: unknown }[] };
    const dockerfile = recording.builds?.[0]?.dockerfile;
    return typeof dockerfile === "string" ? [dockerfile] : [];
  });
}

/** Adds what has run in the page until now. */
async function note(page: Page, what: string, settled = SETTLED_MILLISECONDS): Promise<void> {
  await page.waitForTimeout(settled);
  // It may be left again before all is there.
  await page.evaluate(() => dispatchEvent(new Event("pagehide")));
  const numbers = await page.evaluate(() => {
    const { program } = globalThis as unknown as { program: Record<string, WebAssembly.Global> };
    const marks = Object.entries(program).filter(([name, mark]) => name.startsWith("ran") && mark.value === 1);
    return marks.map(([name]) => Number(name.slice("ran".length)));
  });
  const before = ran.size;
  for (const number of numbers) ran.add(number);
  console.log(`${what}: ${numbers.length} functions, ${ran.size - before} of them new`);
}

base("what runs before the page can be used", async ({ browser, baseURL }) => {
  base.setTimeout(600_000);
  const address = baseURL ?? "";
  for (const width of [1440, 390]) {
    const page = await opened(browser, address, width);
    await expect(editor(page)).toBeVisible();
    await note(page, `the page, ${width} pixels wide`);
    await page.context().close();
  }
  // A visitor's own project, or that of a link, may need what the first one does not.
  const menus = await opened(browser, address, 1440);
  const menu = menus.getByRole("combobox", { name: "Project" });
  await expect(editor(menus)).toBeVisible();
  const projects = await menu.locator("option").evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  for (const project of projects) {
    await menu.selectOption(project);
    await expect(menu).toHaveValue(project);
    await note(menus, project);
  }
  await menus.context().close();
  const worked = await opened(browser, address, 1440);
  await editor(worked).click();
  await worked.keyboard.insertText("# mine\n");
  // What is typed is not worked out before all is there, but it is taken.
  await worked.keyboard.type("# typed", { delay: 30 });
  await worked.keyboard.press("Enter");
  await worked.keyboard.press("ArrowDown");
  await note(worked, "what is typed");
  await worked.evaluate(() => dispatchEvent(new Event("layerlab-whole")));
  await expect.poll(() => new URL(worked.url()).hash).toMatch(/^#1d/);
  const link = worked.url();
  // What was typed is kept, and shown again, in the same tab and in the next one.
  await worked.reload();
  await expect(editor(worked)).toContainText("# mine");
  await note(worked, "the visitor's own project");
  const next = await opened(worked.context(), address, 1440);
  await expect(editor(next)).toContainText("# mine");
  await note(next, "the same, in another tab");
  await worked.context().close();
  const plain = `${address}embed.html#dockerfile=FROM%20python:3.13%0ACOPY%20.%20.%0A%23%20mine&theme=dark&lines=1-3&start=build`;
  const links = { "a link": link, "an embed": link.replace("#", "embed.html#"), "an embed with its text": plain };
  for (const [what, path] of Object.entries(links)) {
    const page = await opened(browser, path, 1440);
    await expect(page.getByText("# mine")).toBeVisible();
    await note(page, what);
    await page.context().close();
  }
  for (const dockerfile of LINKED) {
    for (const path of ["", "embed.html"]) {
      const page = await opened(browser, `${address}${path}#dockerfile=${encodeURIComponent(dockerfile)}`, 1440);
      await expect(page.getByText(/^FROM/).first()).toBeVisible();
      await note(page, `${path} ${dockerfile.split("\n", 1)[0] ?? ""}`);
      await page.context().close();
    }
  }
  for (const dockerfile of recordedDockerfiles()) {
    const page = await opened(browser, `${address}embed.html#dockerfile=${encodeURIComponent(dockerfile)}`, 800);
    await expect(page.getByRole("textbox", { name: "Dockerfile", exact: true })).toBeVisible();
    await note(page, dockerfile.split("\n", 1)[0] ?? "", SHORT_MILLISECONDS);
    await page.context().close();
  }
  expect(ran.size).toBeGreaterThan(1_000);
  writeFileSync("results/ran.txt", [...ran].join("\n"));
});
