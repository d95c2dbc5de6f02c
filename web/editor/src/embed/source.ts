// The Dockerfile that stands in a page.

/** Parts of a code block that are no code: line numbers, buttons. */
const NO_CODE = "button, .linenos, .lineno, .line-numbers-rows, [aria-hidden=true], .buttons";

/** The text of a code block as a reader would copy it. Highlighters put each line into elements of its own. */
export function textOf(block: Element): string {
  const parts: string[] = [];
  const visit = (node: Node): void => {
    if (node.nodeType === Node.TEXT_NODE) {
      parts.push(node.nodeValue ?? "");
    } else if (node instanceof Element && !node.matches(NO_CODE)) {
      if (node.nodeName === "BR") parts.push("\n");
      node.childNodes.forEach(visit);
    }
  };
  visit(block.querySelector("code") ?? block);
  return trimmed(parts.join(""));
}

/** The text without empty lines and line breaks around it and without the indentation that all lines share, as in HTML. */
export function trimmed(text: string): string {
  const lines = text.replace(/\r\n?/g, "\n").replace(/^(?:[ \t]*\n)+/, "").trimEnd().split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const shared = Math.min(...indents);
  return lines.map((line) => line.slice(shared)).join("\n");
}
