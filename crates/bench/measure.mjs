// Measures the workloads of a compiled module: `node measure.mjs FILE.wasm LEAST MOST MILLISECONDS`. Prints a line for
// each workload and variant with its numbers and the median time of a round in nanoseconds. main.rs does the same natively.

import { readFile } from "node:fs/promises";

const [file, ...numbers] = process.argv.slice(2);
const [least, most, budget] = numbers.map(Number);
const { instance } = await WebAssembly.instantiate(await readFile(file));
const { bench_workloads: workloads, bench_prepare: prepare, bench_round: round } = instance.exports;

const median = (times) => times.sort((left, right) => left - right)[Math.floor(times.length / 2)];

for (let workload = 0; workload < workloads(); workload += 1) {
  const variants = prepare(workload);
  for (let variant = 0; variant < variants; variant += 1) {
    round(variant);
    const times = [];
    let spent = 0;
    while (times.length < least || (times.length < most && spent < budget)) {
      const start = performance.now();
      round(variant);
      const took = performance.now() - start;
      times.push(took);
      spent += took;
    }
    console.log(`${workload}\t${variant}\t${Math.round(median(times) * 1e6)}`);
  }
}
