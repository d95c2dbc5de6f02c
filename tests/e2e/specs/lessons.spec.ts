// Examples and lessons, which are loaded when they are asked for.

import type { Page } from "@playwright/test";
import { expect, test, Workbench } from "./workbench";

/** Names of the texts that the page asks the server for, without their digests. The explanations come by themselves. */
function requests(page: Page): string[] {
  const names: string[] = [];
  page.on("request", (request) => {
    const name = /\/texts\/(.*)-[0-9a-f]{16}\.txt$/.exec(new URL(request.url()).pathname)?.[1];
    // Those of the explanations come by themselves.
    if (name !== undefined && name !== "explanations") names.push(name);
  });
  return names;
}

const panel = (page: Page) => page.getByRole("tabpanel", { name: /^Lesson/ });

/** The states of the goals, in order. */
const goals = (page: Page) => page.locator(".goal .chip");

test("examples come in groups, and each is loaded when it is chosen", async ({ page }) => {
  const names = requests(page);
  const workbench = new Workbench(page);
  await workbench.open();
  expect(names).toEqual([]);
  const menu = page.getByRole("combobox", { name: "Project" });
  const groups = await menu.locator("optgroup").evaluateAll((groups) => groups.map((group) => group.getAttribute("label")));
  expect(groups).toEqual(["Python", "Web servers", "JavaScript", "Go and Rust", "Java", "PHP"]);
  const ids = await menu.locator("option").evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  for (const id of ids) {
    await menu.selectOption(id);
    await expect(menu).toHaveValue(id);
    await expect(page.getByRole("button", { name: /^1 · first build/ })).toBeVisible();
    await expect(workbench.problems).toHaveCount(0);
  }
  await menu.selectOption(ids[1] ?? "");
  await expect(menu).toHaveValue(ids[1] ?? "");
  expect([...names].sort()).toEqual(ids.slice(1).sort());
  expect(workbench.complaints).toEqual([]);
});

test("an example that cannot be had leaves the page as it is", async ({ page }) => {
  await page.route("**/texts/*.txt", (route) => route.abort());
  await page.goto("/");
  const menu = page.getByRole("combobox", { name: "Project" });
  await menu.selectOption("go-scratch");
  await expect(page.locator(".notice")).toContainText("This example could not be loaded: the server could not be reached");
  await expect(menu).toHaveValue("django-two-stages");
  await page.unroute("**/texts/*.txt");
  await menu.selectOption("go-scratch");
  await expect(menu).toHaveValue("go-scratch");
});

test("a lesson is found, solved by typing, and remembered", async ({ workbench, page }) => {
  await page.getByRole("button", { name: "Lessons", exact: true }).click();
  const overview = page.getByRole("dialog", { name: "Lessons" });
  await expect(overview.getByRole("heading")).toHaveCount(6);
  await overview.getByRole("button", { name: "Install before you copy the code" }).click();
  await expect(overview).toBeHidden();
  await expect(page).toHaveURL(/#\/lesson\/install-before-code$/);
  await expect(panel(page)).toContainText("Order and cache, 1 of 8");
  await expect(panel(page).locator(".goals-sum")).toHaveText("2 of 4 goals met.");
  await expect(goals(page)).toHaveText(["not yet", "not yet", "met", "met"]);

  // One step at a time.
  await expect(panel(page)).toContainText("Make an edit");
  await panel(page).getByRole("button", { name: "Next step" }).click();
  await expect(panel(page)).toContainText("Give pip what it needs");
  // Hints one after another.
  await panel(page).getByRole("button", { name: "Show a hint" }).click();
  await panel(page).getByRole("button", { name: "Another hint (1 left)" }).click();
  await expect(panel(page).getByRole("button", { name: /hint/ })).toHaveCount(0);

  // A line above line 3, typed.
  const editor = workbench.editor("Dockerfile");
  await editor.click();
  await editor.press("Control+Home");
  await editor.press("ArrowDown");
  await editor.press("End");
  await page.keyboard.type("\nCOPY requirements.txt .");
  // A list of proposals may be open.
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  // That line, which copies everything, goes down by one.
  await page.keyboard.press("Alt+ArrowDown");
  await expect(panel(page).locator(".goals-sum")).toHaveText("All goals are met.");
  await expect(goals(page)).toHaveText(["met", "met", "met", "met"]);

  await panel(page).getByRole("button", { name: /^Next: / }).click();
  await expect(page).toHaveURL(/#\/lesson\/version-in-package-json$/);
  await page.getByRole("button", { name: "Lessons", exact: true }).click();
  await expect(overview).toContainText("1 of 30 done");
  await expect(overview.getByRole("button", { name: "Install before you copy the code done" })).toBeVisible();
  await page.reload();
  await page.getByRole("button", { name: "Lessons", exact: true }).click();
  await expect(overview).toContainText("1 of 30 done");
  expect(workbench.complaints).toEqual([]);
});

test("a lesson has an address, and what was done in it is kept", async ({ page }) => {
  const workbench = new Workbench(page);
  await page.goto("/#/lesson/comments-are-free");
  await expect(panel(page)).toContainText("Comments cost nothing");
  await workbench.append("Dockerfile", "# because");
  await expect(panel(page).locator(".goals-sum")).toHaveText("All goals are met.");
  // It is written down after a moment.
  const kept = "layerlab.project.lesson/comments-are-free";
  await expect.poll(() => page.evaluate((key) => localStorage.getItem(key) !== null, kept)).toBe(true);
  await page.reload();
  await expect(workbench.editor("Dockerfile")).toContainText("# because");
  await expect(panel(page).locator(".goals-sum")).toHaveText("All goals are met.");
  await panel(page).getByRole("button", { name: "Start over" }).click();
  await expect(workbench.editor("Dockerfile")).not.toContainText("# because");
  await expect(panel(page).locator(".goals-sum")).not.toHaveText("All goals are met.");
  // Another project is not of this lesson.
  await page.getByRole("combobox", { name: "Project" }).selectOption("django-two-stages");
  await expect(panel(page)).toHaveCount(0);
  await expect(page).not.toHaveURL(/lesson/);
});

test("the solution of a lesson on an example can be put into the project", async ({ page }) => {
  await page.goto("/#/lesson/exercise-context");
  await panel(page).getByRole("button", { name: "Show the solution" }).click();
  await panel(page).getByRole("button", { name: "Put it into the project" }).click();
  await expect(panel(page).locator(".goals-sum")).toHaveText("All goals are met.");
  await page.getByRole("tab", { name: ".dockerignore" }).click();
  await expect(new Workbench(page).editor(".dockerignore")).toContainText("testdata");
});

test("on a phone the options open the lessons, and nothing is wider than the page", async ({ workbench, page }) => {
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(widths[0]).toBe(widths[1]);
    await page.getByRole("button", { name: /^Options/ }).click();
    await page.getByRole("dialog", { name: "Options of the build" }).getByRole("button", { name: "Lessons" }).click();
    const overview = page.getByRole("dialog", { name: "Lessons" });
    await expect(overview.getByRole("heading")).toHaveCount(6);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect(overview).toBeHidden();
  }
  expect(workbench.complaints).toEqual([]);
});

test("an address of no lesson is told", async ({ page }) => {
  await page.goto("/#/lesson/none-of-ours");
  await expect(page.locator(".notice")).toContainText("There is no lesson none-of-ours.");
});
