// Prints what the files of a built site weigh as a server sends them: raw, gzip and brotli, each beside what it may weigh at most
// (budgets.json). With --check it fails if one weighs more. With --plain, the three numbers of a single file and nothing else.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { COMPRESSED, filesBelow, nameWithoutDigest } from "./files.mjs";

const words = process.argv.slice(2);
const path = words.find((word) => !word.startsWith("--")) ?? "dist";

/** As it lies beside the file, or made now. */
function compressed(file, ending, make) {
  return existsSync(file + ending) ? readFileSync(file + ending).length : make(readFileSync(file)).length;
}

function weights(file) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  return [
    readFileSync(file).length,
    compressed(file, ".gz", (bytes) => gzipSync(bytes, { level: 9 })),
    compressed(file, ".br", (bytes) => brotliCompressSync(bytes, { params })),
  ];
}

if (words.includes("--plain")) {
  console.log(...weights(path));
  process.exit();
}

const budgets = JSON.parse(readFileSync(join(dirname(fileURLToPath(import.meta.url)), "budgets.json"), "utf8"));
const { files, together } = budgets;

/** Whether a name is one of these; `*` stands for the rest of a name. */
function isOneOf(name, names) {
  return names.some((one) => (one.endsWith("*") ? name.startsWith(one.slice(0, -1)) : name === one));
}

const rows = filesBelow(path)
  .filter((file) => !COMPRESSED.some((ending) => file.endsWith(ending)))
  .map((file) => {
    const name = nameWithoutDigest(file);
    const budget = Object.entries(files).find(([one]) => isOneOf(name, [one]))?.[1];
    const [raw, gzip, brotli] = weights(join(path, file));
    return { name, raw, gzip, brotli, budget };
  })
  .sort((left, right) => right.brotli - left.brotli);
const sum = (some) => ["raw", "gzip", "brotli"].map((kind) => [kind, some.reduce((all, row) => all + row[kind], 0)]);
const sums = together.map(({ name, files, brotli_bytes: budget, goal_bytes: goal }) => ({
  name,
  ...Object.fromEntries(sum(rows.filter((row) => isOneOf(row.name, files)))),
  budget,
  goal,
}));
const all = { name: "all files of the site", ...Object.fromEntries(sum(rows)) };

const number = (value) => (value === undefined ? "" : value.toLocaleString("en")).padStart(11);
const widest = Math.max(...[...rows, ...sums].map(({ name }) => name.length)) + 2;
const print = ({ name, raw, gzip, brotli, budget, goal }) => {
  const mark = budget !== undefined && brotli > budget ? "  too heavy" : "";
  console.log(name.padEnd(widest) + [raw, gzip, brotli, budget, goal].map(number).join("") + mark);
};
console.log("bytes".padEnd(widest) + ["raw", "gzip", "brotli", "at most", "goal"].map((word) => word.padStart(11)).join(""));
rows.forEach(print);
console.log();
[...sums, all].forEach(print);

const heavy = [...rows, ...sums].filter(({ brotli, budget }) => budget !== undefined && brotli > budget);
const unknown = rows.filter(({ budget }) => budget === undefined);
for (const { name } of unknown) console.log(`${name} has no budget: give it one in tools/node/budgets.json`);
for (const { name, brotli, budget } of heavy) console.log(`${name} weighs ${brotli - budget} bytes more than it may`);
if (words.includes("--check") && (heavy.length > 0 || unknown.length > 0)) process.exit(1);
