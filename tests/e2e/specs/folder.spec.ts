// A real folder or archive, dropped on the page.

import type { Page } from "@playwright/test";
import { archive } from "./archive";
import { expect, test } from "./folders";

/** Notes tasks of the page that are longer than 50 ms. */
async function watchTasks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { longTasks: tasks });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: "longtask",
    });
  });
  return () => page.evaluate(() => Math.max(0, ...(globalThis as unknown as { longTasks: number[] }).longTasks));
}

test("a folder of 20,000 files: tree, totals and deciding lines are right", async ({ workbench, page, computer }) => {
  test.setTimeout(180_000);
  const count = Number(process.env["LAYERLAB_FILES"] ?? 20_000);
  for (let file = 0; file < count - 5; file++) {
    computer.write(`shop/node_modules/package-${file % 500}/lib/file-${file}.js`, "x".repeat(file % 50));
  }
  computer.write("shop/Dockerfile", "FROM python:3.13-slim\nWORKDIR /srv\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n");
  computer.write("shop/.dockerignore", "node_modules\n!node_modules/package-7/lib\n**/*.pyc\n");
  computer.write("shop/requirements.txt", "flask\n");
  computer.write("shop/app/views.py", "print('hello')\n");
  computer.write("shop/app/logo.bin", Buffer.from([0, 1, 2, 3]));
  let bytes = 0;
  let sent = 0;
  for (let file = 0; file < count - 5; file++) {
    if (file % 500 === 7) sent++;
    else bytes += file % 50;
  }

  const longest = await watchTasks(page);
  const start = Date.now();
  await computer.drop(computer.path("shop"));
  const menu = page.getByRole("combobox", { name: "Project" });
  await expect(menu.locator("option:checked")).toHaveText("shop", { timeout: 150_000 });
  const panel = page.getByRole("tabpanel", { name: "Context" });
  const thousands = (number: number) => number.toLocaleString("en");
  await expect(panel).toContainText(`in ${thousands(sent + 5)} files`);
  await expect(panel).toContainText(`in ${thousands(count - 5 - sent)} files`);
  const seconds = (Date.now() - start) / 1000;
  console.log(`${thousands(count)} files: ${seconds.toFixed(1)} s, longest task ${(await longest()).toFixed(0)} ms`);
  expect(bytes).toBeGreaterThan(0);

  const rows = page.locator(".tree-row");
  expect(await rows.count()).toBeLessThan(150);
  await expect(await workbench.entry("node_modules/package-8")).toHaveAccessibleName(/Ignored by line 1 node_modules/);
  await expect(await workbench.entry("node_modules/package-7")).toHaveAccessibleName(/Sent again by line 2/);
  await expect(await workbench.entry("app/logo.bin")).not.toHaveClass(/ignored/);
  const scroll = await watchTasks(page);
  await page.locator(".context-scroll").evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(workbench.item("requirements.txt")).toBeVisible();
  console.log(`longest task while scrolling ${(await scroll()).toFixed(0)} ms`);

  await workbench.openFile("app/views.py");
  expect(await workbench.text("app/views.py")).toBe("print('hello')\n");
  await workbench.build();
  await workbench.append("app/views.py", "print('more')");
  await workbench.tab("Dockerfile");
  await expect(workbench.row(5)).toContainText("views.py changed");

  await menu.selectOption("django-two-stages");
  expect(await workbench.text("Dockerfile")).toContain("AS runtime");
  await menu.selectOption({ label: "shop" });
  expect(await workbench.text("Dockerfile")).toContain("WORKDIR /srv");
});

test("a folder is picked", async ({ workbench, page, computer }) => {
  computer.write("api/Dockerfile", "FROM scratch\nCOPY main /\n");
  computer.write("api/main", "x");
  await workbench.tab("Context");
  await page.getByLabel("Open a folder").setInputFiles(computer.path("api"));
  await expect(page.getByRole("combobox", { name: "Project" }).locator("option:checked")).toHaveText("api");
  await expect(page.getByRole("tabpanel", { name: "Context" })).toContainText("in 2 files");
});

test("an archive is opened with its modes, without the folder that all of it is in", async ({ workbench, page, computer }) => {
  const zip = computer.write(
    "site.zip",
    archive([
      { path: "site-main/Dockerfile", text: "FROM scratch\nCOPY run.sh /\n" },
      { path: "site-main/run.sh", text: "echo hi\n", mode: 0o755 },
      { path: "site-main/Dockerfile.dockerignore", text: "notes\n" },
      { path: "site-main/notes/a.txt", text: "secret" },
    ]),
  );
  await computer.drop(zip);
  await expect(page.getByRole("combobox", { name: "Project" }).locator("option:checked")).toHaveText("site");
  await expect(await workbench.entry("notes")).toHaveAccessibleName(/Ignored by line 1/);
  await expect(await workbench.entry("run.sh")).toBeVisible();
  await workbench.openFile("notes/a.txt");
  expect(await workbench.text("notes/a.txt")).toBe("secret");
});

for (const { what, content, message } of [
  { what: "is damaged", content: () => archive([{ path: "Dockerfile", text: "FROM scratch\n" }]).subarray(0, 60), message: "is damaged" },
  { what: "leads out of itself", content: () => archive([{ path: "a/../../b", text: "" }]), message: "leads out of it" },
  { what: "holds an absolute path", content: () => archive([{ path: "/etc/passwd", text: "" }]), message: "absolute path" },
  {
    what: "expands too far in all",
    content: () => archive([..."ab"].map((path) => ({ path, text: "x", claimed: 600 * 2 ** 20 }))),
    message: "more than 1 GiB",
  },
  { what: "unpacks to more than it says", content: () => archive([{ path: "Dockerfile", text: "FROM scratch\n", claimed: 5 }]), message: "damaged" },
  { what: "holds too many entries", content: () => archive(Array.from({ length: 200_001 }, (_, file) => ({ path: `${file}`, text: "" }))), message: "more than 200,000 entries" },
  { what: "expands too far", content: () => archive([{ path: "a", text: "x", claimed: 2 ** 31 }]), message: "more than 1 GiB" },
  { what: "holds a damaged Dockerfile", content: () => damaged(), message: "Dockerfile in the archive is damaged" },
]) {
  test(`an archive that ${what} is refused, and nothing is half loaded`, async ({ workbench, page, computer }) => {
    await computer.drop(computer.write("bad.zip", content()));
    await expect(page.getByRole("alert").filter({ hasText: message })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole("combobox", { name: "Project" })).toHaveValue("django-two-stages");
    await expect(page.getByRole("combobox", { name: "Project" }).locator("option", { hasText: "bad" })).toHaveCount(0);
    await page.getByRole("button", { name: "Close" }).click();
    await expect(page.getByText(message)).toHaveCount(0);
    expect(await workbench.text("Dockerfile")).toContain("AS runtime");
  });
}

function damaged(): Buffer {
  const zip = archive([{ path: "Dockerfile", text: "FROM scratch\n" }]);
  const at = zip.indexOf("scratch");
  zip.write("SCRATCH", at);
  return zip;
}
