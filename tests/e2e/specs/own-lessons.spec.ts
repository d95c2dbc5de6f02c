// Lessons that somebody wrote: from a file, from an address, and from a link.

import type { Page } from "@playwright/test";
import { expect, test, Workbench } from "./workbench";

const LESSON = `---
id: our-logs
title: Leave logs at home
chapter: Our team's course
topics: dockerignore, build-context
---

Each build sends the logs. <script>window.hacked = 1</script> <img src=x onerror="window.hacked = 1">

[Read on](javascript:window.hacked=1), [or here](https://example.org/a), ![a picture](https://example.org/a.png)

## Start

\`\`\`dockerfile Dockerfile
FROM python:3.13-slim
WORKDIR /app
COPY . .
CMD ["python", "app.py"]
\`\`\`

\`\`\`python app.py
print("hello")
\`\`\`

\`\`\`sizes
48000000 logs/last-week.log
\`\`\`

## Goals

\`\`\`goals
the context is under 10 kB
file app.py is sent
\`\`\`

## Hint

A line with the name of a folder.

## Solution

\`\`\`text .dockerignore
logs
\`\`\`
`;

const panel = (page: Page) => page.getByRole("tabpanel", { name: /^Lesson/ });
const sum = (page: Page) => panel(page).locator(".goals-sum");

async function pick(page: Page, name: string, text: string): Promise<void> {
  await page.getByRole("button", { name: "Lessons", exact: true }).click();
  await page.getByLabel("Open a lesson (.md)").setInputFiles({ name, mimeType: "text/markdown", buffer: Buffer.from(text) });
  await page.keyboard.press("Escape");
}

async function solve(workbench: Workbench, page: Page): Promise<void> {
  await page.getByRole("tab", { name: ".dockerignore" }).click();
  await workbench.editor(".dockerignore").click();
  await page.keyboard.type("logs");
  await expect(sum(page)).toHaveText("All goals are met.");
}

test("a lesson from a file is solved by typing, stays, and is told on by a link", async ({ workbench, page, browser }) => {
  await pick(page, "lesson.md", LESSON);
  await expect(panel(page)).toContainText("Leave logs at home");
  await expect(panel(page)).toContainText("Our team's course");
  await expect(sum(page)).toHaveText("1 of 2 goals met.");
  await expect(panel(page).locator(".lesson-flaws")).toHaveCount(0);
  // What is hostile in it is text.
  await expect(panel(page)).toContainText("<script>window.hacked = 1</script>");
  await expect(panel(page).locator("script, img, iframe, a[href^=javascript]")).toHaveCount(0);
  await panel(page).getByText("Read on").click();
  await expect(panel(page).getByRole("link", { name: "or here" })).toHaveAttribute("rel", /noopener/);
  expect(await page.evaluate(() => "hacked" in window)).toBe(false);

  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
  const begins = page.url();
  await solve(workbench, page);
  // The project is written down after a moment, the lesson with it.
  await expect.poll(() => page.evaluate(() => localStorage.getItem("layerlab.project.lesson/own/our-logs") !== null)).toBe(true);
  await page.reload();
  await expect(sum(page)).toHaveText("All goals are met.");
  // The same text again goes on, another one begins beside it.
  await pick(page, "lesson.md", LESSON);
  await expect(sum(page)).toHaveText("All goals are met.");
  await pick(page, "lesson.md", LESSON.replace("Leave logs at home", "Leave all logs at home"));
  await expect(panel(page)).toContainText("Leave all logs at home");
  await expect(sum(page)).toHaveText("1 of 2 goals met.");
  await page.getByRole("button", { name: "Lessons", exact: true }).click();
  await page.getByRole("button", { name: /^Leave logs at home done/ }).click();
  await expect(sum(page)).toHaveText("All goals are met.");
  // With what was done in it.
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const solved = await page.getByLabel("Link to the project as it stands").inputValue();
  const lesson = await page.getByLabel("Link to the lesson as it begins").inputValue();
  expect(lesson).toBe(begins);

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  const visitor = new Workbench(other);
  await other.goto(lesson);
  await expect(sum(other)).toHaveText("1 of 2 goals met.");
  await other.goto(solved);
  await expect(sum(other)).toHaveText("All goals are met.");
  await other.getByRole("tab", { name: ".dockerignore" }).click();
  await expect(visitor.editor(".dockerignore")).toContainText("logs");
  expect(visitor.complaints).toEqual([]);
  await elsewhere.close();
});

