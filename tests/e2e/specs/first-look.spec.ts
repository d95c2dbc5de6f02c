// What is there when the page opens.

import { expect, test } from "./workbench";

test("the first project is built once and edited since", async ({ workbench, page }) => {
  await expect(page.getByRole("combobox", { name: "Project" })).toHaveValue("django-two-stages");
  await expect(page.locator(".build")).toHaveCount(2);
  await expect(workbench.steps).toContainText("steps run");
  await expect(workbench.stat("Final image")).toContainText("MB");
  await expect(workbench.stat("Against build 1")).toBeVisible();
  await expect(workbench.stat("Build context")).toContainText("files sent");
});

test("each instruction has its row, level with its line", async ({ workbench, page }) => {
  const text = await workbench.text("Dockerfile");
  const keywords = text.split("\n").flatMap((line, index) => (/^[A-Z]+ /.test(line) ? [index + 1] : []));
  await expect(page.locator(".ledger .row")).toHaveCount(keywords.length);
  for (const line of keywords) {
    const row = await workbench.row(line).boundingBox();
    const code = await page.locator(".file-panel:not([hidden]) .cm-line").nth(line - 1).boundingBox();
    expect(row, `row of line ${line}`).not.toBeNull();
    expect(Math.abs((row?.y ?? 0) - (code?.y ?? 99))).toBeLessThanOrEqual(2);
  }
});

test("the mark of the chosen row is as high as its line, which may be wrapped", async ({ workbench, page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  const line = page.locator(".cm-activeLine:visible");
  await expect.poll(async () => (await line.boundingBox())?.height ?? 0).toBeGreaterThan(40);
  const height = async (number: number) => (await workbench.row(number).boundingBox())?.height ?? 0;
  await expect.poll(async () => Math.abs((await height(8)) - ((await line.boundingBox())?.height ?? 0))).toBeLessThan(1);
  await expect(workbench.row(8)).toHaveAttribute("aria-current", "true");
  expect(await height(7)).toBeLessThan(30);
});

test("explains why a line runs, from the chain of causes to the sources", async ({ workbench, page }) => {
  const [first] = await workbench.linesThat("runs");
  expect(first).toBeDefined();
  const explain = page.getByRole("tabpanel", { name: "Explain" });
  await expect(explain.getByRole("heading", { level: 2 })).toContainText(`line ${first}`);
  await expect(explain.locator(".cause ol li").first()).toBeVisible();
  await expect(explain.locator(".topic")).not.toBeEmpty();
  await expect(explain.locator(".sources a").first()).toHaveAttribute("href", /^https:\/\//);
});

test("explains the line that the cursor is on, and the line of a row that is clicked", async ({ workbench, page }) => {
  const heading = page.getByRole("tabpanel", { name: "Explain" }).getByRole("heading", { level: 2 });
  await page.locator(".cm-line").filter({ hasText: "WORKDIR" }).first().click();
  await expect(heading).toContainText("line 3");
  await workbench.row(7).click();
  await expect(heading).toContainText("line 7");
  await expect(page.locator(".file-panel:not([hidden]) .cm-activeLine")).toContainText("COPY requirements.txt");
  await expect(workbench.editor("Dockerfile")).toBeFocused();
});

test("shows the Dockerfile before the program arrives, and says so if it never does", async ({ page }) => {
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto("/");
  const text = page.getByText("FROM python:3.13-slim AS builder");
  await expect(text).toBeVisible();
  await expect(page.locator("#apology")).toContainText("could not be loaded");
  await expect(text).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a sentence says what is missing, and the text is there", async ({ page }) => {
    await page.goto("/");
    await expect(page.locator("noscript p")).toContainText("It needs JavaScript and WebAssembly");
    await expect(page.locator("noscript p")).toBeVisible();
    await expect(page.locator(".static-text")).toContainText("FROM python:3.13-slim AS builder");
  });
});
