// Real sizes and times in the place of estimates.

import { expect, test } from "./workbench";

test("a size and a time are set by hand, and taken back", async ({ workbench, page }) => {
  const row = workbench.row(8);
  await row.click();
  const before = await row.textContent();
  await page.getByRole("button", { name: "Set real figures" }).click();
  await page.getByLabel("Size", { exact: true }).fill("many");
  await page.getByRole("button", { name: "Set", exact: true }).click();
  await expect(page.getByRole("alert")).toHaveText("Type a size, such as 120 MB.");
  await page.getByLabel("Size", { exact: true }).fill("123 MB");
  await page.getByLabel("Time", { exact: true }).fill("1 min 5 s");
  await page.keyboard.press("Enter");
  await expect(row).toContainText("+123 MB");
  await expect(row).toContainText("1 min 05 s");
  const explain = page.getByRole("tabpanel", { name: "Explain" });
  await expect(explain).toContainText("Set by hand. The estimate was");
  await page.getByRole("button", { name: "Change these figures" }).click();
  await page.getByRole("button", { name: "Back to the estimate" }).click();
  await expect(row).toHaveText(before ?? "");
});

test("the output of docker history and of a build is pasted", async ({ workbench, page }) => {
  await workbench.replace("Dockerfile", "FROM python:3.13-slim\nRUN pip install django\nENV A=b\n");
  await workbench.tab("Image");
  const panel = page.getByRole("tabpanel", { name: "Image" });
  const field = panel.getByLabel("Output of a Docker command");
  const use = panel.getByRole("button", { name: "Use these figures" });
  await field.fill("hello");
  await use.click();
  await expect(panel).toContainText("This is not the output of docker history");
  const layer = (by: string, size: string) => `<missing>   3 days ago   ${by}   ${size}   buildkit.dockerfile.v0\n`;
  await field.fill(
    layer("ENV A=b", "0B") +
      layer("RUN /bin/sh -c pip install django # buildkit", "61.4MB") +
      layer("RUN /bin/sh -c build python # buildkit", "38MB") +
      layer("# debian.sh", "78MB"),
  );
  await use.click();
  await expect(panel).toContainText("figures for 2 steps and images");
  await expect(panel.locator(".image-size")).toContainText("177 MB");
  await field.fill("#5 [2/2] RUN pip install django\n#5 DONE 42.0s\n");
  await use.click();
  await expect(panel).toContainText("42 s, from the progress of a real build");
  await expect(workbench.row(2)).toContainText("42 s");
  await panel.getByRole("button", { name: "Back to the estimates" }).click();
  await expect(workbench.row(2)).not.toContainText("42 s");
});
