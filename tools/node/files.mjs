// The files of the built site and their names, for the tools beside this one.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** What lies beside a file for servers that send it compressed. */
export const COMPRESSED = [".br", ".gz"];
/** Smaller files are not worth it. */
const LEAST_COMPRESSED_BYTES = 256;

/** Paths of all files below a folder, relative to it, with "/", in the order of their names. */
export function filesBelow(folder) {
  const below = (path) =>
    statSync(path).isDirectory() ? readdirSync(path).sort().flatMap((name) => below(join(path, name))) : [path];
  return below(folder).map((path) => relative(folder, path).split(sep).join("/"));
}

/**
 * Without what comes from the content: `texts/course-2d0ac3b2fb2da2eb.txt` is `texts/course.txt`. Trunk writes its digests as numbers,
 * so one in sixteen has fewer than 16 digits.
 */
export function nameWithoutDigest(path) {
  return path.replace(/-[0-9a-f]{12,16}(?=[-._/]|$)/g, "");
}

export function digestOf(content) {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}

/** Puts the compressed forms of every file of a folder beside it. */
export function compress(folder) {
  for (const path of filesBelow(folder)) {
    if (COMPRESSED.some((ending) => path.endsWith(ending))) continue;
    const content = readFileSync(join(folder, path));
    if (content.length < LEAST_COMPRESSED_BYTES) continue;
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    writeFileSync(join(folder, `${path}.br`), brotliCompressSync(content, { params }));
    writeFileSync(join(folder, `${path}.gz`), gzipSync(content, { level: 9 }));
  }
}
