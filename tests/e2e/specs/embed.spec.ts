// Embeds in pages of others.

import AxeBuilder from "@axe-core/playwright";
import { Workbench } from "./workbench";
import { Embed, expect, test } from "./host";

test("a plain frame shows a Dockerfile that can be edited and built, and opens in full with the edits", async ({ host, page, context }) => {
  await host.open("plain.html");
  const embed = await host.embed(page.frameLocator("iframe"));
  await expect(embed.steps).toContainText("0 of 5 steps run");
  await embed.touch();
  await embed.editor.press("Control+End");
  await page.keyboard.insertText("RUN echo mine");
  // The Dockerfile is among the files that the last COPY takes.
  await expect(embed.steps).toContainText("2 of 6 steps run");
  const [full] = await Promise.all([context.waitForEvent("page"), embed.full.click()]);
  const workbench = new Workbench(full);
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo mine");
  await expect(workbench.steps).toContainText("2 of 6 steps run");
  await expect(full.locator(".build")).toHaveCount(2);
  const [learn] = await Promise.all([context.waitForEvent("page"), embed.frame.getByRole("link", { name: /^All about / }).click()]);
  expect(learn.url()).toMatch(/\/#\/learn\//);
});

test("an embed keeps nothing and leaves its address alone, even where it could", async ({ host, page, baseURL }) => {
  const address = `${baseURL ?? ""}embed.html#theme=dark&dockerfile=FROM%20alpine`;
  await page.goto(address);
  const editor = page.getByRole("textbox", { name: "Dockerfile" });
  await editor.click();
  await expect(page.locator(".cm-content:focus")).toBeVisible();
  await editor.press("Control+End");
  await page.keyboard.insertText("\nRUN echo mine");
  await page.getByRole("button", { name: "Build", exact: true }).click();
  await expect(page.locator(".stat").first()).toContainText("0 of 2 steps run");
  // Longer than the full page waits before it keeps anything.
  await page.waitForTimeout(1_200);
  expect(page.url()).toBe(address);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});

test("a sandboxed frame without an origin works, and gives the address where it may open nothing", async ({ host, page }) => {
  await host.open("sandboxed.html");
  const embed = await host.embed(page.frameLocator("iframe"));
  await expect(embed.steps).toContainText("0 of 5 steps run");
  await embed.touch();
  await embed.editor.press("Control+Home");
  await page.keyboard.insertText("# mine\n");
  await embed.bar.click();
  await embed.full.click();
  const field = embed.frame.getByRole("alert").getByRole("textbox");
  await expect(field).toHaveValue(/^http:\/\/127\.0\.0\.1:\d+\/#1d[A-Za-z0-9_-]+$/);
  // The browser says that it refused; nothing else may be wrong.
  const others = host.complaints.filter((complaint) => !/sandbox|allow-popups/i.test(complaint));
  host.complaints.splice(0, Infinity, ...others);
});

test("elements become frames with a title, as high as what is in them", async ({ host, page }) => {
  const heard = await host.listen();
  await host.open("script.html");
  const text = await host.embed(page.frameLocator("#text iframe"));
  await expect(page.locator("#text iframe")).toHaveAttribute("title", "Dockerfile playground: FROM python:3.13-slim");
  // Lines 3 to 5, and a line each for what is above and below.
  await expect(text.lines).toHaveCount(3);
  await expect(text.lines.first()).toContainText("COPY requirements.txt");
  await expect(text.frame.locator(".stats, .side")).toHaveCount(0);
  const heightOf = (id: string) => page.locator(`${id} iframe`).evaluate((frame) => frame.clientHeight);
  const before = await heightOf("#text");
  expect(before).toBeGreaterThanOrEqual(120);
  await text.frame.getByRole("button", { name: "2 more lines above" }).click();
  await expect(text.lines).toHaveCount(6);
  await expect.poll(() => heightOf("#text")).toBeGreaterThan(before);
  await text.bar.click();

  const source = await host.embed(page.frameLocator("#source iframe"));
  await expect(source.editor).toContainText("FROM nginx:1.29-alpine");
  await expect(page.locator("#source iframe")).toHaveAttribute("title", "A file beside the page");
  expect(await heightOf("#source")).toBe(300);

  const fallback = await host.embed(page.frameLocator("#fallback iframe"));
  await expect(page.locator("#fallback pre")).toBeHidden();
  await expect(fallback.frame.locator("html")).toHaveAttribute("data-theme", "dark");
  await fallback.touch();
  await page.keyboard.insertText("RUN echo no");
  await expect(fallback.editor).not.toContainText("RUN echo no");
  // A theme can be changed without beginning anew.
  await page.locator("#fallback").evaluate((element) => element.setAttribute("theme", "light"));
  await expect(fallback.frame.locator("html")).toHaveAttribute("data-theme", "light");

  await expect.poll(heard).toContainEqual(["layerlab:ready", {}]);
  const built = { build: 2, stepsRun: 0, stepsCached: 5, bytes: expect.any(Number), seconds: expect.any(Number), failed: false };
  await expect.poll(heard).toContainEqual(["layerlab:built", built]);
});

test("a lesson is graded in a frame, and its page is told", async ({ host, page }) => {
  const heard = await host.listen();
  await host.open("script.html");
  await page.locator("#lesson").scrollIntoViewIfNeeded();
  const lesson = await host.embed(page.frameLocator("#lesson iframe"));
  await expect(lesson.frame.getByRole("tab", { name: /Lesson/ })).toBeVisible();
  await lesson.frame.getByRole("button", { name: "Show the solution" }).click();
  await lesson.frame.getByRole("button", { name: "Put it into the project" }).click();
  await expect(lesson.frame.getByText("All goals are met.")).toBeVisible();
  await expect.poll(heard).toContainEqual(["layerlab:goal", expect.objectContaining({ lesson: "comments-are-free", done: true })]);
});

test("a lesson beside the page is loaded by the script and graded in its frame", async ({ host, page }) => {
  const heard = await host.listen();
  await host.open("script.html");
  await page.locator("#own").scrollIntoViewIfNeeded();
  const lesson = await host.embed(page.frameLocator("#own iframe"));
  await expect(lesson.frame.getByRole("heading", { name: "A lesson beside the page" })).toBeVisible();
  await lesson.touch();
  await lesson.editor.press("Control+Home");
  await lesson.editor.press("End");
  await page.keyboard.insertText("-slim");
  await expect(lesson.frame.getByText("All goals are met.")).toBeVisible();
  await expect.poll(heard).toContainEqual(["layerlab:goal", expect.objectContaining({ met: 1, goals: 1, done: true })]);
});

test("marked code blocks become playgrounds however the page was made, and are what is printed", async ({ host, page }) => {
  await host.open("blocks.html");
  const texts: [string, string][] = [
    ["#by-hand", "FROM python:3.13-slim"],
    ["#mdbook", "RUN apk add --no-cache curl"],
    ["#mkdocs", "RUN echo marked twice"],
    ["#sphinx", "RUN echo a > /a"],
    ["#docusaurus", "RUN echo b"],
  ];
  for (const [block, line] of texts) {
    await host.behind(block).scrollIntoViewIfNeeded();
    const embed = await host.embed(host.behind(block).frameLocator("iframe"));
    await expect(embed.editor).toContainText(line);
    await expect(embed.editor).not.toContainText(/^1/);
    await expect(page.locator(block)).toBeHidden();
    await expect(embed.steps.or(embed.frame.locator(".ledger").first()).first()).toBeVisible();
  }
  await expect(page.locator("#unmarked")).toBeVisible();
  await expect(host.behind("#unmarked")).toHaveCount(0);
  await page.emulateMedia({ media: "print" });
  for (const [block] of texts) {
    await expect(page.locator(block)).toBeVisible();
    await expect(host.behind(block).locator("iframe")).toBeHidden();
  }
});

test("where the script or the frame cannot be had the code block stays", async ({ host, page, browser }) => {
  await host.open("no-frames.html");
  await expect(page.locator("layerlab-playground iframe")).toHaveCount(1);
  await page.waitForTimeout(500);
  await expect(page.locator("pre")).toBeVisible();
  expect(host.complaints.every((complaint) => complaint.includes("Content Security Policy"))).toBe(true);
  host.complaints.length = 0;
  await page.route("**/embed.js", (route) => route.abort());
  await host.open("blocks.html");
  await expect(page.locator("#by-hand")).toBeVisible();
  host.complaints.length = 0;
  const plain = await browser.newPage({ javaScriptEnabled: false });
  await plain.goto(`${host.origin}/blocks.html`);
  await expect(plain.locator("#by-hand")).toBeVisible();
  await plain.close();
});

test("a page with a strict policy needs to allow nothing but the script and the frame", async ({ host, page }) => {
  await host.open("strict.html");
  const embed = await host.embed(page.frameLocator("iframe"));
  await expect(embed.editor).toContainText("FROM python:3.13-slim");
  await expect(page.locator("pre")).toBeHidden();
});

test("playgrounds come and go with pages that change without being loaded anew", async ({ host, page }) => {
  await host.open("navigation.html");
  for (const [button, text, steps] of [["One", "echo one", "0 of 2"], ["Two", "echo two", "0 of 3"], ["One", "echo one", "0 of 2"]] as const) {
    await page.getByRole("button", { name: button, exact: true }).click();
    const embed = await host.embed(page.frameLocator("iframe"));
    await expect(embed.editor).toContainText(text);
    await expect(embed.steps).toContainText(steps);
    await expect(page.locator("layerlab-playground")).toHaveCount(1);
  }
  await page.getByRole("button", { name: "None" }).click();
  await expect(page.locator("layerlab-playground, iframe")).toHaveCount(0);
});

test("messages of strangers change nothing", async ({ host, page }) => {
  const heard = await host.listen();
  await host.open("hostile.html");
  const embed = await host.embed(page.frameLocator("#victim iframe"));
  const height = () => page.locator("#victim iframe").evaluate((frame) => frame.clientHeight);
  await expect.poll(height).toBeGreaterThan(200);
  const before = await height();
  const stranger = page.frames().find((frame) => frame.url().endsWith("stranger.html"));
  await stranger?.evaluate(() => {
    const messages: unknown[] = [
      { layerlab: 1, type: "height", height: 1_999 },
      { layerlab: 1, type: "goal", lesson: "all", met: 1, goals: 1, done: true },
      { layerlab: 1, type: "built", build: 9, stepsRun: 0, stepsCached: 0, bytes: 0, seconds: 0, failed: false },
      JSON.parse('{"__proto__": {"polluted": true}, "layerlab": 1, "type": "ready"}'),
    ];
    for (const message of messages) parent.postMessage(message, "*");
    // The embed's own window hears only the page that holds it.
    parent.frames[0]?.postMessage({ layerlab: 1, type: "theme", theme: "dark" }, "*");
  });
  await page.evaluate(() => {
    const frame = document.querySelector("#victim")?.shadowRoot?.querySelector("iframe");
    const messages: unknown[] = [null, 1, "x", [], { layerlab: 1 }, { layerlab: 1, type: "theme", theme: "<img>" }, { layerlab: 1, type: "constructor" }];
    for (const message of messages) frame?.contentWindow?.postMessage(message, "*");
    // From the page itself, not from the frame.
    postMessage({ layerlab: 1, type: "height", height: 1_999 }, "*");
  });
  await page.waitForTimeout(300);
  expect(await height()).toBe(before);
  expect((await heard()).filter(([type]) => type !== "layerlab:ready")).toEqual([]);
  expect(await page.evaluate(() => "polluted" in {})).toBe(false);
  await expect(embed.frame.locator("html")).not.toHaveAttribute("data-theme", /.*/);
  await embed.bar.click();
  await expect.poll(heard).toContainEqual(["layerlab:built", expect.objectContaining({ stepsRun: 0 })]);
});

test("LTI and WordPress hear heights in their own dialects", async ({ host, page, baseURL }) => {
  await host.open("stranger.html");
  await page.evaluate((site) => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    addEventListener("message", ({ data }) => heard.push(data));
    const frame = document.createElement("iframe");
    frame.title = "Dockerfile playground";
    frame.src = `${site}embed.html#dockerfile=FROM%20alpine#?secret=Ab12`;
    document.body.append(frame);
  }, baseURL ?? "");
  const heard = () => page.evaluate(() => (window as unknown as { heard: unknown[] }).heard);
  await expect.poll(heard).toContainEqual({ subject: "lti.frameResize", height: expect.any(Number) });
  await expect.poll(heard).toContainEqual({ message: "height", value: expect.any(Number), secret: "Ab12" });
  // Nobody asked for events.
  expect(JSON.stringify(await heard())).not.toContain("ready");
  // The page may ask again.
  const own = async () => JSON.stringify(await heard()).split('"layerlab":1').length;
  const before = await own();
  await page.evaluate(() => frames[0]?.postMessage({ layerlab: 1, type: "hello" }, "*"));
  await expect.poll(own).toBeGreaterThan(before);
});

test("events are for the page that the address names, and for no other", async ({ host, page, baseURL }) => {
  await host.open("stranger.html");
  await page.evaluate((site) => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    addEventListener("message", ({ data }) => heard.push(data));
    for (const origin of ["https://elsewhere.example", location.origin]) {
      const frame = document.createElement("iframe");
      frame.title = origin;
      frame.src = `${site}embed.html#dockerfile=FROM%20alpine&events=${encodeURIComponent(origin)}`;
      document.body.append(frame);
    }
  }, baseURL ?? "");
  for (const place of [0, 1]) {
    const embed = await host.embed(page.frameLocator("iframe").nth(place));
    await embed.bar.click();
  }
  const built = () =>
    page.evaluate(() => (window as unknown as { heard: { type?: string }[] }).heard.filter(({ type }) => type === "built").length);
  await expect.poll(built).toBe(1);
  // The browser says that it kept them from the page.
  const others = host.complaints.filter((complaint) => !complaint.includes("https://elsewhere.example"));
  host.complaints.splice(0, Infinity, ...others);
});

