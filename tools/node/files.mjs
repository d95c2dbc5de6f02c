// The files of the built site and their names, for the tools beside this one.
import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** What lies beside a file for servers that send it compressed. */
export const COMPRESSED = [".br", ".gz"];

/** Paths of all files below a folder, relative to it, with "/", in the order of their names. */
export function filesBelow(folder) {
  const below = (path) =>
    statSync(path).isDirectory() ? readdirSync(path).sort().flatMap((name) => below(join(path, name))) : [path];
  return below(folder).map((path) => relative(folder, path).split(sep).join("/"));
}

/** Without what comes from the content: `texts/course-2d0ac3b2fb2da2eb.txt` is `texts/course.txt`. */
export function nameWithoutDigest(path) {
  return path.replace(/-[0-9a-f]{16}(?=[._/]|$)/g, "");
}

export function digestOf(content) {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}
