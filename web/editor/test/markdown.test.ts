import assert from "node:assert/strict";
import { test } from "node:test";
import { render } from "../src/markdown";

/** Every element and attribute of what was rendered. */
function tags(html: string): string[] {
  return [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
}

test("what lessons need is rendered", () => {
  const html = render("### A\n\n*b* **c** `d`\n\n- e\n\n```sh\nf\n```\n\n[g](https://example.org/g) [h](#/learn/layer)");
  for (const part of ["<h3>A</h3>", "<em>b</em>", "<strong>c</strong>", "<code>d</code>", "<li>e</li>", "<pre><code"]) {
    assert.ok(html.includes(part), part);
  }
  assert.ok(html.includes('<a href="https://example.org/g" target="_blank" rel="noopener noreferrer">g</a>'), html);
  assert.ok(html.includes('<a href="#/learn/layer">h</a>'), html);
});

test("nothing of the author's own becomes an element, a picture, or an address that does something", () => {
  const hostile = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a <b onclick='alert(1)'>b</b> <iframe src=//evil.example></iframe>",
    "<!-- x --> <?php ?> <![CDATA[x]]>",
    "![picture](https://evil.example/pixel.png)",
    "![picture][ref]\n\n[ref]: https://evil.example/pixel.png",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java&#10;script:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](vbscript:x) [b](file:///etc/passwd) [c](blob:x) [d](mailto:a@b.c)",
    "[a](//evil.example) [b](/other) [c](other.html) [d](?x) [e](http://evil.example)",
    "[a](#/lesson/x) [b](#1dAAAAAAAAAA)",
    "<javascript:alert(1)> <data:text/html,x>",
    '[a](https://example.org "onmouseover=alert(1)")',
    '[a](https://example.org/"onmouseover="alert(1))',
    "[a][r]\n\n[r]: javascript:alert(1)",
    "`<script>`",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
  ];
  const allowed = /^<\/?(?:p|em|strong|code|pre|ul|ol|li|blockquote|h[1-6]|br \/|hr \/|a)>$|^<a href="(?:https:\/\/[^"]*" target="_blank" rel="noopener noreferrer"|#\/learn\/[a-z0-9-]*")(?: title="[^"]*")?>$/;
  for (const text of hostile) {
    for (const tag of tags(render(text))) assert.match(tag, allowed, text);
  }
});

/** The processor's time in microseconds, which other programs on the machine do not add to as they do to that of a clock. */
function work(text: string): number {
  const before = process.cpuUsage();
  render(text);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** The least of three tries, or the first that is little enough: what else Node does meanwhile counts too. */
function least(text: string, enough: number): number {
  let best = Infinity;
  for (let left = 3; left > 0 && best >= enough; left--) best = Math.min(best, work(text));
  return best;
}

test("a text that is made to keep the page busy takes not much longer than one that a teacher would write", () => {
  const LENGTH = 16 * 1024;
  const PARTS = ["> ", "[", "*a ", "**a", "*a", "*a_", "a*", "***a", "- ", "`", "``` ` ", "![](", "_", "_a ", "\\", "1. ", "[a](b", "[a]: b\n", "- a\n  ", "\t- x\n", "a\n\n"];
  const written = "A step of *this* stage runs `npm ci` again, **since** [a file](#/learn/copy) of `COPY . .` is another one.\n\n- One\n- Two\n\n";
  const ordinary = written.repeat(Math.floor(LENGTH / written.length));
  assert.ok(render(ordinary).includes("<em>this</em>"), "it is rendered");
  const usual = least(ordinary, 0);
  for (const length of [LENGTH, 16 * LENGTH]) {
    for (const part of PARTS) {
      const made = part.repeat(Math.floor(length / part.length));
      // Some of them take 30 to 10,000 times as long without limits, and none of them more than 6 times with them.
      const took = least(made, 12 * usual);
      assert.ok(took < 12 * usual, `${JSON.stringify(part)} takes ${(took / usual).toFixed(0)} times as long`);
    }
  }
});
