// Bundles Monaco with all that its editor can do, but with no language other than that of Dockerfiles, into dist/.
import { copyFileSync, rmSync } from "node:fs";
import { build } from "esbuild";

rmSync("dist", { recursive: true, force: true });
await build({
  entryPoints: { monaco: "monaco.js", worker: "monaco-editor/editor/editor.worker" },
  outdir: "dist",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  assetNames: "[name]",
  loader: { ".ttf": "file", "": "text" },
  logLevel: "warning",
});
copyFileSync("index.html", "dist/index.html");
