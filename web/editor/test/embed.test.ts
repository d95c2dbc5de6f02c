import assert from "node:assert/strict";
import { test } from "node:test";
import { HIGHEST, Heights, LOWEST } from "../src/embed/heights";
import { readFromEmbed, readToEmbed, sent } from "../src/embed/messages";
import { fixedHeight, fragment, frameTitle, type Attributes } from "../src/embed/options";
import { trimmed } from "../src/embed/source";

const built = { layerlab: 1, type: "built", build: 2, stepsRun: 3, stepsCached: 4, bytes: 5, seconds: 6.5, failed: false };
const goal = { layerlab: 1, type: "goal", lesson: "a", met: 1, goals: 2, done: false };

test("what is sent is understood on the other side", () => {
  assert.deepEqual(readFromEmbed(sent({ type: "height", height: 480 })), { type: "height", height: 480 });
  assert.deepEqual(readFromEmbed(sent({ type: "ready" })), { type: "ready" });
  const { layerlab: _version, ...expected } = built;
  assert.deepEqual(readFromEmbed(built), expected);
  assert.deepEqual(readToEmbed(sent({ type: "theme", theme: "dark" })), { type: "theme", theme: "dark" });
  assert.deepEqual(readToEmbed(sent({ type: "hello" })), { type: "hello" });
});

test("messages of strangers are nothing", () => {
  const strange: unknown[] = [
    null, undefined, 1, "ready", [], [1], {}, { layerlab: 1 }, { layerlab: "1", type: "ready" }, { layerlab: 2, type: "ready" },
    { type: "ready" }, { layerlab: 1, type: ["ready"] }, { layerlab: 1, type: "toString" }, { layerlab: 1, type: "__proto__" },
    ...[0, -1, NaN, Infinity, "480", null, undefined, [480], { valueOf: () => 480 }].map((height) => ({ layerlab: 1, type: "height", height })),
    ...[-1, 1.5, NaN, Infinity, "2", 2 ** 53].map((build) => ({ ...built, build })),
    { ...built, seconds: -1 }, { ...built, seconds: Infinity }, { ...built, failed: 0 }, { ...built, bytes: undefined },
    { ...goal, met: 3 }, { ...goal, done: true }, { ...goal, lesson: 1 }, { ...goal, lesson: "a".repeat(201) },
    // What is inherited does not count.
    Object.create({ layerlab: 1, type: "ready" }),
    JSON.parse('{"__proto__": {"layerlab": 1, "type": "ready"}}'),
  ];
  for (const data of strange) assert.equal(readFromEmbed(data), null, JSON.stringify(data));
  for (const data of [...strange, { layerlab: 1, type: "theme", theme: "pink" }, { layerlab: 1, type: "theme" }]) {
    assert.equal(readToEmbed(data), null, JSON.stringify(data));
  }
});

test("nothing of a message is handed on that is not known", () => {
  const message = readFromEmbed(JSON.parse('{"layerlab": 1, "type": "ready", "__proto__": {"polluted": 1}, "constructor": 2, "more": 3}'));
  assert.deepEqual(Object.keys(message ?? {}), ["type"]);
  assert.equal((Object.prototype as Record<string, unknown>)["polluted"], undefined);
});

test("heights have bounds", () => {
  const heights = new Heights();
  assert.equal(heights.next(1e9, 0), HIGHEST);
  assert.equal(heights.next(1, 1), LOWEST);
  assert.equal(heights.next(300.2, 2), 301);
  assert.equal(heights.next(300.7, 3), null);
});

test("a frame that goes up and down by itself comes to rest", () => {
  const heights = new Heights();
  const changes = Array.from({ length: 100 }, (_, turn) => heights.next(turn % 2 === 0 ? 400 : 380, turn));
  const set = changes.filter((change) => change !== null);
  assert.ok(set.length < 20);
  assert.equal(set.at(-1), 400);
  // Later it may become lower again.
  assert.equal(heights.next(380, 5_000), 380);
});

const attributes = (given: Record<string, string>): Attributes => (name) => given[name] ?? null;

test("attributes become an address", () => {
  const given = { panels: "steps,image", lines: "3-9", readonly: "", events: "", theme: "dark", options: "#start=build&lang=en" };
  const content = { option: "dockerfile", text: "FROM a\nRUN echo 1 & 2 # 100%\n" } as const;
  assert.equal(
    fragment(attributes(given), content, "https://learn.example"),
    "panels=steps%2Cimage&theme=dark&lines=3-9&readonly&events=https%3A%2F%2Flearn.example&start=build&lang=en" +
      "&dockerfile=FROM%20a%0ARUN%20echo%201%20%26%202%20%23%20100%25%0A",
  );
  assert.equal(fragment(attributes({ code: "https://a.example/#1dAbc" }), null, "null"), "1dAbc");
  assert.equal(fragment(attributes({ events: "" }), null, "null"), "events");
  assert.equal(fragment(attributes({}), { option: "dockerfile", text: "a".repeat(65_537) }, ""), null);
});

test("a fixed height is found among other options", () => {
  assert.equal(fixedHeight("panels=none&height=300"), 300);
  assert.equal(fixedHeight("lineheight=300"), null);
  assert.equal(fixedHeight("dockerfile=height%3D300"), null);
});

test("frames are named after what is in them", () => {
  assert.equal(frameTitle("# syntax=x\nFROM --platform=linux/amd64 python:3.13 AS a\n"), "Dockerfile playground: FROM python:3.13");
  assert.equal(frameTitle("RUN x"), "Dockerfile playground");
  assert.equal(frameTitle(null), "Dockerfile playground");
});

test("text in HTML loses what belongs to the HTML", () => {
  assert.equal(trimmed("\n    FROM a\n\n    RUN b \\\n      c\n  "), "FROM a\n\nRUN b \\\n  c");
  assert.equal(trimmed("FROM a\r\nRUN b"), "FROM a\nRUN b");
  assert.equal(trimmed(""), "");
});
