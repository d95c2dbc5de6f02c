// What our own rules find: fixes with what they save, applied with one click and undone like any edit.

import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Workbench } from "./workbench";

const NAIVE = `FROM python:3.13-slim
WORKDIR /app
# The project
COPY . .
RUN pip install --no-cache-dir -r requirements.txt
USER 1000
CMD ["python", "manage.py", "runserver"]
`;

const FIXED = `FROM python:3.13-slim
WORKDIR /app
# The project
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
USER 1000
CMD ["python", "manage.py", "runserver"]
`;

/** The lines that run after an edit of a view, made after a build. */
async function linesAfterAnEdit(workbench: Workbench, comment: string): Promise<number[]> {
  await workbench.build();
  await workbench.openFile("catalogue/views.py");
  await workbench.append("catalogue/views.py", comment);
  await workbench.tab("Dockerfile");
  return workbench.linesThat("runs");
}

test("a fix says what it saves, is applied with one click, and an edit of the code then runs less", async ({
  workbench,
  page,
}) => {
  await workbench.replace("Dockerfile", NAIVE);
  expect(await linesAfterAnEdit(workbench, "# one")).toEqual([4, 5]);

  await workbench.tab("Checks");
  const panel = page.getByRole("tabpanel", { name: "Checks" });
  const note = panel.getByRole("region", { name: "DependenciesAfterSource" });
  await expect(note).toContainText("whenever a file of line 4 changes, although it needs requirements.txt only");
  await expect(note).toContainText(/Build after an edit of \S+\s*[\d.]+ s → [\d.]+ s/);
  await note.getByRole("button", { name: "Apply this fix" }).press("Enter");
  await expect(note).toHaveCount(0);
  // The button is gone, and who goes on by keyboard is still here.
  await expect(panel).toBeFocused();
  expect(await workbench.text("Dockerfile")).toBe(FIXED);
  expect(await linesAfterAnEdit(workbench, "# two")).toEqual([6]);

  await workbench.editor("Dockerfile").press("Control+z");
  expect(await workbench.text("Dockerfile")).toBe(NAIVE);
  await expect(note).toHaveCount(1);
});

test("the ignore file gets the lines that it lacks", async ({ workbench, page }) => {
  await workbench.tab(".dockerignore");
  await workbench.replace(".dockerignore", "docs\n");
  await workbench.tab("Checks");
  const panel = page.getByRole("tabpanel", { name: "Checks" });
  const note = panel.getByRole("region", { name: "WeakIgnoreFile" });
  await expect(note).toContainText(/Sent to the builder.*→/);
  await note.getByRole("button", { name: "Apply this fix" }).click();
  await expect(note).toHaveCount(0);
  expect(await workbench.text(".dockerignore")).toMatch(/^docs\n(.*\n)*\.git\n/);
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test.describe(`${width} ${colorScheme}`, () => {
      test.use({ colorScheme, viewport: { width, height: 844 } });

      test("axe finds nothing in the notes", async ({ workbench, page }) => {
        await workbench.replace("Dockerfile", NAIVE);
        await workbench.tab("Checks");
        await expect(page.getByRole("button", { name: /^Apply this fix/ }).first()).toBeAttached();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
        await page.screenshot({ path: `results/notes-${width}-${colorScheme}.png` });
      });
    });
  }
}
