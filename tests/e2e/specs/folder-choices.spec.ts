// What is taken from a folder as what: its Dockerfile, its ignore file, folders in which nothing is. And a load that ends early.

import type { Page } from "@playwright/test";
import { archive } from "./archive";
import { expect, test } from "./folders";
import type { Workbench } from "./workbench";

const project = (page: Page) => page.getByRole("combobox", { name: "Project" });

/** The page is as it was before anything was dropped. */
async function nothingIsLoaded(page: Page, workbench: Workbench, name: string): Promise<void> {
  await expect(project(page)).toHaveValue("django-two-stages");
  await expect(project(page).locator("option", { hasText: name })).toHaveCount(0);
  await workbench.tab("Dockerfile");
  expect(await workbench.text("Dockerfile")).toContain("AS runtime");
}

test("without a Dockerfile the page begins one and says so", async ({ workbench, page, computer }) => {
  computer.write("notes/a.txt", "a");
  computer.write("notes/node_modules/x/Dockerfile", "FROM other\n");
  await computer.drop(computer.path("notes"));
  await expect(project(page).locator("option:checked")).toHaveText("notes");
  await expect(page.getByText("There is no Dockerfile in notes. The page begins one that copies all of it.")).toBeVisible();
  await workbench.tab("Dockerfile");
  expect(await workbench.text("Dockerfile")).toContain("FROM scratch\nCOPY . /");
});

test("a Dockerfile elsewhere is used, said and edited, with the ignore file beside it", async ({ workbench, page, computer }) => {
  computer.write("api/docker/Dockerfile", "FROM scratch\nCOPY . /srv\n");
  computer.write("api/docker/Dockerfile.dockerignore", "secrets\n");
  computer.write("api/.dockerignore", "main\n");
  computer.write("api/main", "x");
  computer.write("api/secrets/key", "x");
  await computer.drop(computer.path("api"));
  await expect(project(page).locator("option:checked")).toHaveText("api");
  await expect(page.getByText("docker/Dockerfile is used, as with docker build --file docker/Dockerfile.")).toBeVisible();
  await expect(page.locator(".context-note")).toContainText(
    "Docker reads docker/Dockerfile.dockerignore and not .dockerignore",
  );
  await expect(await workbench.entry("secrets")).toHaveAccessibleName(/Ignored by line 1 secrets/);
  await expect(await workbench.entry("main")).not.toHaveClass(/ignored/);
  const dockerfile = await workbench.entry("docker/Dockerfile");
  await expect(dockerfile.getByRole("button")).toHaveCount(0);
  await dockerfile.click();
  await workbench.append("Dockerfile", "CMD echo hello");
  await expect(workbench.row(4)).toBeVisible();
  await page.getByRole("button", { name: "Options" }).click();
  await expect(page.getByLabel("Command")).toHaveText("docker build --file docker/Dockerfile .");
});

test("of several Dockerfiles one is chosen, and its ignore file with it", async ({ workbench, page, computer }) => {
  computer.write("shop/Dockerfile", "FROM scratch\nCOPY main /\n");
  computer.write("shop/Dockerfile.dev", "FROM scratch\nCOPY notes /\n# dev\n");
  computer.write("shop/Dockerfile.dev.dockerignore", "main\n");
  computer.write("shop/docker/prod.Dockerfile", "FROM scratch AS prod\nCOPY . /\n");
  computer.write("shop/.dockerignore", "notes\n");
  computer.write("shop/main", "x");
  computer.write("shop/notes/a", "x");
  await computer.drop(computer.path("shop"));
  await expect(page.getByText("shop has 3 Dockerfiles. Dockerfile is used; the menu Dockerfile has the others.")).toBeVisible();
  const menu = page.getByRole("combobox", { name: "Dockerfile", exact: true });
  await expect(menu).toHaveValue("Dockerfile");
  await expect(menu.locator("option")).toHaveText(["Dockerfile", "Dockerfile.dev", "docker/prod.Dockerfile"]);
  await expect(await workbench.entry("notes")).toHaveAccessibleName(/Ignored by line 1 notes/);
  await workbench.tab("Dockerfile");
  await workbench.append("Dockerfile", "# edited");

  await menu.selectOption("Dockerfile.dev");
  expect(await workbench.text("Dockerfile")).toContain("# dev");
  await workbench.tab("Context");
  await expect(page.locator(".context-note")).toContainText("Docker reads Dockerfile.dev.dockerignore and not .dockerignore");
  await expect(await workbench.entry("main")).toHaveAccessibleName(/Ignored by line 1 main/);
  await expect(await workbench.entry("notes")).not.toHaveClass(/ignored/);
  await page.getByRole("button", { name: /^Options/ }).click();
  await expect(page.getByLabel("Command")).toHaveText("docker build --file Dockerfile.dev .");
  await page.keyboard.press("Escape");

  await menu.selectOption("docker/prod.Dockerfile");
  expect(await workbench.text("Dockerfile")).toContain("AS prod");
  await menu.selectOption("Dockerfile");
  expect(await workbench.text("Dockerfile")).toContain("# edited");
  await workbench.tab("Context");
  await expect(page.locator(".context-note")).toHaveCount(0);
});

