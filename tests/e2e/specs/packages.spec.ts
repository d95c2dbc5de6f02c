// The tables of packages, which are loaded when a Dockerfile needs them: what the page says meanwhile, and when they do not come.

import type { Page } from "@playwright/test";
import { expect, test, Workbench } from "./workbench";

const TABLES = "**/tables/*.txt";
/** Debian 12, which the first project does not need, and Debian 13. */
const NEEDS_12 = "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y git\n";
const NEEDS_13 = "FROM debian:trixie-slim\nRUN apt-get update && apt-get install -y git\n";

/** The page with its console unchecked, since a browser complains of requests that fail. */
async function opened(page: Page): Promise<Workbench> {
  const workbench = new Workbench(page);
  await page.goto("/");
  await expect(workbench.editor("Dockerfile")).toBeVisible();
  return workbench;
}

/** Names of the tables that the page asks the server for, without their digests. */
function requests(page: Page): string[] {
  const names: string[] = [];
  page.on("request", (request) => {
    const name = /\/tables\/(.*)-[0-9a-f]{16}\.txt$/.exec(new URL(request.url()).pathname)?.[1];
    if (name !== undefined) names.push(name);
  });
  return names;
}

test("each table is loaded when a Dockerfile first needs it, and once", async ({ page }) => {
  const names = requests(page);
  const workbench = new Workbench(page);
  await workbench.open();
  await workbench.replace("Dockerfile", "FROM scratch\nCOPY . /\n");
  await expect(workbench.row(2)).toBeVisible();
  const before = [...names];
  expect(before).not.toContain("debian-12");
  await workbench.replace("Dockerfile", NEEDS_12);
  await expect(workbench.row(2)).toContainText(/1\d\d MB/);
  await workbench.replace("Dockerfile", NEEDS_13);
  await expect(workbench.row(2)).toContainText(/1\d\d MB/);
  await workbench.replace("Dockerfile", NEEDS_12);
  await expect(workbench.row(2)).toContainText(/1\d\d MB/);
  expect([...names].sort()).toEqual(["debian-12", "debian-13"]);
  expect(workbench.complaints).toEqual([]);
});

test("the first project has the figures of its packages", async ({ workbench, page }) => {
  await workbench.row(4).click();
  const explain = page.getByRole("tabpanel", { name: "Explain" });
  await expect(explain).toContainText(/\d+ packages \d+ MB from Debian trixie/);
  // The earlier build has them too, although it was made before they were here.
  await expect(workbench.stat(/^Against build/)).not.toContainText("MB");
});

test("a table that cannot be had makes figures rougher, until trying again brings it", async ({ page }) => {
  await page.route(TABLES, (route) => route.abort());
  const workbench = await opened(page);
  await workbench.replace("Dockerfile", NEEDS_12);
  const notice = page.locator(".package-notice-failed");
  await expect(notice).toContainText("Debian 12's packages could not be loaded: the server could not be reached");
  await workbench.row(2).click();
  const explain = page.getByRole("tabpanel", { name: "Explain" });
  await expect(explain).toContainText("the table of Debian 12's packages is not loaded");
  const rough = await workbench.row(2).textContent();

  // It fails again: it is said again.
  await notice.getByRole("button", { name: "Try again" }).click();
  await expect(notice).toBeVisible();
  await page.unroute(TABLES);
  await notice.getByRole("button", { name: "Try again" }).click();
  await expect(notice).toBeHidden();
  await expect(explain).toContainText(/\d+ packages \d+ MB from Debian bookworm/);
  expect(await workbench.row(2).textContent()).not.toBe(rough);
});

test("what the server sends instead of a table is no table", async ({ page }) => {
  await page.route(TABLES, (route) => route.fulfill({ body: "<!doctype html><title>Log in</title>" }));
  const workbench = await opened(page);
  await workbench.replace("Dockerfile", NEEDS_13);
  await expect(page.locator(".package-notice-failed")).toContainText("the file is damaged");
  await page.unroute(TABLES);
  await page.route(TABLES, (route) => route.fulfill({ status: 404, body: "" }));
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.locator(".package-notice-failed")).toContainText("the server answered with 404");
});

test("while a table is on its way the page says so and can be used", async ({ page }) => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(TABLES, async (route) => {
    await held;
    await route.continue();
  });
  const workbench = await opened(page);
  await workbench.replace("Dockerfile", NEEDS_12);
  await expect(page.getByText("Loading the sizes of Debian 12's packages")).toBeVisible();
  await workbench.build();
  release();
  await expect(page.locator(".package-notice")).toHaveCount(0);
  // The build that was made meanwhile has the figures of the table too.
  const against = workbench.stat("Against");
  await expect(against.getByRole("combobox", { name: "Against" })).toHaveValue("2");
  await expect(against).toContainText("no change");
  await expect(workbench.row(2)).toContainText(/1\d\d MB/);
  expect(workbench.complaints).toEqual([]);
});

test("in a folder of a site and in a sandboxed frame the tables are found", async ({ page, baseURL }) => {
  await page.route("**/some/folder/**", async (route) => {
    const response = await route.fetch({ url: route.request().url().replace("/some/folder", "") });
    await route.fulfill({ response });
  });
  const address = new URL("some/folder/index.html", baseURL).href;
  await page.setContent(`<iframe sandbox="allow-scripts" width="1200" height="800" src="${address}"></iframe>`);
  const frame = page.frameLocator("iframe");
  const editor = frame.getByRole("textbox", { name: "Dockerfile" });
  await editor.click();
  await editor.press("Control+A");
  await page.keyboard.insertText("FROM debian:bookworm-slim\nRUN apt-get install -y git");
  await expect(frame.locator(".ledger").getByRole("button", { name: /^Line 2: / })).toContainText(/1\d\d MB/);
  await expect(frame.locator(".package-notice")).toHaveCount(0);
});
