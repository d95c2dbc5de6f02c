// QR codes. A file of its own, loaded when the first code is asked for.

import { generate } from "lean-qr";

/** `SIZE PATH`: how many modules a side has, without the margin, and the dark ones as a path of SVG. Throws if the text is too
    long. */
export function draw(text: string): string {
  const code = generate(text);
  let path = "";
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) {
      const start = x;
      while (code.get(x, y)) x++;
      if (x > start) path += `M${start} ${y}h${x - start}v1h${start - x}z`;
    }
  }
  return `${code.size} ${path}`;
}
