// What the page hands to the browser's downloads. What writes archives is loaded when the first one is written.

import { script } from "../script";
import { Refusal, reason } from "./source";
import type { writeZip } from "./zip";

/** A picture is drawn so many times as large as it says it is, for sharp screens and for print. */
const PICTURE_SCALE = 2;

/** Addresses of files are given back after this time, when the browser has them. */
const GIVEN_BACK_MS = 60_000;

function save(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  // Some browsers heed only links that are in the page.
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), GIVEN_BACK_MS);
}

/** Saves a text. */
export function saveText(name: string, type: string, text: string): void {
  save(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

/** Saves files as one archive. The arrays belong together; the modes are permission bits. */
export async function saveZip(name: string, paths: string[], texts: string[], modes: Uint32Array): Promise<void> {
  let module: { writeZip: typeof writeZip };
  try {
    module = await script<typeof module>("scripts/zip.js");
  } catch (error) {
    throw new Refusal(`What writes archives could not be loaded: ${reason(error)}`);
  }
  save(name, await module.writeZip(paths, texts, modes));
}

/** Saves a picture that is given as SVG as PNG. */
export async function savePicture(name: string, svg: string): Promise<void> {
  const image = new Image();
  // The page's security policy allows pictures from such addresses and from nowhere else.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * PICTURE_SCALE;
  canvas.height = image.naturalHeight * PICTURE_SCALE;
  const context = canvas.getContext("2d");
  if (context === null) throw new Refusal("This browser does not draw pictures.");
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const content = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (content === null) throw new Refusal("The picture is too large for this browser. Save it as SVG.");
  save(name, content);
}