test("an edit begins where the address says, and nothing that is not seen is edited", async ({ host, page, baseURL }) => {
  const lines = ["FROM alpine", "RUN echo a", "RUN echo b", "RUN echo c", "RUN echo d"];
  await page.goto(`${baseURL ?? ""}embed.html#start=edit&lines=3-4&dockerfile=${encodeURIComponent(lines.join("\n"))}`);
  const editor = page.getByRole("textbox", { name: "Dockerfile" });
  const shown = page.locator(".still-line, .cm-line");
  await expect(shown).toHaveText([/RUN echo b/, /RUN echo c/]);
  await expect(page.locator(".still-chosen")).toContainText("RUN echo b");
  await expect(page.locator(".stat").nth(2)).toContainText("no build yet");
  await editor.focus();
  await expect(page.locator(".cm-activeLine")).toContainText("RUN echo b");
  for (const key of ["Home", "ArrowUp", "Home", "Backspace", "End", "ArrowDown", "ArrowDown", "End", "Delete"]) await editor.press(key);
  await page.keyboard.insertText(" mine");
  await expect(shown).toHaveText([/RUN echo b/, /RUN echo c mine/]);
  await page.getByRole("button", { name: "1 more line below" }).click();
  await expect(shown).toHaveText(lines.map((line) => new RegExp(line)));
  expect(host.complaints).toEqual([]);
});

