// What the editor and a text that stands still draw alike.

/** The chip at the end of a line. */
export function chip(text: string, state: string): HTMLElement {
  const element = document.createElement("span");
  element.className = `cm-chip cm-chip-${state}`;
  element.textContent = text;
  return element;
}

/** What stands for lines that are not shown. It says how many they are; pressing it is meant to show them. */
export function hiddenLines(count: number, where: string, pressed: () => void): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cm-rest";
  button.textContent = `${count} more ${count === 1 ? "line" : "lines"} ${where}`;
  button.onclick = pressed;
  return button;
}

/** What to underline for a diagnostic about nothing: the character after its place, else the one before it in the line. */
export function underlined(at: number, line: { from: number; to: number }): { from: number; to: number } {
  if (at < line.to) return { from: at, to: at + 1 };
  return { from: Math.max(at - 1, line.from), to: at };
}
