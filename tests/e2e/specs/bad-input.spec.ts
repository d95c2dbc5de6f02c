// Whatever is typed or pasted, the page lives and the text stays.

import { expect, test } from "./workbench";

test("a broken line has its message at the place, and the rest still works", async ({ workbench, page }) => {
  const text = await workbench.text("Dockerfile");
  const lines = text.split("\n");
  const broken = lines.findIndex((line) => line.startsWith("FROM"));
  lines[broken] = (lines[broken] ?? "").replace("FROM", "FORM");
  await workbench.replace("Dockerfile", lines.join("\n"));
  await expect(workbench.problems).toContainText(`line ${broken + 1}: `);
  await expect(workbench.problems).toContainText("unknown instruction: FORM (did you mean FROM?)");
  await expect(page.locator(".cm-diagnostic-error").first()).toBeVisible();
  await expect(workbench.row(COPY_LAST)).toBeVisible();

  await workbench.problems.getByRole("button").first().click();
  await expect(page.locator(".file-panel:not([hidden]) .cm-activeLine")).toContainText("FORM");
  await workbench.replace("Dockerfile", text);
  await expect(workbench.problems).toBeHidden();
  await workbench.isAlive();
});

/** Line of the last COPY of the first project. */
const COPY_LAST = 16;

const CASES: [string, string][] = [
  ["an empty Dockerfile", ""],
  ["only comments", "# nothing\n# here\n"],
  ["no FROM", "RUN echo hello\n"],
  ["an unknown instruction", "FROM scratch\nINSTALL everything\n"],
  ["an unterminated heredoc", "FROM alpine:3.22\nRUN <<EOF\necho never ends\n"],
  ["an endless continuation", "FROM alpine:3.22\nRUN echo \\\n"],
  ["an unknown stage", "FROM alpine:3.22\nCOPY --from=nowhere /a /b\n"],
  ["a missing file", "FROM alpine:3.22\nCOPY no-such-file /b\n"],
  ["a cycle of variables", "FROM alpine:3.22\nENV A=$B B=$A\nRUN echo $A\n"],
];

for (const [name, text] of CASES) {
  test(`${name}: the text stays and the page lives`, async ({ workbench }) => {
    await workbench.replace("Dockerfile", text);
    await workbench.isAlive();
    expect(await workbench.text("Dockerfile")).toBe(text);
  });
}

test("an empty Dockerfile is no error of the page, and a good one after it works", async ({ workbench }) => {
  const text = await workbench.text("Dockerfile");
  await workbench.replace("Dockerfile", "");
  await expect(workbench.problems).toBeVisible();
  await workbench.replace("Dockerfile", text);
  await expect(workbench.problems).toBeHidden();
  expect(await workbench.linesThat("cached")).not.toEqual([]);
});

test("a binary file pasted: the page lives", async ({ workbench }) => {
  const bytes = Array.from({ length: 4096 }, (_, index) => String.fromCharCode((index * 7919) % 256)).join("");
  await workbench.replace("Dockerfile", bytes);
  await workbench.isAlive();
  expect((await workbench.text("Dockerfile")).length).toBeGreaterThan(4000);
});

test("a megabyte of text pasted: the page lives and the text is whole", async ({ workbench, page }) => {
  // Each look at a text of that size takes seconds on a busy machine.
  test.setTimeout(240_000);
  const line = `RUN echo ${"x".repeat(90)}\n`;
  const text = `FROM alpine:3.22\n${line.repeat(Math.ceil(1_000_000 / line.length))}`;
  await workbench.replace("Dockerfile", text);
  await workbench.isAlive();
  await expect(page.locator(".ledger .row").first()).toBeVisible();
  expect(await workbench.text("Dockerfile")).toBe(text);
});

test("garbage in .dockerignore and in a file of the project: the page lives", async ({ workbench }) => {
  await workbench.tab(".dockerignore");
  await workbench.replace(".dockerignore", "[\n!\n**/[a-\n\\\n../x\n");
  await workbench.isAlive();
  await workbench.openFile("requirements.txt");
  await workbench.replace("requirements.txt", "\u0000\uFFFD === [[[\n-r -r -r\n");
  await workbench.isAlive();
});
