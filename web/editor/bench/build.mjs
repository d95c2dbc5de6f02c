// Bundles the bare editor into dist/bench, from the same CodeMirror as the page's.
import { copyFileSync, mkdirSync } from "node:fs";
import { build } from "esbuild";

mkdirSync("dist/bench", { recursive: true });
await build({
  entryPoints: ["bench/bare.ts"],
  outfile: "dist/bench/bare.js",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  logLevel: "warning",
});
copyFileSync("bench/bare.html", "dist/bench/bare.html");
