// The page without a mouse, and without eyes.

import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Workbench } from "./workbench";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function violations(workbench: Workbench): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: workbench.page }).withTags(RULES).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test("axe finds nothing on any tab", async ({ workbench }) => {
      test.slow();
      for (const panel of ["Checks", "Timeline", "Image", "What if", "Builders", "Explain"]) {
        await workbench.tab(panel);
        expect(await violations(workbench), panel).toEqual([]);
      }
      for (const file of ["Context", ".dockerignore"]) {
        await workbench.tab(file);
        expect(await violations(workbench), file).toEqual([]);
      }
    });

    test("axe finds nothing in menus, files and problems", async ({ workbench, page }) => {
      await page.getByRole("button", { name: /^Options/ }).click();
      expect(await violations(workbench), "options").toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Share", exact: true }).click();
      expect(await violations(workbench), "share").toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Set real figures" }).click();
      expect(await violations(workbench), "figures").toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Lessons", exact: true }).click();
      await expect(page.getByRole("heading", { name: /^5\. / })).toBeVisible();
      expect(await violations(workbench), "lessons").toEqual([]);
      await page.keyboard.press("Escape");
      await workbench.openFile("requirements.txt");
      expect(await violations(workbench), "a file").toEqual([]);
      await workbench.tab("Dockerfile");
      await page.getByRole("button", { name: /^1 · / }).click();
      expect(await violations(workbench), "an earlier build").toEqual([]);
      await page.getByRole("button", { name: "Back to now" }).click();
      await workbench.replace("Dockerfile", "FORM scratch\n");
      await expect(workbench.problems).toBeVisible();
      expect(await violations(workbench), "problems").toEqual([]);
    });

    test("axe finds nothing in the image in detail and in the services of a Compose file", async ({ workbench, page }) => {
      await workbench.tab("Image");
      for (const section of ["What is in it", "docker history", "Configuration, as"]) {
        await page.locator(".image summary").filter({ hasText: section }).first().click();
      }
      await page.locator(".content-toggle").first().click();
      await expect(page.locator(".image-config dd").first()).toBeVisible();
      expect(await violations(workbench), "the image in detail").toEqual([]);
      await workbench.tab("Context");
      await page.getByRole("textbox", { name: "Path of the new file" }).fill("compose.yaml");
      await page.getByRole("button", { name: "Add file" }).click();
      await workbench.replace("compose.yaml", "services:\n  web:\n    build:\n      contxt: .\n");
      await page.getByRole("button", { name: /^Options/ }).click();
      await expect(page.getByRole("combobox", { name: "Service of compose.yaml" })).toBeVisible();
      expect(await violations(workbench), "services").toEqual([]);
    });

    test("axe finds nothing in the windows", async ({ workbench, page }) => {
      await workbench.append("Dockerfile", "RUN echo more");
      await page.getByRole("button", { name: "Compare builds" }).click();
      expect(await violations(workbench), "two builds").toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Compare", exact: true }).click();
      await workbench.replace("Second Dockerfile", "FROM alpine:3.22\nRUN true\n");
      expect(await violations(workbench), "two Dockerfiles").toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
      expect(await violations(workbench), "keys").toEqual([]);
      await page.keyboard.press("Escape");
    });

    test("axe finds nothing in a preview and on the timeline", async ({ workbench, page }) => {
      await page.getByRole("button", { name: /requirements.txt changes/ }).click();
      expect(await violations(workbench), "a preview").toEqual([]);
      await page.getByRole("button", { name: "Make this edit" }).click();
      await expect(page.getByRole("button", { name: "Undo", exact: true })).toBeVisible();
      expect(await violations(workbench), "an edit that can be undone").toEqual([]);
      await workbench.tab("Timeline");
      await page.getByRole("slider").fill("1000");
      expect(await violations(workbench), "the timeline at a moment").toEqual([]);
      await page.getByRole("button", { name: "As a table" }).click();
      expect(await violations(workbench), "the timeline as a table").toEqual([]);
    });
    for (const [name, size] of [["a screen", { width: 1280, height: 800 }], ["a phone", { width: 390, height: 844 }]] as const) {
      test(`axe finds nothing in the explanations on ${name}`, async ({ workbench, page }) => {
        await page.setViewportSize(size);
        for (const address of ["#/learn", "#/learn/cache-mount", "#/learn/docker-run", "#/learn/no-such-topic"]) {
          await page.goto(`/${address}`);
          await expect(page.locator(".texts-notice p")).toHaveCount(0);
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
          expect(await violations(workbench), address).toEqual([]);
          const overflow = await page.locator(".learn").evaluate((part) => part.scrollWidth - part.clientWidth);
          expect(overflow, address).toBe(0);
        }
        await page.getByRole("searchbox").fill("cache");
        expect(await violations(workbench), "search").toEqual([]);
      });
    }

    test("axe finds nothing in a lesson", async ({ workbench, page }) => {
      await page.goto("/#/lesson/install-before-code");
      const lesson = page.getByRole("tabpanel", { name: /^Lesson/ });
      await lesson.getByRole("button", { name: "Show a hint" }).click();
      await lesson.getByRole("button", { name: "Show the solution" }).click();
      expect(await violations(workbench)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await violations(workbench), "on a phone").toEqual([]);
    });

    test("axe finds nothing on a phone", async ({ workbench, page }) => {
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await violations(workbench)).toEqual([]);
    });
  });
}

