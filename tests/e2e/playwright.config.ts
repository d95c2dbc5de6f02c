// How the page is tested: the built site, served as a static host would, in one Chromium.
import { defineConfig, devices } from "@playwright/test";

// Another port where several working copies are tested at the same time.
const port = Number(process.env["LAYERLAB_TEST_PORT"] ?? 8091);
// Set by `cargo xtask test`: the system's browser, if there is one.
const executablePath = process.env["LAYERLAB_CHROMIUM"];
const sandbox = process.env["LAYERLAB_NO_SANDBOX"] === undefined ? [] : ["--no-sandbox"];

export default defineConfig({
  testDir: "specs",
  outputDir: "results/traces",
  fullyParallel: true,
  workers: 2,
  // A machine that stalls fails a test of the page now and then; one that fails twice is broken. Playwright lists what
  // needed the second try as flaky.
  retries: 1,
  timeout: 60_000,
  forbidOnly: process.env["CI"] !== undefined,
  reporter: [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL: `http://127.0.0.1:${port}/`,
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    // What keeps the site for times without a network would load all of it in each test; offline.spec.ts allows it.
    serviceWorkers: "block",
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        ...sandbox,
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "tests", testMatch: "*.spec.ts" },
    { name: "screenshots", testMatch: "screenshots.ts" },
    // For `cargo xtask first-load`, on a page that notes which of its functions run.
    { name: "first-load", testDir: "bench", testMatch: "first-load.ts", retries: 0, use: { trace: "off" } },
    // For `cargo xtask frame`.
    { name: "frame", testDir: "bench", testMatch: "frame.ts", retries: 0, use: { trace: "off" } },
    // Recording a trace of its own, and pictures of it, would be measured too.
    { name: "bench", testDir: "bench", testMatch: "*.bench.ts", fullyParallel: false, retries: 0, workers: 1, use: { trace: "off" } },
  ],
  webServer: [
    {
      command: `node server.mjs ../../dist ${port}`,
      url: `http://127.0.0.1:${port}/index.html`,
      reuseExistingServer: false,
    },
    // Pages of others, which hold embeds: `specs/host.ts` has the same address.
    {
      command: `node ../embed/server.mjs http://127.0.0.1:${port} ${port + 1000}`,
      url: `http://127.0.0.1:${port + 1000}/plain.html`,
      reuseExistingServer: false,
    },
  ],
});
