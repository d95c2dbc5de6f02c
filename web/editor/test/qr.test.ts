import assert from "node:assert/strict";
import { test } from "node:test";
import { draw } from "../src/qr";

/** The dark modules that a path draws. */
function modules(drawn: string): { size: number; dark: Set<string> } {
  const size = Number(drawn.split(" ")[0]);
  const dark = new Set<string>();
  for (const [, x, y, width] of drawn.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let at = 0; at < Number(width); at++) dark.add(`${Number(x) + at} ${Number(y)}`);
  }
  return { size, dark };
}

test("a code has its three corners, and grows with the text", () => {
  const small = modules(draw("https://example.org/#1dAAAA"));
  const large = modules(draw(`https://example.org/#1d${"Ab-_".repeat(300)}`));
  assert.ok(large.size > small.size);
  for (const { size, dark } of [small, large]) {
    for (const [x, y] of [[0, 0], [size - 7, 0], [0, size - 7]] as const) {
      for (let at = 0; at < 7; at++) {
        assert.ok(dark.has(`${x + at} ${y}`) && dark.has(`${x} ${y + at}`));
        if (at > 0 && at < 6) assert.ok(!dark.has(`${x + at} ${y + 1}`) || at === 6);
      }
      assert.ok(dark.has(`${x + 3} ${y + 3}`));
    }
    assert.equal((size - 17) % 4, 0);
  }
});

test("the largest code holds 2,953 bytes, and no more", () => {
  const of = (bytes: number) => `https://example.org/#1d${"a".repeat(bytes - 23)}`;
  assert.equal(of(2953).length, 2953);
  assert.equal(modules(draw(of(2953))).size, 177);
  assert.throws(() => draw(of(2954)));
});
