// What comes from strangers: a link, a folder, pasted text. Nothing of it becomes part of the page but as text.

import type { Page } from "@playwright/test";
import { expect, test } from "./folders";
import { Workbench } from "./workbench";

const SCRIPT = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>";

/** Opens the page, with complaints of its security policy among what it complains of. */
async function opened(page: Page): Promise<Workbench> {
  const workbench = new Workbench(page);
  await workbench.open();
  return workbench;
}

/** Looks at all panels, and at what is wrong with the page if anything of a text was taken for markup. */
async function nothingHappened(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  for (const tab of ["Checks", "Timeline", "Image", "What if", "Builders", "Explain"]) {
    await page.getByRole("tab", { name: tab }).first().click();
    expect(await page.evaluate(() => [Reflect.get(window, "hacked"), document.querySelector("img[src='x'], body script:not([src])")])).toEqual([undefined, null]);
  }
  await expect(workbench.apology).toBeHidden();
  expect(workbench.complaints).toEqual([]);
}

test("script in every field of a project is text", async ({ page, computer }) => {
  const workbench = await opened(page);
  computer.write(`shop/${"<img src=x onerror=window.hacked=1>"}.txt`, SCRIPT);
  computer.write("shop/<b>folder</b>/a.txt", SCRIPT);
  computer.write("shop/.dockerignore", `${SCRIPT}\n<b>*\n`);
  computer.write("shop/compose.yaml", `services:\n  "<img src=x onerror=window.hacked=1>":\n    build:\n      context: .\n      target: "${"<img src=x onerror=window.hacked=1>"}"\n      args:\n        "<img>": "${"<img src=x onerror=window.hacked=1>"}"\n`);
  const dockerfile = [
    `# syntax=${SCRIPT}`,
    `ARG A="${"<img src=x onerror=window.hacked=1>"}"`,
    "FROM alpine:3.22 AS <img/src=x/onerror=window.hacked=1>",
    "FROM alpine:3.22 AS base",
    `LABEL "<img src=x onerror=window.hacked=1>"="${"<img src=x onerror=window.hacked=1>"}"`,
    `ENV B='${SCRIPT}'`,
    `RUN echo '${SCRIPT}' > '/<b>x</b>' # ${SCRIPT}`,
    "WORKDIR /<img src=x onerror=window.hacked=1>",
    `COPY ["<img src=x onerror=window.hacked=1>.txt", "/<img src=x onerror=window.hacked=1>/"]`,
    "COPY --from=<img/src=x> /a /b",
    "USER <script>window.hacked=1</script>",
    "<script>window.hacked=1</script> x",
    `RUN <<"</pre><img src=x onerror=window.hacked=1>"`,
    SCRIPT,
    "</pre><img src=x onerror=window.hacked=1>",
    `CMD ["${"<img src=x onerror=window.hacked=1>"}"]`,
  ].join("\n");
  computer.write("shop/Dockerfile", dockerfile);
  await computer.drop(computer.path("shop"));
  await expect(page.getByRole("combobox", { name: "Project" }).locator("option:checked")).toHaveText("shop");
  await expect(workbench.item("<b>folder<")).toBeVisible();
  await nothingHappened(workbench);
  await workbench.tab("Dockerfile");
  await workbench.build();
  // Without what stops the build, so that all else is shown.
  await workbench.replace("Dockerfile", dockerfile.split("\n").filter((line) => !/<img\/src|^<script|^USER/.test(line)).join("\n"));
  await workbench.build();
  await nothingHappened(workbench);
  // And as a link.
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
  await page.goto("about:blank");
  await page.goBack();
  await expect(workbench.editor("Dockerfile")).toContainText("onerror");
  await nothingHappened(workbench);
});

