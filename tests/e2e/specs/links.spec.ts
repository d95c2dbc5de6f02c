// Links that carry a project.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test, Workbench } from "./workbench";

test("a link opens the project with its builds and edits, beside the visitor's own work", async ({ workbench, page, context }) => {
  await workbench.replace("Dockerfile", "FROM python:3.13-slim\nCOPY . .\nRUN pip install -r requirements.txt\n");
  await workbench.build();
  await workbench.openFile("requirements.txt");
  await workbench.append("requirements.txt", "requests==2.32.5");
  await page.getByRole("tab", { name: "Dockerfile", exact: true }).click();
  await expect(workbench.steps).toContainText("2 of 3");
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const link = await page.getByLabel("Link to the project as it stands").inputValue();
  expect(link).toMatch(/#1d[A-Za-z0-9_-]+$/);
  expect(link.length).toBeLessThan(2_000);

  const other = await context.newPage();
  const visitor = new Workbench(other);
  await visitor.open();
  await visitor.append("Dockerfile", "RUN echo mine");
  await other.goto(link);
  await expect(visitor.steps).toContainText("2 of 3");
  expect(await visitor.outcomes()).toEqual(await workbench.outcomes());
  await expect(other.locator(".build")).toHaveCount(await page.locator(".build").count());
  await visitor.openFile("requirements.txt");
  await expect(visitor.editor("requirements.txt")).toContainText("requests==2.32.5");
  await other.getByRole("combobox", { name: "Project" }).selectOption("django-two-stages");
  await expect(visitor.editor("Dockerfile")).toContainText("RUN echo mine");
  expect(visitor.complaints).toEqual([]);
});

test("the address follows what the user does, and is left alone before", async ({ workbench, page }) => {
  await page.waitForTimeout(1_200);
  expect(new URL(page.url()).hash).toBe("");
  await workbench.append("Dockerfile", "RUN echo more");
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
  await page.reload();
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo more");
});

test("a link that is damaged, newer or cut says so and leaves the visitor's work alone", async ({ workbench, page }) => {
  await workbench.append("Dockerfile", "RUN echo mine");
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
  const whole = new URL(page.url()).hash;
  const go = (hash: string) => page.evaluate((hash) => { location.hash = hash; }, hash);
  await go("#1dAAAA");
  await expect(page.getByRole("alert")).toContainText("This link is damaged");
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo mine");
  await page.getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await go("#7xAAAAAAAAAA");
  await expect(page.getByRole("alert")).toContainText("a newer version");
  await go(whole.slice(0, -30));
  await expect(page.getByRole("alert")).toContainText("A part of this link was lost");
  await expect(workbench.editor("Dockerfile")).toContainText("FROM python:3.13-slim AS builder");
  expect(workbench.complaints).toEqual([]);
});

test("texts of files named like secrets go in only if that is asked for", async ({ workbench, page }) => {
  await workbench.replace("Dockerfile", "FROM alpine:3.20\nCOPY .env .\n");
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const share = page.getByRole("dialog", { name: "Share" });
  const field = share.getByLabel("Link to the project as it stands");
  const before = (await field.inputValue()).length;
  await share.getByLabel(/The text of \.env/).check();
  await expect.poll(async () => (await field.inputValue()).length).toBeGreaterThan(before);
  await share.getByLabel(/The builds made so far/).uncheck();
  await expect(share).toContainText("letters");
});

test("what was edited is there again after a reload, and can be forgotten", async ({ workbench, page }) => {
  await workbench.append("Dockerfile", "RUN echo kept");
  await workbench.build();
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
  await page.goto("about:blank");
  await workbench.open();
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo kept");
  await expect(page.locator(".build")).toHaveCount(3);
  await page.getByRole("button", { name: /^Options/ }).click();
  await page.getByRole("button", { name: /^Forget / }).click();
  await page.keyboard.press("Escape");
  await expect(workbench.editor("Dockerfile")).not.toContainText("RUN echo kept");
  await page.goto("about:blank");
  await workbench.open();
  await expect(workbench.editor("Dockerfile")).not.toContainText("RUN echo kept");
  expect(workbench.complaints).toEqual([]);
});

test("a folder that was linked in the terminal is the same project here, and comes back as it was", async ({ page, baseURL }) => {
  // Set by `cargo xtask test`.
  const program = process.env["LAYERLAB_CLI"] ?? "";
  test.skip(program === "", "the program for the terminal was not built");
  const folder = mkdtempSync(join(tmpdir(), "layerlab-linked-"));
  const files: Record<string, string> = {
    "Dockerfile": "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n",
    ".dockerignore": "*.log\n",
    "requirements.txt": "django==5.2\n",
    "app/views.py": "print('hello')\n",
  };
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, "in", path)), { recursive: true });
      writeFileSync(join(folder, "in", path), text);
    }
    const link = execFileSync(program, ["link", join(folder, "in"), "--contents", "all", "--page", baseURL ?? ""], { encoding: "utf8" }).trim();
    const workbench = new Workbench(page);
    await page.goto(link);
    await expect(workbench.editor("Dockerfile")).toContainText("pip install -r requirements.txt");
    expect(await workbench.text("Dockerfile")).toBe(files["Dockerfile"]);
    await workbench.openFile("app/views.py");
    expect(await workbench.text("app/views.py")).toBe(files["app/views.py"]);
    await page.getByRole("tab", { name: ".dockerignore" }).click();
    expect(await workbench.text(".dockerignore")).toBe(files[".dockerignore"]);
    await page.getByRole("tab", { name: "Dockerfile", exact: true }).click();
    await workbench.append("Dockerfile", "RUN echo here");
    await page.getByRole("button", { name: "Share", exact: true }).click();
    const back = page.getByLabel("Link to the project as it stands");
    execFileSync(program, ["open", await back.inputValue(), join(folder, "out")], { stdio: "pipe" });
    expect(readFileSync(join(folder, "out/Dockerfile"), "utf8")).toContain("RUN echo here");
    for (const path of [".dockerignore", "requirements.txt", "app/views.py"]) {
      expect(readFileSync(join(folder, "out", path), "utf8")).toBe(files[path]);
    }
    expect(workbench.complaints).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
