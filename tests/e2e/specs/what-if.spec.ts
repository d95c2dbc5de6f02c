// The edits that matter most: looked at with one click, made with the second.

import { expect, test } from "./workbench";

test("chips say what the typical edits cost", async ({ workbench, page }) => {
  await expect(workbench.steps).toBeVisible();
  const chips = page.getByRole("list", { name: "What if" }).getByRole("button");
  await expect(chips).toHaveCount(3);
  await expect(chips.nth(0)).toContainText(/\w+\.(py|html) changes.*\d+ steps?, /);
  await expect(chips.nth(1)).toContainText("requirements.txt changes");
  await expect(chips.nth(2)).toContainText("new base image");
});

test("the first click shows what the edit would do, Escape leaves", async ({ workbench, page }) => {
  const before = await workbench.outcomes();
  const chip = page.getByRole("button", { name: /requirements\.txt changes/ });
  const steps = Number(/(\d+) steps/.exec((await chip.textContent()) ?? "")?.[1]);
  await chip.click();
  await expect(chip).toHaveAttribute("aria-pressed", "true");
  await expect(page.locator(".preview-bar")).toContainText("Nothing is changed yet");
  await expect(workbench.steps.or(workbench.stat("If you made this edit"))).toContainText(`${steps} of`);
  await expect.poll(async () => (await workbench.linesThat("runs")).length).toBe(steps);
  await page.keyboard.press("Escape");
  await expect(page.locator(".preview-bar")).toHaveCount(0);
  await expect.poll(() => workbench.outcomes()).toEqual(before);
});

test("the second click makes the edit, which can be undone", async ({ workbench, page }) => {
  await workbench.build();
  await workbench.openFile("requirements.txt");
  const before = await workbench.text("requirements.txt");
  const chip = page.getByRole("button", { name: /requirements\.txt changes/ });
  await chip.click();
  await chip.click();
  await expect(page.locator(".preview-bar")).toHaveCount(0);
  expect(await workbench.text("requirements.txt")).toBe(`${before}\n`);
  await expect(workbench.steps).not.toContainText("0 of");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  expect(await workbench.text("requirements.txt")).toBe(before);
  await expect(workbench.steps).toContainText("0 of");
});

test("what was previewed is what the second click brings, also where the last edit was not built", async ({ workbench, page }) => {
  const builds = page.locator(".build");
  await expect(builds).toHaveCount(2);
  const chips = page.getByRole("list", { name: "What if" }).getByRole("button");
  for (const place of [0, 2]) {
    const chip = chips.nth(place);
    const promised = /(\d+) steps?, (.*)$/.exec((await chip.textContent()) ?? "");
    await chip.click();
    const previewed = workbench.stat("If you made this edit");
    await expect(previewed).toContainText(new RegExp(`^If you made this edit${promised?.[1] ?? "?"} of `));
    await expect(previewed).toContainText(promised?.[2] ?? "?");
    const outcomes = await workbench.outcomes();
    const before = await builds.count();
    await chip.click();
    await expect(builds).toHaveCount(before + 1);
    await expect.poll(() => workbench.outcomes()).toEqual(outcomes);
  }
});

test("another base image is put into the Dockerfile", async ({ workbench, page }) => {
  const before = await workbench.text("Dockerfile");
  const chip = page.getByRole("button", { name: /new base image/ });
  await chip.click();
  await expect(page.locator(".preview-bar")).toContainText("if the base image were");
  await page.getByRole("button", { name: "Make this edit" }).click();
  const after = await workbench.text("Dockerfile");
  expect(after).not.toBe(before);
  expect(after).toMatch(/^FROM python:/m);
});
