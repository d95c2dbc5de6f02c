// What the editor offers beyond writing: cards, proposals, definitions, renaming, folding.

import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect, test, type Workbench } from "./workbench";

const TEXT = `ARG VERSION=3.13
FROM python:\${VERSION}-slim AS builder
ENV SHOP=books
RUN echo "$SHOP" && \\
    pip list
COPY requirements.txt .

FROM python:3.13-slim
COPY --from=builder /usr/local /usr/local
COPY --from=builder /etc/os-release /
`;

/** The builder stage is so many lines, its first one included. */
const STAGE_LINES = 5;

test.beforeEach(async ({ workbench }) => {
  await workbench.replace("Dockerfile", TEXT);
  // The services come when the editor is first used; the marks of what can be folded are the first sign of them.
  await expect(folds(workbench.page).first()).toBeAttached();
});

const folds = (page: Page): Locator => page.locator(".cm-fold-open:visible");
const card = (page: Page): Locator => page.locator(".cm-card");
const list = (page: Page): Locator => page.getByRole("listbox");

/** Takes the proposal that is chosen. In its first moment a list takes no key: it may not have been seen yet. */
async function accept(page: Page): Promise<void> {
  await page.waitForTimeout(150);
  await page.keyboard.press("Enter");
  await expect(list(page)).toBeHidden();
}

const line = (page: Page, number: number): Locator => page.locator(".cm-line").nth(number - 1);

/** Puts the cursor behind the first piece of the text that is this, by keys alone. */
async function putCursor(workbench: Workbench, number: number, column: number): Promise<void> {
  const { page } = workbench;
  await workbench.editor("Dockerfile").focus();
  await page.keyboard.press("Control+Home");
  for (let down = 1; down < number; down++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  for (let right = 1; right < column; right++) await page.keyboard.press("ArrowRight");
}

/** Types at the end of the text, on a line of its own. */
async function type(workbench: Workbench, text: string): Promise<void> {
  await workbench.editor("Dockerfile").focus();
  await workbench.page.keyboard.press("Control+End");
  await workbench.page.keyboard.type(text, { delay: 20 });
}

async function lines(workbench: Workbench): Promise<string[]> {
  return (await workbench.text("Dockerfile")).split("\n");
}

/** Points at a word of a line. */
async function pointAt(page: Page, number: number, word: string): Promise<void> {
  const box = await line(page, number).evaluate((element, word) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const start = node.textContent?.indexOf(word) ?? -1;
      if (start < 0) continue;
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, start + word.length);
      const { left, top, width, height } = range.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    }
    return null;
  }, word);
  expect(box, word).not.toBeNull();
  await page.mouse.move(box?.x ?? 0, (box?.y ?? 0) + 40);
  await page.mouse.move(box?.x ?? 0, box?.y ?? 0, { steps: 3 });
}

test("pointing at a variable shows its value there", async ({ page }) => {
  await pointAt(page, 4, "SHOP");
  await expect(card(page)).toContainText("books");
  await expect(card(page)).toContainText("line 3");
});

test("a key shows what stands at the cursor, and Escape hides it", async ({ workbench, page }) => {
  await putCursor(workbench, 2, 8);
  await page.keyboard.press("F1");
  await expect(card(page)).toContainText("python:3.13-slim");
  await expect(card(page)).toContainText(/Unpacked\s*\d+ MB.*measured/);
  await page.keyboard.press("Escape");
  await expect(card(page)).toBeHidden();

  await page.keyboard.press("Control+K");
  await page.keyboard.press("Control+I");
  await expect(card(page)).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(card(page)).toBeHidden();
});

test("flags, stages, images, files and variables are proposed and put in", async ({ workbench, page }) => {
  await type(workbench, "COPY --fr");
  await expect(list(page).getByRole("option")).toHaveText(["--from"]);
  await accept(page);
  await page.keyboard.type("bui", { delay: 20 });
  await expect(list(page).getByRole("option", { name: /^builder/ })).toBeVisible();
  await accept(page);
  await page.keyboard.type(" /a /b\nCOPY requi", { delay: 20 });
  await expect(list(page).getByRole("option", { name: /requirements\.txt/ })).toBeVisible();
  await accept(page);
  await page.keyboard.type(" ./\nENV A=$SH", { delay: 20 });
  await page.keyboard.press("Escape");
  await page.keyboard.type("\nFROM nginx:1", { delay: 20 });
  await expect(list(page).getByRole("option").first()).toContainText(/nginx:1\.\d+.*\d MB/);
  await accept(page);
  const added = (await lines(workbench)).slice(10);
  expect(added.slice(0, 3)).toEqual(["COPY --from=builder /a /b", "COPY requirements.txt ./", "ENV A=$SH"]);
  expect(added[3]).toMatch(/^FROM nginx:1\.\d+/);
});