test("ten on a page are loaded as they come near, and all work", async ({ host, page }) => {
  await page.setViewportSize({ width: 900, height: 300 });
  await host.open("ten.html");
  await host.embed(page.frameLocator("iframe").first());
  const count = await page.locator("layerlab-playground iframe").count();
  expect(count).toBeLessThan(10);
  for (const place of [4, 9]) {
    const element = page.locator("layerlab-playground").nth(place);
    await element.scrollIntoViewIfNeeded();
    await expect(async () => {
      await element.scrollIntoViewIfNeeded();
      await expect(new Embed(element.frameLocator("iframe")).steps).toContainText("0 of 6 steps run");
    }).toPass({ timeout: 30_000 });
  }
});

test("the hint how to leave the editor covers nothing that is written below it", async ({ page }) => {
  await page.goto("/embed.html#dockerfile=FROM%20python:3.13-slim%0ACOPY%20.%20.%0A");
  const note = page.getByText("The files that it copies are assumed");
  await page.getByRole("textbox", { name: "Dockerfile" }).click();
  const hint = page.getByText("Escape, then Tab leaves the editor");
  await expect(hint).toBeVisible();
  const [above, below] = [await hint.boundingBox(), await note.boundingBox()];
  expect((above?.y ?? Infinity) + (above?.height ?? 0)).toBeLessThanOrEqual(below?.y ?? 0);
});

