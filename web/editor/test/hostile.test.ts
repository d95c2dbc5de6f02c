// What comes from anywhere: Markdown and YAML that mean no good.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isInvisible } from "../src/invisible";
import { render } from "../src/markdown";
import { readYaml } from "../src/files/yaml";

const SCRIPTS = [
  "<script>alert(1)</script>",
  "text <img src=x onerror=alert(1)> text",
  "<svg/onload=alert(1)>",
  "[a](javascript:alert(1))",
  "[a](JaVaScRiPt:alert(1))",
  "[a](java\tscript:alert(1))",
  "[a](&#x6A;avascript:alert(1))",
  "[a](data:text/html;base64,PHNjcmlwdD4=)",
  "[a](vbscript:x)",
  "[a][b]\n\n[b]: javascript:alert(1)",
  "<javascript:alert(1)>",
  "![a](https://example.com/pixel.png)",
  "![a](javascript:alert(1))",
  '[a](https://example.com "onmouseover=alert(1)")',
  '[a](https://example.com/"onmouseover="alert(1))',
  "```\n</code></pre><script>alert(1)</script>\n```",
  "```\"><script>alert(1)</script>\nx\n```",
  "`<script>alert(1)</script>`",
  "<!-- --><script>alert(1)</script>",
  "<![CDATA[<script>alert(1)</script>]]>",
  "<?php alert(1) ?>",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  "# <base href=https://example.com/>",
  "* <form action=https://example.com/><button>x</button></form>",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
];

test("Markdown becomes a few harmless elements, whatever is in it", () => {
  const ELEMENTS = ["p", "a", "code", "pre", "em", "strong", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "br"];
  for (const text of SCRIPTS) {
    const html = render(text);
    for (const [tag, name = "", attributes = ""] of html.matchAll(/<\/?([^\s>/]*)([^>]*)>/g)) {
      assert.ok(ELEMENTS.includes(name), `${text} gives ${tag}`);
      for (const [, attribute = "", value = ""] of attributes.matchAll(/([^\s=]+)="([^"]*)"/g)) {
        assert.ok(["href", "title", "class", "start", "target", "rel"].includes(attribute), `${text} gives ${tag}`);
        if (attribute === "href") assert.match(value, /^(?:https:\/\/|#\/learn\/)/, text);
      }
      assert.doesNotMatch(attributes.replace(/"[^"]*"/g, ""), /\bon/i, text);
    }
  }
});

test("Markdown that is deeply nested or endless is rendered", () => {
  for (const text of [">".repeat(2_000), "*".repeat(2_000), "[".repeat(2_000), "- ".repeat(500), "`".repeat(5_000), "**a ".repeat(1_000), "\\".repeat(10_000)]) {
    assert.equal(typeof render(text), "string");
  }
});

test("names of YAML that objects have by themselves are names like others", () => {
  const text = "__proto__:\n  polluted: yes\nconstructor:\n  prototype:\n    polluted: yes\ntoString: x\n";
  const { root } = JSON.parse(readYaml(text)) as { root: { map: { key: string }[] } };
  assert.deepEqual(root.map.map(({ key }) => key), ["__proto__", "constructor", "toString"]);
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  const merged = readYaml("a: &a\n  __proto__: {polluted: yes}\nb:\n  <<: *a\n");
  assert.ok(merged.includes("root") || merged.includes("error"));
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
});

test("YAML that is deep, or stands for very much, is refused in words", () => {
  const bomb = ["a: &a [x,x,x,x,x,x,x,x,x,x]", ..."bcdefgh".split("").map((name, place) => `${name}: &${name} [${Array(10).fill(`*${"abcdefgh"[place]}`).join(",")}]`)].join("\n");
  for (const text of [bomb, "[".repeat(500), `${"[".repeat(500)}${"]".repeat(500)}`, `${"{a: ".repeat(300)}x${"}".repeat(300)}`, "a: &a [*a]"]) {
    assert.match(readYaml(text), /^\{"error":"/, text.slice(0, 40));
  }
  const numbers = readYaml("a: 1e999999\nb: 99999999999999999999999999\nc: -.inf\n");
  assert.ok(numbers.includes("99999999999999999999999999"));
});

test("characters that cannot be seen are found", () => {
  for (const code of [0xad, 0x34f, 0x61c, 0x115f, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x202a, 0x202e, 0x2028, 0x2060, 0x2066, 0x2069, 0x3164, 0xa0, 0x3000, 0xfe0f, 0xfeff, 0xe0041, 0xe0101]) {
    assert.ok(isInvisible(String.fromCodePoint(code)), code.toString(16));
  }
  for (const seen of [" ", "a", "\u00e9", "\u05d0", "\u4e2d", "-", "\ud83d\ude00"]) assert.ok(!isInvisible(seen), seen);
});
