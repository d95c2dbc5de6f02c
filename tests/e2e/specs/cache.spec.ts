// What the page is for: edit something and see what it costs.

import { expect, test } from "./workbench";

/** Lines of the first project's Dockerfile that do work. */
const PIP_INSTALL = 8;
const COPY_REQUIREMENTS = 7;
const COPY_INSTALLED = 15;
const COPY_PROJECT = 16;

test.beforeEach(async ({ workbench }) => {
  // Whatever was edited when the page opened is built, so that each test starts with everything cached.
  await workbench.build();
  await expect(workbench.steps).toContainText("0 of");
});

test("an edit of views.py makes only the last COPY run", async ({ workbench }) => {
  await workbench.openFile("shop/views.py");
  await workbench.append("shop/views.py", "# another line");
  await workbench.tab("Dockerfile");
  await expect.poll(() => workbench.linesThat("runs")).toEqual([COPY_PROJECT]);
  await expect(workbench.row(COPY_PROJECT)).toContainText("views.py");
  await expect(workbench.steps).toContainText("1 of");
});

test("an edit of requirements.txt makes the dependencies install again, and the cause is named", async ({
  workbench,
  page,
}) => {
  await workbench.openFile("requirements.txt");
  await workbench.append("requirements.txt", "requests==2.32.5");
  await workbench.tab("Dockerfile");
  await expect
    .poll(() => workbench.linesThat("runs"))
    .toEqual([COPY_REQUIREMENTS, PIP_INSTALL, COPY_INSTALLED, COPY_PROJECT]);
  await expect(workbench.row(COPY_REQUIREMENTS)).toContainText("requirements.txt");
  await workbench.row(PIP_INSTALL).click();
  const explain = page.getByRole("tabpanel", { name: "Explain" });
  await expect(explain.locator(".cause")).toContainText("requirements.txt");
});

test("with *.md ignored, an edit of README.md costs nothing", async ({ workbench, page }) => {
  await workbench.openFile("README.md");
  await workbench.append("README.md", "One more line.");
  await workbench.tab("Dockerfile");
  await expect.poll(() => workbench.linesThat("runs")).toEqual([COPY_PROJECT]);

  await workbench.tab(".dockerignore");
  await workbench.append(".dockerignore", "*.md");
  await workbench.build();
  await workbench.tab("README.md");
  await workbench.append("README.md", "And another one.");
  await workbench.tab("Dockerfile");
  await expect(workbench.steps).toContainText("0 of");
  expect(await workbench.linesThat("runs")).toEqual([]);

  await workbench.tab("Context");
  const readme = page.locator(".tree-row").filter({ hasText: "README.md" });
  await expect(readme).toHaveClass(/ignored/);
  await expect(readme).toContainText("*.md");
});

test("an edit undone costs nothing", async ({ workbench, page }) => {
  await workbench.append("Dockerfile", "RUN echo more");
  await expect(workbench.steps).toContainText("1 of");
  await page.keyboard.press("Control+Z");
  await expect(workbench.steps).toContainText("0 of");
});

test("the stage builder as target leaves the other stage out", async ({ workbench, page }) => {
  const before = await workbench.stat("Final image").textContent();
  await page.getByRole("combobox", { name: "Target" }).selectOption("builder");
  await expect.poll(() => workbench.linesThat("not needed")).not.toEqual([]);
  const needed = (await workbench.outcomes()).filter(([, word]) => word === "cached").map(([line]) => line);
  expect(Math.max(...needed)).toBe(PIP_INSTALL);
  expect(await workbench.stat("Final image").textContent()).not.toBe(before);
});