test("what cannot be seen is shown, in the editor and beside it", async ({ page, computer }) => {
  const workbench = await opened(page);
  computer.write("shop/exe\u202etxt.sh", "#!/bin/sh\n");
  computer.write("shop/Dockerfile", "FROM alpine:3.22 AS b\u200build\u202e\nCOPY exe\u202etxt.sh /\u2066a\u2069\nCOPY --from=b\u200bx /a /b\nRUN echo \u00a0x\u3164\u{e0041}\n");
  await computer.drop(computer.path("shop"));
  await expect(page.getByText("exe\u27e8U+202E\u27e9txt.sh")).toBeVisible();
  await workbench.tab("Dockerfile");
  const marks = page.locator(".file-panel:not([hidden]) .cm-specialChar");
  await expect(marks).toHaveCount(9);
  const labels = await marks.evaluateAll((all) => all.map((mark) => mark.getAttribute("aria-label") ?? ""));
  expect(labels[0]).toContain("zero width space");
  expect(labels[1]).toContain("right-to-left override");
  // The text itself is as it was.
  expect(await workbench.text("Dockerfile")).toContain("COPY exe\u202etxt.sh /\u2066a\u2069");
  await expect(workbench.problems).toContainText("b\\u200build");
  await workbench.tab("Context");
  await (await workbench.entry("exe\u202etxt.sh")).locator(".tree-text").click();
  await expect(page.getByRole("tab", { name: "exe\u27e8U+202E\u27e9txt.sh" })).toBeVisible();
});

for (const [what, text] of [
  ["a thousand stages", Array.from({ length: 1_000 }, (_, stage) => (stage === 0 ? "FROM alpine:3.22 AS s0\n" : `FROM s${stage - 1} AS s${stage}\nRUN touch /f${stage}\n`)).join("")],
  ["copies that double with every stage", Array.from({ length: 60 }, (_, stage) => (stage < 2 ? `FROM alpine:3.22 AS s${stage}\nCOPY . /f${stage}/\n` : `FROM scratch AS s${stage}\nCOPY --from=s${stage - 1} / /a/\nCOPY --from=s${stage - 2} / /b/\n`)).join("")],
  ["nesting as deep as it goes", `FROM alpine:3.22\nENV A=${"${A:-".repeat(3_000)}\nRUN ${"(".repeat(3_000)}true\nRUN ${"[".repeat(3_000)}\n${"ONBUILD ".repeat(3_000)}RUN true\nRUN echo ${"$(echo ".repeat(3_000)}\n`],
  ["numbers without an end", "FROM alpine:3.22\nEXPOSE 0-65535 1-99999999999999999999\nHEALTHCHECK --interval=9999999999999999h CMD true\nRUN truncate -s 99999999999999999999E /x && sleep 1e308\nUSER 99999999999999999999\nCOPY --from=18446744073709551616 /a /b\n"],
] as const) {
  test(`${what}: the page lives and the text stays`, async ({ page }) => {
    test.setTimeout(120_000);
    const workbench = await opened(page);
    await workbench.replace("Dockerfile", text);
    // Rows are made of what is in view, which is the end after a paste.
    await workbench.editor("Dockerfile").press("Control+Home");
    await expect(workbench.row(1).or(workbench.problems).first()).toBeVisible({ timeout: 60_000 });
    await workbench.isAlive();
    expect(await workbench.text("Dockerfile")).toBe(text);
    expect(workbench.complaints).toEqual([]);
  });
}

test("a link never holds the text of a file named like a secret unless that is asked for", async ({ page, context }) => {
  const workbench = await opened(page);
  await workbench.replace("Dockerfile", "FROM alpine:3.22\nCOPY .env .\nRUN cat .env\n");
  await workbench.openFile(".env");
  await workbench.replace(".env", "TOKEN=correct-horse-battery-staple\n");
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#1d/);
  await page.waitForTimeout(1_000);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const share = page.getByRole("dialog", { name: "Share" });
  const link = share.getByLabel("Link to the project as it stands");
  const ask = share.getByLabel(/The text of \.env/);
  await expect(ask).not.toBeChecked();
  const links: [string, boolean][] = [[page.url(), false], [await link.inputValue(), false]];
  await ask.check();
  await expect.poll(() => link.inputValue()).not.toBe(links[1]?.[0]);
  links.push([await link.inputValue(), true]);
  for (const [address, holds] of links) {
    // Somebody else, whose browser keeps nothing of this.
    const other = await context.browser()?.newContext({ serviceWorkers: "block" });
    const visitor = await other?.newPage();
    if (other === undefined || visitor === undefined) throw new Error("there is no other browser");
    await visitor.goto(address);
    const theirs = new Workbench(visitor);
    await theirs.tab("Dockerfile");
    await expect(theirs.editor("Dockerfile")).toContainText("RUN cat .env");
    await theirs.tab("Context");
    await expect(theirs.item(".env")).toBeVisible();
    await theirs.item(".env").click();
    const field = theirs.editor(".env");
    if (holds) await expect(field).toContainText("correct-horse-battery-staple");
    else expect(await field.count() === 0 || !(await field.textContent())?.includes("correct-horse")).toBe(true);
    await other.close();
  }
});
