// Prints what the files of a folder weigh: raw, gzip and brotli, as a server would send them. With --plain, the three numbers
// of a single file and nothing else.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const plain = process.argv[2] === "--plain";
const folder = process.argv[plain ? 3 : 2] ?? "dist";

function files(path) {
  return statSync(path).isDirectory() ? readdirSync(path).sort().flatMap((name) => files(join(path, name))) : [path];
}

const rows = files(folder).map((path) => {
  const bytes = readFileSync(path);
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  return [relative(folder, path), bytes.length, gzipSync(bytes, { level: 9 }).length, brotli.length];
});
if (plain) {
  console.log(...rows.flatMap(([, ...numbers]) => numbers));
  process.exit();
}
rows.sort((left, right) => right[3] - left[3]);
rows.push(["all", ...[1, 2, 3].map((column) => rows.reduce((sum, row) => sum + row[column], 0))]);

const print = ([name, ...numbers]) =>
  console.log(String(name).padEnd(44), ...numbers.map((number) => number.toLocaleString("en").padStart(11)));
print(["file", "raw", "gzip", "brotli"]);
rows.forEach(print);
