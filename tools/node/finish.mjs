// Finishes a built site: `node finish.mjs dist`. Doing it twice changes nothing more.
//
// - Every file that a page loads gets a name that carries a digest of its content, and is called by that name wherever it is
//   mentioned. So all but the pages themselves can be kept by browsers for ever, and no page gets a part of another version.
// - Each page is stamped with the version of the whole site, and `sw.js`, which keeps the site for times without a network, gets
//   the list of its files.
// - Beside every file lie its compressed forms, for servers that send them as they are. Not with --not-compressed, which is quicker.
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { COMPRESSED, compress, digestOf, filesBelow, nameWithoutDigest } from "./files.mjs";

const folder = process.argv[2] ?? "dist";

/** Their addresses are known outside of the site, so they keep their names. */
const KNOWN_OUTSIDE = ["sw.js", "embed.js", "licenses.txt"];
/** Files in which others are mentioned. */
const MENTIONING = /\.(?:js|css|html)$/;

const isPage = (path) => path.endsWith(".html");

for (const path of filesBelow(folder)) {
  if (COMPRESSED.some((ending) => path.endsWith(ending))) rmSync(join(folder, path));
}

/** By the path as built: the content as it stands now. */
const contents = new Map(filesBelow(folder).map((path) => [path, readFileSync(join(folder, path))]));
contents.delete("sw.js");

/**
 * A path as it is written in code and markup: a whole string, relative to the page. Not the key of an object: by those the
 * program asks for its modules, with the names that they had when it was compiled.
 */
function mention(path) {
  const escaped = path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(["'\`](?:\\./)?)${escaped}(?=["'\`](?!\\s*:))`, "g");
}

// What an earlier build left among the modules of the program, which none of them imports. Trunk copies it all the same.
for (const path of [...contents.keys()].filter((path) => path.startsWith("snippets/"))) {
  const importing = [...contents].some(([other, content]) => other !== path && other.endsWith(".js") && mention(path).test(content.toString("utf8")));
  if (importing) continue;
  contents.delete(path);
  rmSync(join(folder, path));
  for (const [page, content] of contents) {
    if (!isPage(page)) continue;
    const links = content.toString("utf8").matchAll(/<link [^>]*>/g);
    const text = [...links].filter(([link]) => mention(path).test(link)).reduce((text, [link]) => text.replace(link, ""), content.toString("utf8"));
    contents.set(page, Buffer.from(text));
  }
}

const mentioned = new Map();
for (const [path, content] of contents) {
  const text = MENTIONING.test(path) ? content.toString("utf8") : "";
  mentioned.set(path, [...contents.keys()].filter((other) => other !== path && mention(other).test(text)));
}

const needed = new Set([...mentioned.values()].flat());
for (const path of contents.keys()) {
  const stays = isPage(path) || KNOWN_OUTSIDE.includes(path);
  if (!stays && !needed.has(path)) throw new Error(`${path} is mentioned nowhere as a whole string, so it cannot be given another name`);
}

/** From the path as built to the path as published. */
const published = new Map();

function publish(path, above = []) {
  if (published.has(path)) return;
  if (above.includes(path)) throw new Error(`${[...above, path].join(" mentions ")}: their names cannot carry digests of each other`);
  for (const other of mentioned.get(path)) publish(other, [...above, path]);
  if (MENTIONING.test(path)) {
    let text = contents.get(path).toString("utf8");
    for (const other of mentioned.get(path)) text = text.replace(mention(other), `$1${published.get(other)}`);
    contents.set(path, Buffer.from(text));
  }
  const stays = isPage(path) || KNOWN_OUTSIDE.includes(path);
  const name = nameWithoutDigest(path.slice(path.lastIndexOf("/") + 1));
  const digest = digestOf(contents.get(path));
  const place = path.slice(0, path.lastIndexOf("/") + 1);
  published.set(path, stays ? path : place + name.replace(/(?=\.[^.]+$)/, `-${digest}`));
}
for (const path of contents.keys()) publish(path);

// The version says what all files are: the pages by their content without it, the others by their names.
const stamp = / data-version="[0-9a-f]*"/;
for (const [path, content] of contents) {
  if (isPage(path)) contents.set(path, Buffer.from(content.toString("utf8").replace(stamp, "")));
}
const worker = readFileSync(join(dirname(fileURLToPath(import.meta.url)), "../../web/static/sw.js"), "utf8");
const kept = [...published.values()].filter((path) => !KNOWN_OUTSIDE.includes(path)).sort();
const pages = [...contents].filter(([path]) => isPage(path)).map(([, content]) => digestOf(content));
const version = digestOf([worker, ...kept, ...pages].join("\n"));
for (const [path, content] of contents) {
  if (!isPage(path)) continue;
  const text = content.toString("utf8");
  if (!/<html[^>]*>/.test(text)) throw new Error(`${path} has no <html> that could be stamped`);
  contents.set(path, Buffer.from(text.replace("<html", `<html data-version="${version}"`)));
}

for (const [path, content] of contents) {
  renameSync(join(folder, path), join(folder, published.get(path)));
  writeFileSync(join(folder, published.get(path)), content);
}
const filled = worker
  .replace('"VERSION"', JSON.stringify(version))
  .replace('["FILES"]', JSON.stringify(kept));
if (!filled.includes(version) || filled.includes("FILES\"]")) throw new Error("sw.js has no place for its version and files");
writeFileSync(join(folder, "sw.js"), filled);

if (!process.argv.includes("--not-compressed")) compress(folder);
