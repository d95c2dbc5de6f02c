import assert from "node:assert/strict";
import { test } from "node:test";
import { contentOf, reason } from "../src/files/source";
import { commonFolder, openZip, safePath } from "../src/files/zip";

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
