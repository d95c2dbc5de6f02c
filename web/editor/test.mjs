// Bundles each test file (Node 20 does not read TypeScript) and runs them with Node's own test runner.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "layerlab-editor-"));
try {
  const entryPoints = readdirSync("test").filter((name) => name.endsWith(".test.ts")).map((name) => join("test", name));
  // Packages that have something else for Node.js give what the page gets, except what needs a document.
  const external = ["node:*"];
  // In the page it asks the browser what an entity stands for; here it has a list.
  const alias = { "decode-named-character-reference": "./node_modules/decode-named-character-reference/index.js" };
  await build({ entryPoints, alias, outdir: folder, outExtension: { ".js": ".mjs" }, bundle: true, format: "esm", platform: "browser", external });
  const files = readdirSync(folder).map((name) => join(folder, name));
  process.exitCode = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