test("proposals take neither Tab nor a line break that was not meant for them", async ({ workbench, page }) => {
  await type(workbench, "COPY requi");
  await expect(list(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(list(page)).toBeHidden();
  await page.keyboard.press("Tab");
  await expect(workbench.editor("Dockerfile")).not.toBeFocused();

  await type(workbench, "\nFROM alpine:3.22");
  await page.waitForTimeout(300);
  await expect(list(page)).toBeHidden();
  await page.keyboard.press("Enter");
  expect((await lines(workbench)).slice(-2)).toEqual(["FROM alpine:3.22", ""]);
});

test("Tab leaves the editor also while proposals are shown", async ({ workbench, page }) => {
  await type(workbench, "COPY requi");
  await expect(list(page)).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(workbench.editor("Dockerfile")).not.toBeFocused();
  await expect(list(page)).toBeHidden();
});

test("a stage gets another name wherever it is named", async ({ workbench, page }) => {
  await putCursor(workbench, 9, 15);
  await page.keyboard.press("F2");
  const name = page.getByRole("textbox", { name: /New name for builder, in 3 places/ });
  await expect(name).toBeFocused();
  await name.fill("1st");
  await expect(page.getByRole("alert").filter({ hasText: "begins with a letter" })).toBeVisible();
  await page.keyboard.press("Enter");
  await name.fill("wheels");
  await page.keyboard.press("Enter");
  await expect(workbench.editor("Dockerfile")).toBeFocused();
  const renamed = await workbench.text("Dockerfile");
  expect(renamed).toBe(TEXT.replaceAll("builder", "wheels"));
  await expect(workbench.problems).toBeHidden();
  // One step back, not three.
  await page.keyboard.press("Control+Z");
  expect(await workbench.text("Dockerfile")).toBe(TEXT);
});

test("renaming says why it cannot be done, and Escape leaves it", async ({ workbench, page }) => {
  await putCursor(workbench, 2, 2);
  await page.keyboard.press("F2");
  await expect(card(page)).toContainText("Only the name of a stage or a variable");
  await putCursor(workbench, 3, 6);
  await page.keyboard.press("F2");
  await expect(page.getByRole("textbox", { name: /New name for SHOP, in 2 places/ })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(workbench.editor("Dockerfile")).toBeFocused();
  expect(await workbench.text("Dockerfile")).toBe(TEXT);
});

test("a key lists the fixes for the line, and one of them is made", async ({ workbench, page }) => {
  const before = [
    "FROM debian:bookworm-slim",
    "RUN apt-get update && apt-get install -y --no-install-recommends curl",
    'CMD ["curl", "--version"]',
    "",
  ].join("\n");
  await workbench.replace("Dockerfile", before);
  await putCursor(workbench, 2, 10);
  await page.keyboard.press("Control+.");
  const fixes = page.getByRole("group", { name: "Fixes for this line" });
  const fix = fixes.getByRole("button", { name: /Remove the lists at the end of the same RUN/ });
  await expect(fix).toContainText(/Image: .* → /);
  await expect(fixes.getByRole("button").first()).toBeFocused();
  // Escape gives the keys back to the text, which stays as it is.
  await page.keyboard.press("Escape");
  await expect(fixes).toBeHidden();
  await expect(workbench.editor("Dockerfile")).toBeFocused();
  expect(await workbench.text("Dockerfile")).toBe(before);
  await putCursor(workbench, 2, 10);
  await page.keyboard.press("Control+.");
  await fix.click();
  await expect.poll(() => workbench.text("Dockerfile")).toContain("rm -rf /var/lib/apt/lists/*");
  await page.keyboard.press("Control+Z");
  await expect.poll(() => workbench.text("Dockerfile")).toBe(before);
});

test("F12 and a click with Ctrl go to the definition", async ({ workbench, page }) => {
  const selected = (): Promise<string> => page.evaluate(() => getSelection()?.toString() ?? "");
  await putCursor(workbench, 9, 15);
  await page.keyboard.press("F12");
  await expect.poll(selected).toBe("builder");
  await expect(line(page, 2)).toHaveClass(/cm-line/);
  await page.keyboard.press("ArrowLeft");
  await expect(line(page, 2)).toHaveClass(/cm-activeLine/);

  await pointAt(page, 4, "SHOP");
  await page.keyboard.down("Control");
  await page.mouse.down();
  await page.mouse.up();
  await page.keyboard.up("Control");
  await expect.poll(selected).toBe("SHOP");
  await page.keyboard.press("ArrowLeft");
  await expect(line(page, 3)).toHaveClass(/cm-activeLine/);
});

test("with a stage folded each row of the ledger stays beside its line", async ({ workbench, page }) => {
  const tops = async (): Promise<Map<number, number>> => {
    const rows = await page.locator(".ledger:visible .row").evaluateAll((rows) =>
      rows.map((row): [number, number] => [
        Number(/^Line (\d+)/.exec(row.textContent ?? "")?.[1]),
        row.getBoundingClientRect().top,
      ]),
    );
    expect(new Set(rows.map(([, top]) => top)).size, "no two rows at one place").toBe(rows.length);
    return new Map(rows);
  };
  const before = await tops();
  expect([...before.keys()]).toEqual([1, 2, 3, 4, 6, 8, 9, 10]);

  await putCursor(workbench, 2, 1);
  await page.keyboard.press("Control+Shift+BracketLeft");
  const placeholder = page.getByRole("button", { name: `${STAGE_LINES - 1} lines folded, show` });
  await expect(placeholder).toBeVisible();
  await expect.poll(async () => [...(await tops()).keys()]).toEqual([1, 2, 8, 9, 10]);
  const folded = await tops();
  // Each row begins where its line does.
  for (const [row, text] of [[2, "FROM python:"], [8, "FROM python:3.13-slim"], [9, "COPY --from=builder /usr"]] as const) {
    const top = await page.locator(".cm-line", { hasText: text }).first().evaluate((line) => line.getBoundingClientRect().top);
    expect(Math.abs((folded.get(row) ?? 0) - top), `row ${row}`).toBeLessThan(4);
  }
  // A row that leads to a folded line shows it; so does the words' own button.
  await placeholder.click();
  await expect.poll(async () => [...(await tops()).keys()]).toEqual([1, 2, 3, 4, 6, 8, 9, 10]);
  expect(await tops()).toEqual(before);
});

test("a stage is folded by the mark beside its number", async ({ page }) => {
  const number = page.locator(".cm-lineNumbers .cm-gutterElement:visible").filter({ hasText: /^2$/ });
  await number.hover();
  const mark = folds(page).nth(0);
  await expect(mark).toHaveCSS("opacity", "1");
  const [numberBox, markBox] = [await number.boundingBox(), await mark.boundingBox()];
  expect(markBox?.x, "beside the number").toBeGreaterThan(numberBox?.x ?? Infinity);
  expect(Math.abs((markBox?.y ?? 0) - (numberBox?.y ?? 0)), "level with it").toBeLessThan(8);
  await mark.click();
  await expect(page.locator(".cm-foldPlaceholder")).toHaveText(`${STAGE_LINES - 1} lines`);
});

test("what was folded is saved as it was and built as it was", async ({ workbench, page }) => {
  await putCursor(workbench, 2, 1);
  await page.keyboard.press("Control+Shift+BracketLeft");
  await expect(page.locator(".cm-foldPlaceholder")).toBeVisible();
  expect(await workbench.text("Dockerfile")).toBe(TEXT);
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test("axe finds nothing while something is open", async ({ workbench, page }) => {
      const violations = async (): Promise<string[]> => {
        const { violations } = await new AxeBuilder({ page })
          .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
          .analyze();
        return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
      };
      await putCursor(workbench, 2, 8);
      await page.keyboard.press("F1");
      await expect(card(page)).toBeVisible();
      expect(await violations(), "a card").toEqual([]);
      await page.keyboard.press("Escape");
      await putCursor(workbench, 9, 15);
      await page.keyboard.press("F2");
      await expect(page.getByRole("textbox", { name: /New name/ })).toBeVisible();
      expect(await violations(), "the form").toEqual([]);
      await page.keyboard.press("Escape");
      await putCursor(workbench, 2, 1);
      await page.keyboard.press("Control+Shift+BracketLeft");
      await expect(page.locator(".cm-foldPlaceholder")).toBeVisible();
      expect(await violations(), "folded").toEqual([]);
      await type(workbench, "COPY ");
      await expect(list(page)).toBeVisible();
      expect(await violations(), "proposals").toEqual([]);
    });
  });
}
