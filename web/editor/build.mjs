// Makes everything of the page that is not compiled to WebAssembly:
//
// - dist/loader.js, dist/folder.js and dist/packages.js, which the program imports, so that it does not run without them;
// - dist/scripts, modules that are imported when they are needed, and without which the program does run: the editor, its
//   services, what reads and writes archives, what reads YAML, what turns Markdown into HTML, what draws QR codes;
// - dist/tables and dist/texts, what else is loaded on demand: the tables of packages, the explanations, the examples, the
//   lessons, under names that carry a digest of their content;
// - dist/embed.js, dist/frame.js and dist/embed.css, what embeds consist of beside the program;
// - dist/page.css, the page's own style sheets, web/styles, and dist/licenses.txt, the licences of what is used.
//
// The scripts get names that carry a digest when the site is published: see tools/node/finish.mjs.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
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
rmSync("dist/scripts", { recursive: true, force: true });
mkdirSync("dist/scripts", { recursive: true });
writeFileSync("dist/scripts/services.js", servicesText);

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

/** A module of the page. */
const module = { bundle: true, format: "esm", target: "es2022", minify: true, logLevel: "warning" };
/** One that the program runs without, and whose packages are listed with their licences. */
const script = { ...module, outdir: "dist/scripts", metafile: true, legalComments: "none" };

const { metafile } = await build({
  ...module,
  entryPoints: ["src/editor.ts"],
  outfile: "dist/scripts/editor.js",
  metafile: true,
  banner: { js: "/* Contains CodeMirror and parts of its family, under the MIT licence: see licenses.txt. */" },
  plugins: [adoptedStyles, sharedCodeMirror],
});

const files = await build({
  ...script,
  entryPoints: ["src/files/zip.ts", "src/files/yaml.ts"],
  banner: { js: "/* zip.js under the BSD licence and yaml under the ISC licence are parts of what reads archives and YAML: see licenses.txt. */" },
});

const markdown = await build({
  ...script,
  entryPoints: ["src/markdown.ts"],
  banner: { js: "/* Contains micromark under the MIT licence: see licenses.txt. */" },
});

await build({
  ...module,
  entryPoints: ["src/loader.ts", "src/files/folder.ts"],
  outdir: "dist",
  entryNames: "[name]",
});

const qr = await build({
  ...script,
  entryPoints: ["src/qr.ts"],
  banner: { js: "/* Contains lean-qr under the MIT licence: see licenses.txt. */" },
});

const inputs = [
  ...Object.keys(metafile.inputs),
  ...Object.keys(bundled.metafile.inputs),
  ...Object.keys(files.metafile.inputs),
  ...Object.keys(markdown.metafile.inputs),
  ...Object.keys(qr.metafile.inputs),
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

/**
 * Writes files that are loaded only when they are asked for, and gives their addresses and their numbers of bytes by their names.
 * They end in .txt, since every web server knows that as text that is worth compressing.
 */
function lazy(folder, contents) {
  rmSync(`dist/${folder}`, { recursive: true, force: true });
  mkdirSync(`dist/${folder}`, { recursive: true });
  const copies = contents.map(([name, content]) => {
    const digest = createHash("sha256").update(content).digest("hex").slice(0, 16);
    const copy = `${folder}/${name}-${digest}.txt`;
    writeFileSync(join("dist", copy), content);
    return [name, [copy, Buffer.byteLength(content)]];
  });
  return Object.fromEntries(copies);
}

/** All files below a folder as one text, as crates/core/src/lessons/packed.rs reads it. */
function packed(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((file) => relative(folder, join(file.parentPath, file.name)).replaceAll("\\", "/"));
  const texts = paths.sort().map((path) => {
    const text = readFileSync(join(folder, path), "utf8").replaceAll("\r\n", "\n");
    return `${path} ${Buffer.byteLength(text)}\n${text}\n`;
  });
  return texts.join("");
}

const data = "../../crates/catalog/data/lazy";
const tables = readdirSync(data).map((file) => [file.replace(/\.tsv$/, ""), readFileSync(join(data, file))]);
const lessons = "../../crates/core/src/lessons";
const projects = join(lessons, "projects");
const examples = readdirSync(projects).map((id) => [id, packed(join(projects, id))]);
const texts = lazy("texts", [
  // Written by `cargo xtask parts`.
  ["explanations", readFileSync("dist/explanations.txt")],
  ["course", packed(join(lessons, "course"))],
  ...examples,
]);
await build({
  ...module,
  entryPoints: ["src/packages.ts"],
  outdir: "dist",
  define: {
    TABLES: JSON.stringify({ ...lazy("tables", tables), explanations: texts.explanations }),
    TEXTS: JSON.stringify(texts),
  },
});

// What other pages load to embed this one, and what speaks with them from within. They are scripts, not modules: a page may
// load the first from anywhere, and the second comes before the first paint.
await build({
  ...module,
  entryPoints: ["src/embed/embed.ts", "src/embed/frame.ts"],
  outdir: "dist",
  format: "iife",
});
/** What a page that embeds this one has to load, compressed. */
const MOST_EMBED_BYTES = 6_000;
const embedBytes = gzipSync(readFileSync("dist/embed.js"), { level: 9 }).length;
if (embedBytes > MOST_EMBED_BYTES) throw new Error(`embed.js has ${embedBytes} bytes compressed, more than ${MOST_EMBED_BYTES}`);

/** The oldest browsers that know `light-dark()` and `:has()`. What they know by another name gets both names. */
const BROWSERS = ["chrome123", "firefox121", "safari17.5"];
const styles = { bundle: true, minify: true, target: BROWSERS, logLevel: "warning" };
await build({ ...styles, entryPoints: ["../styles/embed.css"], outfile: "dist/embed.css" });
await build({ ...styles, entryPoints: ["../styles/all.css"], outfile: "dist/page.css" });
