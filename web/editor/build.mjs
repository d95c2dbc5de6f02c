// Bundles src/editor.ts and everything it uses into one module, dist/editor.js, what reads folders and archives into two
// more, and the licences of what it uses into
// dist/licenses.txt. Joins the page's own style sheets, web/styles, into dist/page.css.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { adoptedStyles } from "./adopted-styles.mjs";

const { metafile } = await build({
  entryPoints: ["src/editor.ts"],
  outfile: "dist/editor.js",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  metafile: true,
  banner: { js: "/* Contains CodeMirror and parts of its family, under the MIT licence: see licenses.txt. */" },
  plugins: [adoptedStyles],
  logLevel: "warning",
});

// The reader of archives is a file of its own, which is loaded when the first archive is opened.
const files = await build({
  entryPoints: ["src/files/folder.ts", "src/files/zip.ts"],
  outdir: "dist",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  metafile: true,
  legalComments: "none",
  banner: { js: "/* The reader of archives contains zip.js under the BSD licence: see licenses.txt. */" },
  logLevel: "warning",
});

const inputs = [...Object.keys(metafile.inputs), ...Object.keys(files.metafile.inputs)];
const packages = new Set(
  inputs.flatMap((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
);
const licences = [...packages].sort().map((folder) => {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) throw new Error(`${folder} has no licence file`);
  return `${folder.slice("node_modules/".length)}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
});
writeFileSync("dist/licenses.txt", licences.join(`\n${"-".repeat(80)}\n\n`));

await build({
  entryPoints: ["../styles/all.css"],
  outfile: "dist/page.css",
  bundle: true,
  minify: true,
  logLevel: "warning",
});