test("the ignore file named after the Dockerfile has precedence, and the page says so", async ({ workbench, page, computer }) => {
  computer.write("web/Dockerfile", "FROM scratch\nCOPY . /\n");
  computer.write("web/Dockerfile.dockerignore", "drafts\n");
  computer.write("web/.dockerignore", "public\n");
  computer.write("web/drafts/a", "x");
  computer.write("web/public/b", "x");
  await computer.drop(computer.path("web"));
  await expect(page.locator(".context-note")).toContainText(
    "Docker reads Dockerfile.dockerignore and not .dockerignore, because it is named after the Dockerfile",
  );
  await expect(await workbench.entry("drafts")).toHaveAccessibleName(/Ignored by line 1 drafts/);
  await expect(await workbench.entry("public")).not.toHaveClass(/ignored/);
  const beside = await workbench.entry("Dockerfile.dockerignore");
  await beside.hover();
  await beside.getByRole("button", { name: /^Delete/ }).click();
  await expect(page.locator(".context-note")).toHaveCount(0);
  await expect(await workbench.entry("public")).toHaveAccessibleName(/Ignored by line 1 public/);
});

test("folders in which nothing is are there, sent or ignored", async ({ workbench, page, computer }) => {
  computer.write("app/Dockerfile", "FROM scratch\nCOPY uploads /uploads\n");
  computer.write("app/.dockerignore", "cache\n");
  computer.emptyFolder("app/uploads");
  computer.emptyFolder("app/cache");
  computer.emptyFolder("app/data/deep");
  await computer.drop(computer.path("app"));
  await expect(await workbench.entry("uploads")).not.toHaveClass(/ignored/);
  await expect(await workbench.entry("cache")).toHaveAccessibleName(/Ignored by line 1 cache/);
  await expect(await workbench.entry("data/deep")).toBeVisible();
  await workbench.tab("Dockerfile");
  await expect(workbench.row(2)).not.toContainText("fails");
});

test("a folder in which nothing is at all is refused", async ({ workbench, page, computer }) => {
  await computer.drop(computer.emptyFolder("hollow"));
  await expect(page.getByRole("alert").filter({ hasText: "hollow is empty." })).toBeVisible();
  await nothingIsLoaded(page, workbench, "hollow");
});

test("a Dockerfile that is no text is refused", async ({ workbench, page, computer }) => {
  computer.write("odd/Dockerfile", Buffer.from([0, 1, 2]));
  await computer.drop(computer.path("odd"));
  await expect(page.getByRole("alert").filter({ hasText: "Dockerfile is no text in UTF-8" })).toBeVisible();
  await nothingIsLoaded(page, workbench, "odd");
});

