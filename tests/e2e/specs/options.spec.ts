// What a build is told besides the Dockerfile, and the machine that builds.

import { expect, test } from "./workbench";

test("every step of a stage is made to run", async ({ workbench, page }) => {
  await workbench.build();
  await expect(workbench.steps).toContainText("0 of 9");
  await page.getByRole("button", { name: /^Options/ }).click();
  const options = page.getByRole("dialog", { name: "Options of the build" });
  await options.getByLabel("Run every step of runtime").check();
  await expect(workbench.steps).not.toContainText("0 of 9");
  expect(await workbench.linesThat("runs")).toEqual([11, 14, 15, 16]);
  await expect(options.getByLabel("Command")).toHaveText("docker build --no-cache-filter runtime .");
  await options.getByLabel("Run every step of runtime").uncheck();
  await expect(workbench.steps).toContainText("0 of 9");
});

test("a build argument changes what uses it, and only that", async ({ workbench, page }) => {
  await workbench.replace("Dockerfile", "FROM alpine:3.20\nRUN one\nARG NAME=world\nRUN echo hello $NAME\n");
  await workbench.build();
  await page.getByRole("button", { name: /^Options/ }).click();
  const options = page.getByRole("dialog", { name: "Options of the build" });
  const argument = options.getByLabel("NAME");
  await expect(argument).toHaveAttribute("placeholder", "world");
  await argument.fill("you all");
  await argument.press("Enter");
  expect(await workbench.linesThat("runs")).toEqual([4]);
  await expect(options.getByLabel("Command")).toHaveText("docker build --build-arg 'NAME=you all' .");
  await page.keyboard.press("Escape");
  await expect(options).toBeHidden();
  await expect(page.getByRole("button", { name: "Options, 1 set" })).toBeVisible();
});

test("a slower machine takes longer", async ({ workbench, page }) => {
  await page.getByRole("button", { name: /^Options/ }).click();
  const before = await workbench.steps.textContent();
  await page.getByLabel("Machine that builds").selectOption({ label: "Old laptop on the train" });
  await expect(workbench.steps).not.toHaveText(before ?? "");
  await expect(workbench.steps).toContainText("min");
  await page.getByLabel("Download, Mbit/s").fill("50");
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Machine that builds")).toHaveValue("");
});
