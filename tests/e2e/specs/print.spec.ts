// On paper: the Dockerfile with the outcome of each line, and the figures.

import { expect, test } from "./workbench";

test("what is printed is the whole Dockerfile with its outcomes", async ({ workbench, page }) => {
  const many = Array.from({ length: 120 }, (_, index) => `RUN echo ${index}`);
  await workbench.replace("Dockerfile", ["FROM alpine:3.20", ...many, ""].join("\n"));
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  const sheet = page.getByRole("region", { name: "For print" });
  await expect(sheet).toBeVisible();
  await expect(sheet.locator("tbody tr")).toHaveCount(121);
  await expect(sheet.locator("tbody tr").last()).toContainText("RUN echo 119");
  await expect(sheet.locator("tbody tr").last()).toContainText("runs");
  await expect(sheet).toContainText("121 of 121");
  await expect(page.locator(".header")).toBeHidden();
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await expect(sheet).toHaveCount(0);
});
