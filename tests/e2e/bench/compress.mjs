// Puts the compressed form of every file of a folder beside it, as `tools/node/finish.mjs` does for the page: `node compress.mjs FOLDER`.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { COMPRESSED, filesBelow } from "../../../tools/node/files.mjs";

const folder = process.argv[2] ?? ".";
for (const path of filesBelow(folder)) {
  if (COMPRESSED.some((ending) => path.endsWith(ending))) continue;
  writeFileSync(join(folder, `${path}.br`), brotliCompressSync(readFileSync(join(folder, path))));
}
