// Two Dockerfiles for the same files beside each other.

import { expect, test, type Workbench } from "./workbench";

async function open(workbench: Workbench) {
  await workbench.page.getByRole("button", { name: "Compare", exact: true }).click();
  const window = workbench.page.getByRole("dialog", { name: "Compare Dockerfiles" });
  await expect(window).toBeVisible();
  return window;
}

const SMALL = "FROM alpine:3.22\nRUN apk add --no-cache python3\nCOPY . /app\n";

test("the second begins as a copy and its figures follow its text", async ({ workbench }) => {
  const text = await workbench.text("Dockerfile");
  const window = await open(workbench);
  expect(await workbench.text("Second Dockerfile")).toBe(text);
  const size = window.getByRole("row", { name: /^Image, unpacked/ });
  await expect(size).toContainText("the same");
  for (const name of [/^Steps/, /^Cold build/, /^Image, to pull/, /^Layers/, /^After an edit of the code/, /^After an edit of the dependencies/, /^After a new base image/]) {
    await expect(window.getByRole("row", { name })).toBeVisible();
  }
  await workbench.replace("Second Dockerfile", SMALL);
  await expect(size).toContainText("−");
  await expect(window.getByRole("row", { name: /^Cold build/ })).toContainText("−");
  // The first stays as it is.
  expect(await workbench.text("First Dockerfile")).toBe(text);
  await workbench.replace("Second Dockerfile", "FORM x\n");
  await expect(window.getByText("The second fails, line 1")).toBeVisible();
});

test("the second is taken over, and that can be undone", async ({ workbench, page }) => {
  const text = await workbench.text("Dockerfile");
  const window = await open(workbench);
  await workbench.replace("Second Dockerfile", SMALL);
  await window.getByRole("button", { name: "Use this one" }).click();
  await expect(window).toHaveCount(0);
  expect(await workbench.text("Dockerfile")).toBe(SMALL);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  expect(await workbench.text("Dockerfile")).toBe(text);
});

test("the second begins from an earlier build, and is there again after a reload", async ({ workbench, page }) => {
  await workbench.append("Dockerfile", "RUN echo more");
  const window = await open(workbench);
  expect(await workbench.text("Second Dockerfile")).toContain("echo more");
  await window.getByLabel("from").selectOption({ label: "build 1, first build" });
  await expect.poll(() => workbench.text("Second Dockerfile")).not.toContain("echo more");
  await workbench.replace("Second Dockerfile", SMALL);
  await page.waitForTimeout(600);
  await page.keyboard.press("Escape");
  await expect(window).toHaveCount(0);
  await open(workbench);
  expect(await workbench.text("Second Dockerfile")).toBe(SMALL);
  await page.waitForTimeout(1000);
  await page.reload();
  await expect(workbench.editor("Dockerfile")).toBeVisible();
  await open(workbench);
  await expect.poll(() => workbench.text("Second Dockerfile")).toBe(SMALL);
});
