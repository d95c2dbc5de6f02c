import assert from "node:assert/strict";
import { test } from "node:test";
import { nameWithoutDigest } from "./files.mjs";

test("names are without their digests, however many digits these have", () => {
  const names = [
    ["texts/course-2d0ac3b2fb2da2eb.txt", "texts/course.txt"],
    ["layerlab-web-bc119a387bfbe17_bg.wasm", "layerlab-web_bg.wasm"],
    ["layerlab-web-e7a387bfbe17-2d0ac3b2fb2da2eb.js", "layerlab-web.js"],
    ["snippets/layerlab-web-bc119a387bfbe17/loader.js", "snippets/layerlab-web/loader.js"],
    ["texts/rust-dependencies.txt", "texts/rust-dependencies.txt"],
    ["scripts/a-facade.js", "scripts/a-facade.js"],
  ];
  for (const [path, name] of names) assert.equal(nameWithoutDigest(path), name);
});
