// Builds beside each other: what differs, going back to one, and against which one images are measured.

import { expect, test } from "./workbench";

test("two builds are compared in figures, texts and steps", async ({ workbench, page }) => {
  await workbench.append("Dockerfile", "RUN echo more");
  await workbench.build();
  await page.getByRole("button", { name: "Compare builds" }).click();
  const window = page.getByRole("dialog", { name: "Compare builds" });
  await expect(window).toBeVisible();
  // The last build and now are the same.
  await expect(window).toContainText("Texts, files and options are the same.");
  await window.getByLabel("From", { exact: true }).selectOption("1");
  await window.getByLabel("To", { exact: true }).selectOption("2");
  const added = window.locator(".diff-added").filter({ hasText: "RUN echo more" });
  await expect(added).toContainText("added");
  await expect(window.getByRole("row", { name: /^Image, unpacked/ })).toContainText("MB");
  await expect(window.locator(".compare-steps tr").filter({ hasText: "RUN echo more" })).toContainText("not there");
  await page.keyboard.press("Escape");
  await expect(window).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Compare builds" })).toBeFocused();
});

test("a changed file is compared line by line", async ({ workbench, page }) => {
  await workbench.openFile("requirements.txt");
  await workbench.append("requirements.txt", "rich==14.0");
  await page.getByRole("button", { name: "Compare builds" }).click();
  const diff = page.getByRole("dialog").getByRole("region", { name: "requirements.txt" });
  await expect(diff.locator(".diff-added").filter({ hasText: "rich==14.0" })).toHaveCount(1);
});

test("going back to a build brings its text, and can be undone", async ({ workbench, page }) => {
  const first = await workbench.text("Dockerfile");
  await workbench.append("Dockerfile", "RUN echo more");
  await page.getByRole("button", { name: /^1 · / }).click();
  await page.getByRole("button", { name: "Go back to it" }).click();
  await expect(page.getByText("Looking at build 1")).toBeHidden();
  await expect(workbench.steps).toContainText("0 of");
  expect(await workbench.text("Dockerfile")).not.toContain("echo more");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  expect(await workbench.text("Dockerfile")).toContain("echo more");
  await page.getByRole("button", { name: "Redo", exact: true }).click();
  expect(await workbench.text("Dockerfile")).not.toContain("echo more");
  // The editor can undo it as well.
  await workbench.editor("Dockerfile").press("Control+Z");
  await expect.poll(async () => (await workbench.text("Dockerfile")).includes("echo more")).toBe(true);
  expect(first).not.toContain("echo more");
});

test("the build that images are measured against is chosen", async ({ workbench, page }) => {
  await workbench.replace("Dockerfile", "FROM alpine:3.22\nRUN echo small\n");
  await workbench.build();
  const against = workbench.stat(/^Against/);
  await expect(against).toContainText("no change");
  await against.getByRole("combobox").selectOption("build 1");
  await expect(against).toContainText("−");
  await expect(against).toContainText("%");
  await page.getByRole("button", { name: /^1 · / }).click();
  await expect(against).toBeVisible();
});
