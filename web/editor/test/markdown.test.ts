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

test("a text that is made to keep the page busy does not", () => {
  for (const length of [16 * 1024, 256 * 1024]) {
    for (const part of ["> ", "[", "*a ", "**a", "- ", "`", "![](", "_", "\\", "1. ", "[a](b", "- a\n  ", "\t- x\n"]) {
      const start = performance.now();
      render(part.repeat(Math.floor(length / part.length)));
      // Without limits some of them take minutes.
      assert.ok(performance.now() - start < 5_000, `${part}: ${performance.now() - start} ms`);
    }
  }
});
