// What `docker build --check` says: in a panel of its own, and in the text.

import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./workbench";

const DOCKERFILE = "FROM alpine:3.20 AS Build\nENV DB_PASSWORD=x\nWORKDIR app\nCOPY $SRC ./\nRUN one\nrun two\nCMD sh\n";

test("the panel lists rules with their lines, reasons and pages", async ({ workbench, page }) => {
  await workbench.replace("Dockerfile", DOCKERFILE);
  // Docker's findings, and behind them our own.
  await expect(page.getByRole("tab", { name: /^Checks 6 \+ \d+$/ })).toBeVisible();
  await workbench.tab("Checks");
  const panel = page.getByRole("tabpanel", { name: "Checks" });
  await expect(panel).toContainText("docker build --check gives 6 warnings.");
  await expect(panel.locator(".check:not(.check-own)").getByRole("heading")).toHaveText([
    "StageNameCasing",
    "ConsistentInstructionCasing",
    "SecretsUsedInArgOrEnv",
    "WorkdirRelativePath",
    "UndefinedVar",
    "JSONArgsRecommended",
  ]);
  const secret = panel.getByRole("region", { name: "SecretsUsedInArgOrEnv" });
  await expect(secret).toContainText('Do not use ARG or ENV instructions for sensitive data (ENV "DB_PASSWORD")');
  await expect(secret).toContainText("RUN --mount=type=secret");
  await expect(secret.getByRole("link", { name: "Docker's page about SecretsUsedInArgOrEnv" })).toHaveAttribute(
    "href",
    "https://docs.docker.com/go/dockerfile/rule/secrets-used-in-arg-or-env/",
  );
  await panel.getByRole("button", { name: "Line 6" }).click();
  await expect(workbench.row(6)).toHaveAttribute("aria-current", /.+/);
  expect(workbench.complaints).toEqual([]);
});

test("a finding is underlined, and hovering says what and why", async ({ workbench, page }) => {
  await workbench.replace("Dockerfile", DOCKERFILE);
  const secret = page.locator(".cm-diagnostic-warning", { hasText: "DB_PASSWORD" });
  await expect(secret).toBeVisible();
  await secret.hover();
  // The card about the variable comes a moment later.
  const tip = page.getByRole("tooltip").filter({ hasText: "SecretsUsedInArgOrEnv" });
  await expect(tip).toContainText("Do not use ARG or ENV instructions for sensitive data");
  await expect(tip).toContainText("SecretsUsedInArgOrEnv: The name sounds like a secret.");
});

test("what is put right goes away, and a directive switches rules off", async ({ workbench, page }) => {
  await workbench.replace("Dockerfile", "FROM alpine:3.20\nCMD sh\n");
  const tab = page.getByRole("tab", { name: "Checks 1 + 1", exact: true });
  await expect(tab).toHaveAttribute("title", "1 found by Docker’s checks, 1 by Layerlab’s own");
  await workbench.replace("Dockerfile", '# check=skip=JSONArgsRecommended\nFROM alpine:3.20\nCMD sh\n');
  await expect(page.getByRole("tab", { name: "Checks 0 + 1", exact: true })).toBeVisible();
  await workbench.tab("Checks");
  const panel = page.getByRole("tabpanel", { name: "Checks" });
  await expect(panel).toContainText("docker build --check finds nothing to warn of.");
  await expect(panel.getByRole("region", { name: "RunsAsRoot" })).toContainText("note");
  await workbench.replace("Dockerfile", "FROM alpine:3.20\nUSER 1000\n");
  await expect(page.getByRole("tab", { name: "Checks", exact: true })).toBeVisible();
  await expect(panel).toContainText(/own \d+ rules find nothing to add\. They looked at 2 instructions in 1 stage, at \d+ files/);
  await workbench.replace("Dockerfile", "FROM alpine:3.20\nFORM x\n");
  await expect(panel).toContainText("rules wait until Docker can read the file.");
});

test("checks that are to fail the build do so in the build as well", async ({ workbench, page }) => {
  await workbench.replace("Dockerfile", "# check=error=true\nFROM alpine:3.20\nCMD sh\n");
  await expect(page.getByText("lint violation found for rules: JSONArgsRecommended").first()).toBeVisible();
  await workbench.tab("Checks");
  const error = page.getByRole("region", { name: "Error" });
  await expect(error).toContainText("lint violation found for rules: JSONArgsRecommended");
});

test("an error says where Docker stops", async ({ workbench, page }) => {
  await workbench.replace("Dockerfile", "FROM alpine:3.20\nVOLUME $NONE\nCMD sh\n");
  await workbench.tab("Checks");
  const error = page.getByRole("region", { name: "Error" });
  await expect(error).toContainText("VOLUME specified can not be an empty string");
  await expect(error.getByRole("button", { name: "Line 2" })).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test.describe(`${width} ${colorScheme}`, () => {
      test.use({ colorScheme, viewport: { width, height: 844 } });

      test("axe finds nothing in the panel", async ({ workbench, page }) => {
        await workbench.replace("Dockerfile", DOCKERFILE);
        await workbench.tab("Checks");
        await expect(page.getByRole("heading", { name: "UndefinedVar" })).toBeAttached();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
        await page.screenshot({ path: `results/checks-${width}-${colorScheme}.png` });
      });
    });
  }
}
