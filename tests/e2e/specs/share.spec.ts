// What the Share menu offers, and links that were made to do harm.

import { readFile } from "node:fs/promises";
import { deflateRawSync } from "node:zlib";
import type { Locator, Page } from "@playwright/test";
import { expect, test, Workbench } from "./workbench";

async function share(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  return page.getByRole("dialog", { name: "Share" });
}

/** Lines that cannot be packed: each takes some 43 letters. */
function noise(lines: number): string {
  let state = 1;
  const digit = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * 16).toString(16);
  };
  return Array.from({ length: lines }, () => `# ${Array.from({ length: 64 }, digit).join("")}`).join("\n");
}

test("a QR code is drawn while the link fits, and saved", async ({ workbench, page }) => {
  const menu = await share(page);
  await menu.getByRole("button", { name: "Show as a QR code" }).click();
  const code = menu.getByRole("img", { name: "QR code of the link" });
  await expect(code.locator("path")).toHaveAttribute("d", /^M0 0h7v1h-7z/);
  const before = await code.locator("path").getAttribute("d");
  const waiting = page.waitForEvent("download");
  await menu.getByRole("button", { name: "QR code, SVG" }).click();
  const saved = await waiting;
  expect(saved.suggestedFilename()).toBe("django-two-stages-qr.svg");
  expect((await readFile(await saved.path())).toString()).toContain(before ?? "nothing");
  // It follows what goes into the link.
  await menu.getByLabel(/The builds made so far/).uncheck();
  await expect(code.locator("path")).not.toHaveAttribute("d", before ?? "nothing");
  await page.keyboard.press("Escape");
  await workbench.replace("Dockerfile", `FROM alpine:3.20\n${noise(70)}\n`);
  const long = await share(page);
  await expect(long).toContainText("A QR code holds 2,953 letters, so there is none of this link.");
  await expect(long.getByRole("button", { name: /QR code/ })).toHaveCount(0);
});