test("a file that cannot be read is named, and nothing is half loaded", async ({ workbench, page, computer }) => {
  computer.write("shop/Dockerfile", "FROM scratch\nCOPY . /\n");
  computer.write("shop/app/locked.txt", "x");
  computer.write("shop/app/open.txt", "y");
  await page.evaluate(() => {
    const read = Blob.prototype.arrayBuffer;
    Blob.prototype.arrayBuffer = function (this: Blob) {
      const locked = this instanceof File && this.name === "locked.txt";
      return locked ? Promise.reject(new DOMException("permission denied", "NotReadableError")) : read.call(this);
    };
  });
  await computer.drop(computer.path("shop"));
  const message = "app/locked.txt cannot be read: permission denied";
  await expect(page.getByRole("alert").filter({ hasText: message })).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();
  await expect(page.getByText(message)).toHaveCount(0);
  await nothingIsLoaded(page, workbench, "shop");
});

test("a folder with more than 200,000 files is refused", async ({ workbench, page }) => {
  await workbench.tab("Context");
  // So many files would take a minute to make. The page looks at no more of them than this.
  await page.getByLabel("Open a folder").evaluate((input) => {
    const file = (_: unknown, number: number) => ({ name: `${number}`, webkitRelativePath: `huge/${number}`, size: 1, lastModified: 0 });
    Object.defineProperty(input, "files", { value: Array.from({ length: 200_001 }, file), writable: true });
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  const message = "huge has more than 200,000 files. Nothing was opened.";
  await expect(page.getByRole("alert").filter({ hasText: message })).toBeVisible({ timeout: 30_000 });
  await nothingIsLoaded(page, workbench, "huge");
});

/** Makes a method of the browser wait until it is let go. */
const HOLDS = {
  "its listing": () => {
    // What lists a folder has no name of its own in the page.
    const entryOf = DataTransferItem.prototype.webkitGetAsEntry;
    DataTransferItem.prototype.webkitGetAsEntry = function () {
      const entry = entryOf.call(this) as FileSystemDirectoryEntry;
      const reader = Object.getPrototypeOf(entry.createReader()) as FileSystemDirectoryReader;
      const list = reader.readEntries;
      reader.readEntries = function (...callbacks) {
        (globalThis as unknown as { letGo: () => void }).letGo = () => list.apply(this, callbacks);
      };
      return entry;
    };
  },
  "the reading of contents": () => {
    const read = Blob.prototype.arrayBuffer;
    Blob.prototype.arrayBuffer = function (this: Blob) {
      return new Promise((resolve) => {
        (globalThis as unknown as { letGo: () => void }).letGo = () => resolve(read.call(this));
      });
    };
  },
};

for (const [what, hold] of Object.entries(HOLDS)) {
  test(`a load is cancelled during ${what}`, async ({ workbench, page, computer }) => {
    computer.write("shop/Dockerfile", "FROM scratch\nCOPY . /\n");
    await page.evaluate(hold);
    await computer.drop(computer.path("shop"));
    const loading = page.getByRole("group", { name: "Loading" });
    await loading.getByRole("button", { name: "Cancel" }).click();
    await expect(loading).toHaveCount(0);
    await page.evaluate(() => (globalThis as unknown as { letGo: () => void }).letGo());
    await page.waitForTimeout(300);
    await expect(page.getByRole("alert").filter({ hasText: "cancelled" })).toHaveCount(0);
    await nothingIsLoaded(page, workbench, "shop");
  });
}

test("an archive is cancelled while what reads it is on its way, and another one is opened", async ({ workbench, page, computer }) => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route("**/scripts/zip-*.js", async (route) => {
    await held;
    await route.continue();
  });
  await computer.drop(computer.write("first.zip", archive([{ path: "Dockerfile", text: "FROM scratch\n" }])));
  await page.getByRole("group", { name: "Loading" }).getByRole("button", { name: "Cancel" }).click();
  await computer.drop(computer.write("second.zip", archive([{ path: "Dockerfile", text: "FROM scratch\n# 2\n" }])));
  letGo();
  await expect(project(page).locator("option:checked")).toHaveText("second");
  await expect(project(page).locator("option", { hasText: /^first$/ })).toHaveCount(0);
  await workbench.tab("Dockerfile");
  expect(await workbench.text("Dockerfile")).toContain("# 2");
});
