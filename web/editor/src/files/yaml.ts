// YAML to plain data with lines, for `crates/core/src/compose/node.rs`, which says what it means.

import { LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument, type Document, type Node } from "yaml";

/** A file that expands to more than this is refused: a few aliases can stand for millions. */
const MOST_NODES = 20_000;
const DEEPEST = 60;

/** A node: its line, and a text, a list or a map; none of them is null. */
interface Plain {
  line: number;
  text?: string;
  list?: Plain[];
  map?: { key: string; line: number; value: Plain }[];
}

class Wrong extends Error {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

class Reader {
  private nodes = 0;

  constructor(
    private readonly document: Document,
    private readonly lines: LineCounter,
  ) {}

  plain(node: Node | null | undefined, line: number, depth: number): Plain {
    this.nodes += 1;
    if (this.nodes > MOST_NODES || depth > DEEPEST) throw new Wrong("the file is too large or too deep", line);
    if (isAlias(node)) {
      const target = node.resolve(this.document);
      if (target === undefined) throw new Wrong(`nothing is named &${node.source}`, this.lineOf(node) ?? line);
      return this.plain(target, line, depth + 1);
    }
    const here = this.lineOf(node) ?? line;
    if (isScalar(node)) {
      if (node.value === null) return { line: here };
      // What is written counts, not what a reader of numbers and truth values makes of it.
      const text = typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
      return { line: here, text };
    }
    if (isSeq(node)) return { line: here, list: node.items.map((item) => this.plain(item as Node, here, depth + 1)) };
    if (isMap(node)) {
      const map = node.items.map(({ key, value }) => {
        const at = this.lineOf(key) ?? here;
        const name = this.plain(key as Node, at, depth + 1).text ?? "";
        return { key: name, line: at, value: this.plain(value as Node | null, at, depth + 1) };
      });
      return { line: here, map };
    }
    return { line: here };
  }

  private lineOf(node: unknown): number | undefined {
    const start = (node as Node | null)?.range?.[0];
    return start === undefined ? undefined : this.lines.linePos(start).line;
  }
}

/** `{ "root": … }`, or `{ "error": "…", "line": 3 }`. */
export function readYaml(text: string): string {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "silent", prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) return JSON.stringify({ error: error.message, line: lines.linePos(error.pos[0]).line });
  try {
    return JSON.stringify({ root: new Reader(document, lines).plain(document.contents, 1, 0) });
  } catch (error) {
    if (error instanceof Wrong) return JSON.stringify({ error: error.message, line: error.line });
    throw error;
  }
}
