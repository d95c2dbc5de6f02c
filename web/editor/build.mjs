// Bundles src/editor.ts and everything it uses into one module, dist/editor.js, its services and what reads folders and
// archives into three more, what loads the tables of packages into another one, and the licences of what it uses into
// dist/licenses.txt. Copies the tables of packages to dist/tables and the explanations to dist/texts, under names that carry
// a digest of their content. Joins the page's own style sheets, web/styles, into dist/page.css.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { adoptedStyles } from "./adopted-styles.mjs";

// The services are a file of their own, which is loaded when the editor is first used. They must work on the very
// CodeMirror that the editor has, so they are a function that gets it: `load(require)`.
const SHARED = ["@codemirror/state", "@codemirror/view"];
const services = {
  entryPoints: ["src/services/services.ts"],
  bundle: true,
  format: "cjs",
  target: "es2022",
  external: SHARED,
  write: false,
  logLevel: "warning",
};
const readable = (await build(services)).outputFiles[0].text;
const bundled = await build({ ...services, minify: true, metafile: true });
const servicesText =
  "/* Contains parts of the CodeMirror family, under the MIT licence: see licenses.txt. */\n" +
  `export function load(require){var module={exports:{}};${bundled.outputFiles[0].text}return module.exports}\n`;
mkdirSync("dist", { recursive: true });
writeFileSync("dist/services.js", servicesText);
const servicesVersion = createHash("sha256").update(servicesText).digest("hex").slice(0, 12);

/** The parts of CodeMirror that the services use, and no others, as a module that the editor imports. */
const sharedCodeMirror = {
  name: "shared-codemirror",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^shared-codemirror$/ }, ({ path }) => ({ path, namespace: "shared" }));
    onLoad({ filter: /.*/, namespace: "shared" }, () => {
      const imports = SHARED.map((name, index) => {
        const short = name.split("/")[1];
        const uses = readable.matchAll(new RegExp(`\\bimport_${short}\\d*\\.(\\w+)`, "g"));
        const parts = [...new Set([...uses].map(([, part]) => part))].sort();
        const renamed = parts.map((part) => `${part} as ${part}_${index}`);
        const entries = parts.map((part) => `${part}: ${part}_${index}`);
        return {
          statement: `import { ${renamed.join(", ")} } from "${name}";`,
          entry: `"${name}": { ${entries.join(", ")} },`,
        };
      });
      const contents = `${imports.map(({ statement }) => statement).join("\n")}
        export const shared = { ${imports.map(({ entry }) => entry).join("\n")} };`;
      return { contents, resolveDir: process.cwd(), loader: "js" };
    });
  },
};

const { metafile } = await build({
  entryPoints: ["src/editor.ts"],
  outfile: "dist/editor.js",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  metafile: true,
  define: { SERVICES_ADDRESS: JSON.stringify(`services.js?${servicesVersion}`) },
  banner: { js: "/* Contains CodeMirror and parts of its family, under the MIT licence: see licenses.txt. */" },
  plugins: [adoptedStyles, sharedCodeMirror],
  logLevel: "warning",
});

// What reads and writes archives and what reads YAML are files of their own, which are loaded when they are first needed.
const files = await build({
  entryPoints: ["src/files/folder.ts", "src/files/zip.ts", "src/files/yaml.ts"],
  outdir: "dist",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  metafile: true,
  legalComments: "none",
  banner: { js: "/* zip.js under the BSD licence and yaml under the ISC licence are parts of what reads archives and YAML: see licenses.txt. */" },
  logLevel: "warning",
});

const inputs = [
  ...Object.keys(metafile.inputs),
  ...Object.keys(bundled.metafile.inputs),
  ...Object.keys(files.metafile.inputs),
];
const packages = new Set(
  inputs.flatMap((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
);
const licences = [...packages].sort().map((folder) => {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) throw new Error(`${folder} has no licence file`);
  return `${folder.slice("node_modules/".length)}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
});
writeFileSync("dist/licenses.txt", licences.join(`\n${"-".repeat(80)}\n\n`));

for (const folder of ["tables", "texts"]) {
  rmSync(join("dist", folder), { recursive: true, force: true });
  mkdirSync(join("dist", folder), { recursive: true });
}
/** Copies a file that is loaded late. Its name ends in .txt, since every web server knows that as text worth compressing. */
function copied(folder, name, source) {
  const content = readFileSync(source);
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 16);
  const copy = `${folder}/${name}-${digest}.txt`;
  writeFileSync(join("dist", copy), content);
  return [name, copy];
}
const data = "../../crates/catalog/data/lazy";
const tables = readdirSync(data).map((file) => copied("tables", file.replace(/\.tsv$/, ""), join(data, file)));
// Written by `cargo xtask parts`.
tables.push(copied("texts", "explanations", "dist/explanations.txt"));
await build({
  entryPoints: ["src/packages.ts"],
  outdir: "dist",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  define: { TABLES: JSON.stringify(Object.fromEntries(tables)) },
  logLevel: "warning",
});

await build({
  entryPoints: ["../styles/all.css"],
  outfile: "dist/page.css",
  bundle: true,
  minify: true,
  logLevel: "warning",
});
