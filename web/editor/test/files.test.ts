import assert from "node:assert/strict";
import { test } from "node:test";
import { contentOf, reason } from "../src/files/source";
import { readYaml } from "../src/files/yaml";
import { commonFolder, openZip, safePath, writeZip } from "../src/files/zip";

test("a path of an archive stays in it", () => {
  assert.equal(safePath("a/b/"), "a/b");
  assert.equal(safePath("./a//b"), "a/b");
  assert.equal(safePath("a..b/...c"), "a..b/...c");
  for (const bad of ["../a", "a/../b", "a\\..\\b", "..", "/a", "\\a", "C:\\a", "c:/a", "a\0b"]) {
    assert.throws(() => safePath(bad), /Nothing was opened/, bad);
  }
});

test("the folder that everything is in is found", () => {
  assert.equal(commonFolder(["x", "x/a", "x/b/c"]), "x/");
  assert.equal(commonFolder(["x/a", "y/a"]), "");
  assert.equal(commonFolder(["a", "x/a"]), "");
  assert.equal(commonFolder(["a"]), "");
  assert.equal(commonFolder([]), "");
});

test("a text is a text, and anything else has a digest", async () => {
  const bytes = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
  assert.deepEqual(await contentOf(bytes("gr\u00fcn\n"), 100), { text: "gr\u00fcn\n" });
  const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  assert.deepEqual(await contentOf(bytes(""), -1), { sha256: empty });
  assert.ok((await contentOf(bytes("a\0b"), 100)).sha256);
  assert.ok((await contentOf(new Uint8Array([0xff]), 100)).sha256);
});

test("what is no archive is refused in a sentence", async () => {
  for (const text of ["", "nonsense", "PK\x05\x06"]) {
    await assert.rejects(openZip("x", new Blob([text])).next(), (error) => /x\.zip is damaged/.test(reason(error)));
  }
});

test("a written archive is read back as it was", async () => {
  const modes = Uint32Array.from([0o644, 0o755]);
  const archive = await writeZip(["Dockerfile", "bin/grün.sh"], ["FROM scratch\n", "#!/bin/sh\n"], modes);
  const source = openZip("x", archive);
  const batch = await source.next();
  assert.deepEqual(batch?.paths, ["Dockerfile", "bin/grün.sh"]);
  assert.deepEqual([...(batch?.modes ?? [])], [0o644, 0o755]);
  assert.deepEqual(await source.contents(["bin/grün.sh"], 100), [{ text: "#!/bin/sh\n" }]);
});

test("YAML becomes plain data with lines", () => {
  const read = (text: string) => JSON.parse(readYaml(text)) as unknown;
  assert.deepEqual(read("a: 1\nb:\n  - x\n  - ~\n"), {
    root: {
      line: 1,
      map: [
        { key: "a", line: 1, value: { line: 1, text: "1" } },
        { key: "b", line: 2, value: { line: 3, list: [{ line: 3, text: "x" }, { line: 4 }] } },
      ],
    },
  });
  assert.deepEqual(read("a: &x 08\nb: *x\n"), {
    root: {
      line: 1,
      map: [
        { key: "a", line: 1, value: { line: 1, text: "08" } },
        { key: "b", line: 2, value: { line: 1, text: "08" } },
      ],
    },
  });
  assert.deepEqual(read(""), { root: { line: 1 } });
});

test("what is no YAML, or too much of it, has an error with its line", () => {
  const read = (text: string) => JSON.parse(readYaml(text)) as { error?: string; line?: number };
  assert.equal(read("services:\n  web:\n    build: .\n   target: x\n").line, 4);
  assert.equal(read("a: 1\nb: *none\n").line, 2);
  assert.equal(read("a: 1\na: 2\n").line, 2);
  const levels = Array.from({ length: 9 }, (_, level) =>
    level === 0 ? "a0: &a0 [x, x, x, x, x, x, x, x, x, x]" : `a${level}: &a${level} [${`*a${level - 1}, `.repeat(10)}x]`,
  );
  assert.match(read(levels.join("\n")).error ?? "", /too large/);
  assert.match(read("[".repeat(100) + "]".repeat(100)).error ?? "", /too large/);
});