test("what is wrong with a lesson is told with its lines, and what is none is refused", async ({ workbench, page }) => {
  const line = LESSON.split("\n").indexOf("file app.py is sent") + 1;
  await pick(page, "flawed.md", LESSON.replace("file app.py is sent", "the build wins").replace("topics: dockerignore", "topics: none-such"));
  const flaws = panel(page).locator(".lesson-flaws");
  await expect(flaws).toContainText("2 things are wrong with this lesson");
  await expect(flaws.getByRole("listitem").nth(0)).toHaveText("Line 5: there is no explanation none-such.");
  await expect(flaws.getByRole("listitem").nth(1)).toContainText(`Line ${line}: after build comes`);
  await pick(page, "README.md", "# A program\n\nIt is good.\n");
  await expect(page.locator(".notice")).toContainText("README.md holds no lesson. Line 1: a lesson begins with front matter");
  await expect(panel(page)).toContainText("Leave logs at home");
  await pick(page, "solved.md", LESSON.replace("under 10 kB", "over 10 kB"));
  await expect(panel(page).locator(".lesson-flaws")).toContainText("the starting project meets all goals already");
  expect(workbench.complaints).toEqual([]);
});

test("a lesson can be dropped on the page, and stands in an address or at one", async ({ page }) => {
  const workbench = new Workbench(page);
  await page.goto(`/#lesson-text=${encodeURIComponent(LESSON)}`);
  await expect(panel(page)).toContainText("Leave logs at home");
  await page.route("**/ours/*.md", (route) => route.fulfill({
    contentType: "text/markdown",
    body: route.request().url().endsWith("large.md") ? "x".repeat(300_000) : LESSON.replace("id: our-logs", "id: from-server").replace("Leave logs", "Keep logs"),
  }));
  const go = (hash: string) => page.evaluate((hash) => { location.hash = hash; }, hash);
  await go("src=ours/lesson.md");
  await expect(panel(page)).toContainText("Keep logs at home");
  for (const [source, told] of [
    ["ours/large.md", "ours/large.md could not be loaded: it is larger than 256 KiB."],
    ["none.md", "none.md could not be loaded: the server answered with 404."],
    ["https://example.org/a.md", "could not be loaded: it is on another server than this page."],
    ["javascript:alert(1)", "could not be loaded: that is no address."],
  ] as const) {
    await go(`src=${encodeURIComponent(source)}`);
    await expect(page.locator(".notice")).toContainText(told);
  }
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "dropped.md", { type: "text/markdown" }));
    for (const name of ["dragover", "drop"]) document.body.dispatchEvent(new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true }));
  }, LESSON.replace("id: our-logs", "id: dropped").replace("Leave logs", "Drop logs"));
  await expect(panel(page)).toContainText("Drop logs at home");
  // The 404 above is one of the server's.
  expect(workbench.complaints.filter((complaint) => !complaint.includes("404"))).toEqual([]);
});

test("explanations that go further are a click away, and back is the lesson", async ({ page }) => {
  await page.goto("/#/lesson/install-before-code");
  const topics = panel(page).locator(".lesson-topics");
  await expect(topics.getByRole("link")).not.toHaveCount(0);
  await topics.getByRole("link").first().click();
  await expect(page).toHaveURL(/#\/learn\/[a-z-]+$/);
  await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
  await page.goBack();
  await expect(panel(page)).toContainText("Install before you copy the code");
});

test("all tabs beside the editor are seen while a lesson is open", async ({ page }) => {
  await page.goto("/#/lesson/install-before-code");
  const tabs = page.getByRole("tablist", { name: "Explanations" });
  await expect(tabs.getByRole("tab")).toHaveCount(7);
  for (const width of [1440, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const [scroll, client] = await tabs.evaluate((list) => [list.scrollWidth, list.clientWidth]);
    expect(scroll).toBeLessThanOrEqual(client ?? 0);
  }
});
