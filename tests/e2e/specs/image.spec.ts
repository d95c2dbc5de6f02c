// The panel about the final image: what each layer holds, what is wasted, history, configuration.

import { expect, test } from "./workbench";

const DOCKERFILE = [
  "FROM python:3.13-slim",
  "ENV MODE=production",
  "WORKDIR /app",
  "COPY . .",
  "RUN pip install --no-cache-dir -r requirements.txt",
  "RUN rm -r /app/shop",
  'LABEL org.example="a \\"b\\""',
  "EXPOSE 8000",
  'CMD ["gunicorn", "shop.wsgi"]',
  "",
].join("\n");

test.beforeEach(async ({ workbench }) => {
  await workbench.replace("Dockerfile", DOCKERFILE);
  await workbench.tab("Image");
});

test("each layer can be opened down to its files and packages", async ({ page }) => {
  const layer = page.locator(".layer").filter({ hasText: "COPY . ." });
  await layer.getByText("What is in it").click();
  await layer.getByRole("button", { name: /^\/app\// }).click();
  await expect(layer.locator(".content-row").filter({ hasText: "manage.py" })).toContainText(/exact\s*\S+ (B|kB)/);
  const packages = page.locator(".layer").filter({ hasText: "RUN pip install" });
  await packages.getByText("What is in it").click();
  await packages.getByRole("button", { name: /^\/usr\/local\/lib\// }).click();
  await packages.getByRole("button", { name: /site-packages/ }).click();
  await expect(packages.locator(".content-row").filter({ hasText: /django/i })).toContainText(/measured|derived|assumed/);
});

test("what is wasted names the line that wasted it", async ({ workbench, page }) => {
  const waste = page.locator(".layer").filter({ hasText: "COPY . ." });
  await expect(waste).toContainText(/of it .* wasted/);
  await waste.getByRole("button", { name: "line 6" }).click();
  await expect(workbench.row(6)).toHaveAttribute("aria-current", /.+/);
  await waste.getByText("What is in it").click();
  await waste.getByRole("button", { name: /^\/app\// }).click();
  await expect(waste.locator(".content-row").filter({ hasText: /^shop\// })).toContainText("wasted");
});

test("the history is that of docker history, newest first", async ({ page }) => {
  await page.getByText("docker history", { exact: true }).click();
  const rows = page.locator(".image-history tbody tr");
  await expect(rows.first()).toContainText('CMD ["gunicorn" "shop.wsgi"]');
  await expect(rows.first()).toContainText("0B");
  await expect(rows.filter({ hasText: "pip install" })).toContainText(
    "RUN /bin/sh -c pip install --no-cache-dir -r requirements.txt # buildkit",
  );
  await expect(rows.last()).toContainText("all layers of python:3.13-slim");
});

test("the configuration is that of docker image inspect", async ({ page }) => {
  await page.getByText("Configuration, as").click();
  const config = page.locator(".image-config");
  await expect(config.locator("div").filter({ hasText: "Env" })).toContainText("MODE=production");
  await expect(config.locator("div").filter({ hasText: "WorkingDir" })).toContainText("/app");
  await expect(config.locator("div").filter({ hasText: "Cmd" })).toContainText('["gunicorn", "shop.wsgi"]');
  await expect(config.locator("div").filter({ hasText: "ExposedPorts" })).toContainText("8000/tcp");
  await expect(config.locator("div").filter({ hasText: "Labels" })).toContainText('org.example=a "b"');
});

test("what is open follows the text, and an earlier build is shown as it was", async ({ workbench, page }) => {
  await page.getByText("Configuration, as").click();
  const config = page.locator(".image-config");
  await expect(config).toContainText("MODE=production");
  await workbench.replace("Dockerfile", DOCKERFILE.replace("production", "test"));
  await expect(config).toContainText("MODE=test");
  await page.getByRole("button", { name: /^1 · / }).click();
  await expect(config).not.toContainText("MODE=");
});

test("of several platforms the one is named whose sizes are shown", async ({ workbench, page }) => {
  const note = page.getByText("These are the sizes for linux/amd64, the first of 2 platforms.");
  await expect(note).toHaveCount(0);
  await page.getByRole("button", { name: /^Options/ }).click();
  await page.getByRole("combobox", { name: "Platform" }).selectOption("linux/amd64,linux/arm64");
  await page.keyboard.press("Escape");
  await expect(note).toBeVisible();
  await expect(workbench.stat("Final image for linux/amd64")).toBeVisible();
});