test("in a narrow frame nothing is cut off", async ({ host, page, baseURL }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(`${baseURL ?? ""}embed.html#start=build&lines=1-2&dockerfile=FROM%20python%3A3.13-slim%0ARUN%20apt-get%20update%0ARUN%20echo%20x`);
  await expect(page.getByRole("button", { name: "Build", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "Open in full" })).toBeInViewport();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});

test("what is wrong with an address is told, and the rest of it holds", async ({ host, page, baseURL }) => {
  await page.goto(`${baseURL ?? ""}embed.html#theme=pink&panles=none&readonly&dockerfile=FROM%20alpine`);
  await expect(page.getByRole("alert")).toContainText("theme=pink is left out: it can be auto, light or dark.");
  await expect(page.getByRole("alert")).toContainText("There is no option panles");
  await expect(page.getByRole("textbox", { name: "Dockerfile" })).toContainText("FROM alpine");
  await page.goto("about:blank");
  await page.goto(`${baseURL ?? ""}embed.html#1dAAAA`);
  await expect(page.getByRole("alert")).toContainText("This link is damaged");
});

for (const readOnly of [false, true]) {
  test(`where the text can ${readOnly ? "only be read, no button offers" : "be edited, buttons offer"} to change it`, async ({ page, baseURL }) => {
    const dockerfile = "FROM debian:13\nCOPY app.py .\nRUN apt-get update && apt-get install -y curl\n";
    const panels = "steps,figures,builds,explain,checks";
    const options = `panels=${panels}&start=build${readOnly ? "&readonly" : ""}`;
    await page.goto(`${baseURL ?? ""}embed.html#${options}&dockerfile=${encodeURIComponent(dockerfile)}`);
    const workbench = new Workbench(page);
    const count = readOnly ? 0 : 1;
    await workbench.tab("Checks");
    await expect(page.locator(".fix-title").first()).toBeVisible();
    await expect(page.getByRole("button", { name: /^Apply this fix/ }).first()).toHaveCount(count);
    await page.locator(".what-if-chip").first().click();
    const preview = page.locator(".preview-bar");
    await expect(preview).toBeVisible();
    await expect(preview.getByRole("button", { name: "Make this edit" })).toHaveCount(count);
    if (readOnly) {
      await page.locator(".what-if-chip").first().click();
      await expect(preview).toBeHidden();
    } else {
      await page.keyboard.press("Escape");
    }
    await page.locator(".build").first().click();
    await expect(page.getByRole("button", { name: "Back to now" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Go back to it" })).toHaveCount(count);
    await page.getByRole("button", { name: "Back to now" }).click();
    expect(workbench.complaints).toEqual([]);
  });
}

test("the page in full reads the same addresses", async ({ page, baseURL }) => {
  await page.goto(`${baseURL ?? ""}#start=build&dockerfile=FROM%20alpine%0ARUN%20echo%20from-the-address`);
  const workbench = new Workbench(page);
  await expect(workbench.editor("Dockerfile")).toContainText("RUN echo from-the-address");
  await expect(workbench.steps).toContainText("0 of 2 steps run");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`${colorScheme}: axe finds nothing in an embed`, async ({ host, page, baseURL }) => {
    await page.emulateMedia({ colorScheme });
    for (const options of ["start=build&lines=1-2", "panels=figures,files,builds,checks&theme=pink", "panels=none&height=300&readonly"]) {
      await page.goto("about:blank");
      await page.goto(`${baseURL ?? ""}embed.html#${options}&dockerfile=FROM%20python%3A3.13-slim%0ACOPY%20.%20.%0ARUN%20echo%20x`);
      await expect(page.getByRole("button", { name: "Build", exact: true })).toBeVisible();
      const found = async () => {
        const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
        return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
      };
      expect(await found(), options).toEqual([]);
      await page.getByRole("textbox", { name: "Dockerfile" }).focus();
      await expect(page.locator(".cm-content:focus")).toBeVisible();
      expect(await found(), `${options}, touched`).toEqual([]);
    }
    expect(host.complaints).toEqual([]);
  });
}
