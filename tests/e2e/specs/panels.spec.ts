// The panels that say what an edit would cost and how the builder before BuildKit would fare.

import { expect, test } from "./workbench";

test("what an edit would cost is what it costs", async ({ workbench, page }) => {
  await workbench.tab("What if");
  const panel = page.getByRole("tabpanel", { name: "What if" });
  const requirements = panel.locator(".cost").filter({ hasText: "requirements.txt" });
  await expect(requirements).toContainText("4 steps");
  await workbench.build();
  await workbench.openFile("requirements.txt");
  await workbench.append("requirements.txt", "requests==2.32.5");
  await expect(workbench.steps).toContainText("4 of");
});

test("a line of the list leads to its place in the Dockerfile", async ({ workbench, page }) => {
  await workbench.tab("What if");
  await page.getByRole("button", { name: "Line 8, RUN" }).click();
  await expect(workbench.row(8)).toHaveAttribute("aria-current", /.+/);
});

test("a label costs nothing in BuildKit and everything below it in the classic builder", async ({ workbench, page }) => {
  await workbench.replace("Dockerfile", "FROM alpine:3.20\nLABEL version=1\nRUN one\nRUN two\n");
  await workbench.build();
  await workbench.replace("Dockerfile", "FROM alpine:3.20\nLABEL version=2\nRUN one\nRUN two\n");
  await workbench.tab("Builders");
  const panel = page.getByRole("tabpanel", { name: "Builders" });
  await expect(panel).toContainText("0 lines run in BuildKit, 3 lines in the classic builder");
  const label = panel.getByRole("row", { name: /LABEL/ });
  await expect(label).toContainText("no step");
  await expect(label).toContainText("runs");
});

test("the log of the build that would run, and of one that ran", async ({ workbench, page }) => {
  await workbench.tab("Timeline");
  const panel = page.getByRole("tabpanel", { name: "Timeline" });
  await panel.getByText("Log, as docker build").click();
  const log = panel.getByLabel("Log", { exact: true });
  await expect(log).toContainText(/#\d+ \[builder 4\/5\] COPY requirements.txt .\s+#\d+ CACHED/);
  await page.getByRole("button", { name: /^1 · / }).click();
  await expect(log).toContainText(/#\d+ \[builder 4\/5\] COPY requirements.txt .\s+#\d+ DONE/);
});