test("above 2,000 letters the menu warns, above 8,000 it offers a file, which the page opens", async ({ workbench, page }) => {
  const short = await share(page);
  await expect(short).toContainText("It carries the project itself");
  await page.keyboard.press("Escape");
  await workbench.replace("Dockerfile", `FROM alpine:3.20\n${noise(60)}\n`);
  const long = await share(page);
  await expect(long).toContainText("Chat programs cut addresses of more than 2,000 letters. Leave out texts of files or builds.");
  await expect(long.getByRole("button", { name: "Save the project as a file" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await workbench.replace("Dockerfile", `FROM alpine:3.20\n${noise(220)}\nRUN echo from the file\n`);
  await workbench.build();
  const builds = await page.locator(".build").count();
  const veryLong = await share(page);
  await expect(veryLong).toContainText("Few programs take addresses of more than 8,000 letters. Send a file instead");
  const waiting = page.waitForEvent("download");
  await veryLong.getByRole("button", { name: "Save the project as a file" }).click();
  const saved = await waiting;
  expect(saved.suggestedFilename()).toBe("django-two-stages.layerlab");
  const buffer = await readFile(await saved.path());
  await page.keyboard.press("Escape");
  await workbench.replace("Dockerfile", "FROM scratch\n");
  await workbench.tab("Context");
  await page.getByLabel("Open a .zip or .layerlab").setInputFiles({ name: "again.layerlab", mimeType: "application/octet-stream", buffer });
  await page.getByRole("tab", { name: "Dockerfile", exact: true }).click();
  await expect.poll(() => workbench.text("Dockerfile")).toContain("RUN echo from the file");
  await expect(page.locator(".build")).toHaveCount(builds);
  // A file that is damaged says so and leaves the project alone.
  await workbench.tab("Context");
  await page.getByLabel("Open a .zip or .layerlab").setInputFiles({ name: "bad.layerlab", mimeType: "text/plain", buffer: Buffer.from("1dAAAA") });
  await expect(page.locator(".notice")).toContainText("bad.layerlab cannot be opened. This link is damaged");
});

test("the code to embed is a frame or a script, and its preview is the embed", async ({ workbench, page }) => {
  await workbench.replace("Dockerfile", "FROM alpine:3.20\nRUN echo \"<embedded>\"\n");
  const menu = await share(page);
  const code = menu.getByLabel("Embed it in a page");
  await expect(code).toHaveValue(/^<iframe src="http:[^"#]*\/embed\.html#1d[\w-]+" title="Dockerfile playground: Django, two stages" width="100%" height="480"/);
  await menu.getByLabel(/The text can only be read/).check();
  await menu.getByLabel("Only the text and its steps").check();
  await menu.getByLabel("Colours").selectOption("dark");
  await expect(code).toHaveValue(/#1d[\w-]+&amp;panels=steps&amp;theme=dark&amp;readonly"/);
  await menu.getByRole("button", { name: "Show a preview" }).click();
  const preview = menu.frameLocator("iframe[title^=Preview]");
  await expect(preview.getByRole("textbox", { name: "Dockerfile" })).toContainText('RUN echo "<embedded>"');
  await expect(preview.locator("html")).toHaveAttribute("data-theme", "dark");
  await menu.getByLabel("A script, whose frame").check();
  await expect(code).toHaveValue(/^<script src="http:[^"]*\/embed\.js" defer><\/script>\n<layerlab-playground title="[^"]*" options="panels=steps&amp;theme=dark&amp;readonly" code="1d[\w-]+">\n<pre><code>FROM alpine:3\.20\nRUN echo &quot;&lt;embedded&gt;&quot;\n<\/code><\/pre>/);
});

/** What stands behind the `#`, for a body of parts. */
function letters(body: Buffer): string {
  let [a, b] = [1, 0];
  for (const byte of body) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  const sum = Buffer.from([(b >> 8) ^ (a & 0xff), b & 0xff, a >> 8]);
  return `1d${Buffer.concat([sum, deflateRawSync(body, { level: 9 })]).toString("base64url")}`;
}

/** A part: its letter, its length, its bytes. */
function part(letter: string, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(letter), number(bytes.length), bytes]);
}

function number(value: number): Buffer {
  const bytes: number[] = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) | 0x80);
  return Buffer.from([...bytes, value]);
}

test("a link that unpacks to too much is refused, and one with too many builds is shortened and says so", async ({ workbench, page }) => {
  await workbench.append("Dockerfile", "RUN echo mine");
  const go = (hash: string) => page.evaluate((hash) => { location.hash = hash; }, hash);
  await go(letters(part("D", Buffer.alloc(2_000_000, "#"))));
  await expect(page.locator(".notice")).toContainText("unpacks to more than 1 MB");
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo mine");
  const edits = Buffer.concat([number(1_000), Buffer.alloc(1_000, 6)]);
  await go(letters(Buffer.concat([part("D", Buffer.from("FROM alpine:3.20\n")), part("E", edits)])));
  await expect(page.locator(".notice")).toContainText("The 500 earliest builds of this link were left out");
  await expect(workbench.editor("Dockerfile")).toContainText("FROM alpine:3.20");
});

test("links that were kept from earlier versions open in the page", async ({ workbench, page }) => {
  const folder = new URL("../../../crates/core/tests/permalinks/", import.meta.url);
  for (const name of ["1-builds-and-figures", "1-django-one-stage", "1-nginx-proxy"]) {
    const [link = "", ...dockerfile] = (await readFile(new URL(`${name}.txt`, folder), "utf8")).split("\n");
    await page.evaluate((hash) => { location.hash = hash; }, link.replace(/^#/, ""));
    await expect.poll(() => workbench.text("Dockerfile")).toBe(dockerfile.join("\n"));
    await expect(page.locator(".notice")).toHaveCount(0);
  }
});