test("tabs are reached by arrows", async ({ page, workbench }) => {
  await workbench.tab("Explain");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Checks" })).toBeFocused();
  await expect(page.getByRole("tabpanel", { name: "Checks" })).toBeVisible();
  await page.keyboard.press("End");
  await expect(page.getByRole("tab", { name: "Builders" })).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Explain" })).toBeFocused();
});

test("everything is reached by Tab, and Tab leaves the editor", async ({ page, workbench }) => {
  await workbench.editor("Dockerfile").focus();
  await page.keyboard.press("Tab");
  await expect(workbench.editor("Dockerfile")).not.toBeFocused();
  const reached = new Set<string>();
  for (let presses = 0; presses < 80; presses++) {
    reached.add(
      await page.evaluate(() => {
        const element = document.activeElement;
        return element?.getAttribute("aria-label") ?? element?.textContent?.trim().slice(0, 30) ?? "";
      }),
    );
    await page.keyboard.press("Tab");
  }
  for (const name of ["Build", "Switch to the dark theme", "Explain", "Dockerfile"]) {
    expect([...reached].some((text) => text.startsWith(name)), name).toBe(true);
  }
});

test("the outcome is said politely once typing has stopped", async ({ page, workbench }) => {
  await workbench.build();
  const said = page.getByTestId("outcome");
  await expect(said).toHaveText(/^0 steps run, \d+ cached$/);
  await workbench.append("Dockerfile", "RUN echo more");
  await expect(said).toHaveText(/^1 step runs, \d+ cached$/);
});

test("a cause that is cut is whole on hover and on focus", async ({ page, workbench }) => {
  await page.setViewportSize({ width: 1000, height: 800 });
  const briefs = page.locator(".ledger .row-brief");
  const tip = page.locator(".row-tip");
  // The page is laid out anew for the size some time after it is set, and which cause is cut is known only then.
  await expect(async () => {
    await page.mouse.move(0, 0);
    const cut = await briefs.evaluateAll((all) => all.findIndex((brief) => brief.scrollWidth > brief.clientWidth));
    expect(cut).toBeGreaterThanOrEqual(0);
    const brief = briefs.nth(cut);
    await brief.hover();
    await expect(tip).toHaveText((await brief.textContent()) ?? "", { timeout: 500 });
  }).toPass();
  const row = page.locator(".ledger .row").filter({ has: tip });
  await expect(row).toHaveCount(1);
  const line = (await row.textContent())?.match(/^Line \d+: /)?.[0] ?? "";
  await page.mouse.move(0, 0);
  await expect(tip).toHaveCount(0);
  await page.locator(".ledger .row").filter({ hasText: line }).focus();
  await expect(tip).toBeVisible();
  expect(workbench.complaints).toEqual([]);
});
