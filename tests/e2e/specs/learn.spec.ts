// The explanations: pages of their own that are linked to and searched, and what is shown of them beside the editor.

import { expect, test, Workbench } from "./workbench";

const TEXTS = "**/texts/*.txt";

test("a link opens a topic without the editor, and the workbench is one link away", async ({ page }) => {
  const workbench = new Workbench(page);
  await page.goto("/#/learn/layer");
  await expect(page.getByRole("heading", { level: 1, name: "Layer" })).toBeVisible();
  await expect(page).toHaveTitle(/^Layer/);
  await expect(page.getByText("An image is a stack of layers")).toBeVisible();
  await expect(page.getByRole("link", { name: /^docs\.docker\.com/ }).first()).toBeVisible();
  await expect(workbench.editor("Dockerfile")).toHaveCount(0);
  await page.getByRole("link", { name: "Workbench" }).click();
  await expect(workbench.editor("Dockerfile")).toBeVisible();
  await expect(page).toHaveTitle(/^Layerlab/);
  expect(workbench.complaints).toEqual([]);
});

test("topics lead to each other, and back", async ({ page }) => {
  const workbench = new Workbench(page);
  await page.goto("/#/learn/layer");
  await page.getByRole("link", { name: "hides it" }).click();
  const heading = page.getByRole("heading", { level: 1, name: /^Whiteout/ });
  await expect(heading).toBeFocused();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Layer" })).toBeVisible();
  const next = page.getByRole("link", { name: /^Next: / });
  const name = (await next.textContent())?.replace("Next: ", "") ?? "";
  await next.click();
  await expect(page.getByRole("heading", { level: 1, name, exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Previous: Layer" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Layer" })).toBeVisible();
  expect(workbench.complaints).toEqual([]);
});

test("search finds a topic by what it explains", async ({ page }) => {
  const workbench = new Workbench(page);
  await page.goto("/#/learn");
  await expect(page.getByRole("heading", { name: "Instructions" })).toBeVisible();
  const count = await page.locator(".learn-list li").count();
  expect(count).toBeGreaterThan(80);
  await page.getByRole("searchbox").fill("depends_on");
  await expect(page.locator(".learn-count")).toContainText(/\d+ topics?$/);
  await page.locator(".learn-list a").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("depends_on");
  await expect(page.getByRole("searchbox")).toHaveValue("");
  await page.getByRole("searchbox").fill("zzqqx");
  await expect(page.locator(".learn-count")).toHaveText("No topic");
  expect(workbench.complaints).toEqual([]);
});

test("a name that nothing has leads to the index", async ({ page }) => {
  await page.goto("/#/learn/nothing-of-the-kind");
  await expect(page.getByText("There is no explanation with the name nothing-of-the-kind.")).toBeVisible();
  await expect(page.locator(".learn-list li").first()).toBeVisible();
});

test("reading an explanation changes nothing of the project", async ({ workbench, page }) => {
  await workbench.append("Dockerfile", "RUN echo kept");
  await expect(workbench.row(21)).toBeVisible();
  await workbench.row(16).click();
  const explain = page.getByRole("tabpanel", { name: "Explain" });
  await explain.getByRole("link", { name: "All about COPY" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "COPY" })).toBeVisible();
  await expect(workbench.editor("Dockerfile")).toBeHidden();
  // The address would follow the edit now, but it belongs to the explanation.
  await page.waitForTimeout(1_000);
  expect(page.url()).toContain("#/learn/copy");
  await page.getByRole("link", { name: "Workbench" }).click();
  await expect(workbench.row(21)).toBeVisible();
  expect(await workbench.text("Dockerfile")).toContain("RUN echo kept");
  await expect(page).toHaveURL(/#1/);
});

test("Explain says why a line matters in this build", async ({ workbench, page }) => {
  await workbench.row(8).click();
  const explain = page.getByRole("tabpanel", { name: "Explain" });
  await expect(explain.getByRole("heading", { name: "Why it matters here" })).toBeVisible();
  await expect(explain.locator(".why-here")).toContainText(/After an edit of this line \d+ of \d+ steps? runs? and the build takes \d/);
  await explain.getByText("More", { exact: true }).click();
  await expect(explain).toContainText("Each RUN is a new shell");
  await expect(explain.locator(".cause-topic a")).toHaveAttribute("href", /^#\/learn\//);
});

test("a card leads to the page of what it is about", async ({ workbench, page }) => {
  await workbench.editor("Dockerfile").click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("F1");
  await page.locator(".cm-card").getByRole("link", { name: "More about this" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "FROM" })).toBeVisible();
  expect(workbench.complaints).toEqual([]);
});

test("texts that cannot be had leave the first sentences, until trying again brings them", async ({ page }) => {
  await page.route(TEXTS, (route) => route.abort());
  const workbench = new Workbench(page);
  await page.goto("/");
  await expect(workbench.editor("Dockerfile")).toBeVisible();
  await workbench.row(8).click();
  const explain = page.getByRole("tabpanel", { name: "Explain" });
  await expect(explain).toContainText("RUN executes a command");
  await expect(explain).toContainText("could not be loaded: the server could not be reached");
  await page.unroute(TEXTS);
  await explain.getByRole("button", { name: "Try again" }).click();
  await expect(explain).toContainText("So delete temporary files in the same RUN that made them.");
});
