// compose.yaml: a service is picked, and the build is made as it says.

import { expect, test, type Workbench } from "./workbench";

const COMPOSE = `services:
  web:
    build:
      context: .
      target: \${STAGE:-builder}
      args:
        VERSION: "3.13"
  worker:
    build: ./shop
  db:
    image: postgres
`;

async function withFile(workbench: Workbench, path: string, text: string): Promise<void> {
  const { page } = workbench;
  await workbench.tab("Context");
  await page.getByRole("textbox", { name: "Path of the new file" }).fill(path);
  await page.getByRole("button", { name: "Add file" }).click();
  await expect(workbench.editor(path)).toBeVisible();
  await workbench.replace(path, text);
}

function menu(workbench: Workbench) {
  return workbench.page.getByRole("combobox", { name: "Service of compose.yaml" });
}

async function options(workbench: Workbench): Promise<void> {
  await workbench.page.getByRole("button", { name: /^Options/ }).click();
}

test("a service sets target and arguments", async ({ workbench, page }) => {
  await withFile(workbench, "compose.yaml", COMPOSE);
  await options(workbench);
  await expect(menu(workbench).locator("option")).toHaveText(["none: as set here", "web: target builder", "worker: folder shop"]);
  await expect(page.getByText("Not built, since they use an image as it is: db.")).toBeVisible();
  await menu(workbench).selectOption("web");
  await expect(page.getByLabel("Command")).toContainText("--target builder --build-arg VERSION=3.13");
  await expect(menu(workbench)).toHaveValue("web");
  await page.keyboard.press("Escape");
  await workbench.tab("Dockerfile");
  expect(await workbench.linesThat("not needed")).not.toEqual([]);
});

test("variables come from .env", async ({ workbench }) => {
  await withFile(workbench, "compose.yaml", COMPOSE);
  await workbench.openFile(".env");
  await workbench.replace(".env", "STAGE=runtime\n");
  await options(workbench);
  await expect(menu(workbench).locator("option").nth(1)).toHaveText("web: target runtime");
});

test("a service with another folder is a project of its own", async ({ workbench, page }) => {
  await withFile(workbench, "compose.yaml", COMPOSE);
  await withFile(workbench, "shop/Dockerfile", "FROM scratch\nCOPY . /\n");
  await options(workbench);
  await menu(workbench).selectOption("worker");
  await expect(page.getByText("worker sends the folder ./shop")).toBeVisible();
  await page.keyboard.press("Escape");
  await workbench.tab("Dockerfile");
  expect(await workbench.text("Dockerfile")).toBe("FROM scratch\nCOPY . /\n");
});

test("what is no YAML is said with its line", async ({ workbench, page }) => {
  await withFile(workbench, "compose.yaml", "services:\n  web:\n    build: .\n   target: x\n");
  await options(workbench);
  await expect(page.getByRole("alert").filter({ hasText: "compose.yaml, line 4:" })).toBeVisible();
});

test("a key that does not exist is said with its line", async ({ workbench, page }) => {
  await withFile(workbench, "compose.yaml", "services:\n  web:\n    build:\n      contxt: .\n");
  await options(workbench);
  await menu(workbench).selectOption("web");
  await expect(page.getByText("Line 4: build has no key contxt.")).toBeVisible();
});

test("a service that cannot be built is not shown as the chosen one", async ({ workbench, page }) => {
  await withFile(workbench, "compose.yaml", COMPOSE);
  await options(workbench);
  const refused = page.getByText("worker is built from Dockerfile, which is no text file of the project.");
  // The second time nothing about the page is another than before.
  for (let time = 0; time < 2; time++) {
    await menu(workbench).selectOption("worker");
    await expect(refused).toBeVisible();
    await expect(menu(workbench)).toHaveValue("");
  }
  await menu(workbench).selectOption("web");
  await expect(menu(workbench)).toHaveValue("web");
  await menu(workbench).selectOption("worker");
  await expect(menu(workbench)).toHaveValue("web");
  await expect(page.getByLabel("Command")).toContainText("--target builder --build-arg VERSION=3.13");
});
