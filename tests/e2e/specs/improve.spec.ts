// Improve: the way to the best combination of fixes, from which steps are chosen and applied as one edit.

import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Workbench } from "./workbench";

const NAIVE = `FROM python:3.13-slim
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*
# The project
COPY . .
RUN pip install -r requirements.txt
USER 1000
CMD ["python", "manage.py", "runserver"]
`;

/** The panel of Improve with the way that was found. */
async function way(workbench: Workbench) {
  await workbench.replace("Dockerfile", NAIVE);
  await workbench.tab("Checks");
  const improve = workbench.page.getByRole("region", { name: "Improve" });
  await improve.getByRole("button", { name: "Find the best combination" }).click();
  await expect(improve.getByRole("listitem").first()).toBeVisible();
  return improve;
}

test("the way is shown step by step, and applied as one edit", async ({ workbench, page }) => {
  const improve = await way(workbench);
  const steps = improve.getByRole("listitem");
  await expect(steps.nth(0)).toContainText("Copy requirements.txt first");
  await expect(steps.nth(0)).toContainText(/Build after an edit of \S+\s*[\d.]+ s → [\d.]+ s/);
  const split = steps.filter({ hasText: "copy the virtual environment" });
  await expect(split).toContainText(/Image\s*[\d.]+ MB → [\d.]+ MB/);
  const sum = improve.getByRole("status").filter({ hasText: /With these \d+ steps/ });
  await expect(sum).toContainText(/Build after an edit of/);
  await improve.getByRole("button", { name: /^Apply \d+ steps$/ }).click();
  const text = await workbench.text("Dockerfile");
  expect(text).toContain("FROM python:3.13-slim AS builder\n");
  expect(text).toContain("install -y --no-install-recommends libpq5");
  expect(text).toContain("# The project\n");
  await expect(page.getByRole("region", { name: "BuildToolsInImage" })).toHaveCount(0);

  await workbench.editor("Dockerfile").press("Control+z");
  expect(await workbench.text("Dockerfile")).toBe(NAIVE);
  expect(workbench.complaints).toEqual([]);
});

test("a step that builds on one that is left out is left out too", async ({ workbench }) => {
  const improve = await way(workbench);
  const first = improve.getByRole("checkbox", { name: /^Copy requirements.txt first/ });
  const split = improve.getByRole("listitem").filter({ hasText: "copy the virtual environment" });
  await first.press("Space");
  await expect(first).not.toBeChecked();
  await expect(split).toContainText("It builds on a step that is left out, so it is left out too.");
  await first.check();
  await expect(split).not.toContainText("left out");
  await improve.getByRole("checkbox", { name: /virtual environment/ }).uncheck();
  await improve.getByRole("button", { name: /^Apply \d+ steps?$/ }).click();
  const text = await workbench.text("Dockerfile");
  expect(text).not.toContain("AS builder");
  expect(text).toContain("COPY requirements.txt ./\n");
});

test("another text makes what was found old", async ({ workbench }) => {
  const improve = await way(workbench);
  await workbench.append("Dockerfile", "EXPOSE 8000\n");
  await expect(improve.getByRole("listitem")).toHaveCount(0);
  await expect(improve.getByRole("button", { name: "Find the best combination" })).toBeEnabled();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 390, 320]) {
    test.describe(`${width} ${colorScheme}`, () => {
      test.use({ colorScheme, viewport: { width, height: 844 } });

      test("axe finds nothing in the way", async ({ workbench, page }) => {
        const improve = await way(workbench);
        await improve.getByRole("checkbox").first().uncheck();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
        await page.screenshot({ path: `results/improve-${width}-${colorScheme}.png` });
      });
    });
  }
}
