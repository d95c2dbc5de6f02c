// Bundles src/editor.ts and everything it uses into one module, dist/editor.js.
import { build } from "esbuild";
import { adoptedStyles } from "./adopted-styles.mjs";

await build({
  entryPoints: ["src/editor.ts"],
  outfile: "dist/editor.js",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  plugins: [adoptedStyles],
  logLevel: "warning",
});
