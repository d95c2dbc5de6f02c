// Links that carry a project.

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
