// What the page needs only now and then: files of their own beside it, loaded when they are asked for. The tables of packages,
// which a Dockerfile may need, the explanations, the examples and the lessons. Their names carry a digest of their content, so
// that a browser may keep them for as long as it likes.

import { script } from "./script";

/** Files by the names of what is in them: where each is, and of how many bytes. */
type Files = Readonly<Record<string, readonly [string, number]>>;

/** The tables; `build.mjs` fills them in. */
declare const TABLES: Files;
/** The texts. */
declare const TEXTS: Files;

/** After this time the server is taken not to answer. */
const LONGEST_WAIT_MS = 30_000;

/** For so long the frame of the page stays for a table that the page can do without. */
const LONGEST_WAIT_OF_FRAME_MS = 2_000;

/** The bytes of a table. What is thrown says in a few words why there are none. */
export async function loadTable(name: string): Promise<Uint8Array> {
  return load(TABLES, name);
}

/** The same, if they come soon. */
export async function loadTableSoon(name: string): Promise<Uint8Array> {
  return load(TABLES, name, LONGEST_WAIT_OF_FRAME_MS);
}

/** A text, such as the packed files of an example. What is thrown says in a few words why there is none. */
export async function loadText(name: string): Promise<string> {
  return new TextDecoder().decode(await load(TEXTS, name));
}

/** Longer files are no lessons. `crates/core/src/lessons/read.rs` has the same limit. */
const LONGEST_LESSON_BYTES = 256 * 1024;

/** The text of a lesson that somebody put on a server. What is thrown says in a few words why there is none. */
export async function loadLesson(address: string): Promise<string> {
  const url = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) throw new Error("that is no address");
  // The page's own policy allows no other server.
  if (url.origin !== new URL(document.baseURI).origin) throw new Error("it is on another server than this page");
  const { status, bytes } = await request(url, "no-cache", LONGEST_WAIT_MS, LONGEST_LESSON_BYTES);
  if (bytes === undefined) throw new Error(`the server answered with ${status}`);
  return new TextDecoder().decode(bytes);
}

/** What turns Markdown into HTML, once it is loaded. */
let markdown: typeof import("./markdown") | null = null;

/** Loads what `renderMarkdown` needs. What is thrown says in a few words why that cannot be had. */
export async function loadMarkdown(): Promise<void> {
  try {
    markdown ??= await script("scripts/markdown.js");
  } catch {
    throw new Error(navigator.onLine ? "the server could not be reached" : "this device is offline");
  }
}

/** A QR code: `SIZE PATH`, see `qr.ts`. What is thrown says in a few words why there is none. */
export async function drawQr(text: string): Promise<string> {
  let module: typeof import("./qr");
  try {
    module = await script("scripts/qr.js");
  } catch {
    throw new Error(navigator.onLine ? "the server could not be reached" : "this device is offline");
  }
  return module.draw(text);
}

/** Safe HTML; empty before `loadMarkdown` is done. */
export function renderMarkdown(text: string): string {
  return markdown?.render(text) ?? "";
}

async function load(files: Files, name: string, wait = LONGEST_WAIT_MS): Promise<Uint8Array> {
  const [file, length] = (Object.hasOwn(files, name) ? files[name] : undefined) ?? [];
  if (file === undefined) throw new Error(`there is no file for ${name}`);
  const address = new URL(file, document.baseURI);
  // Half a table would be taken for a small one. The browser may have kept it so, and is told to ask again.
  for (const cache of ["default", "reload"] as const) {
    const { status, bytes } = await request(address, cache, wait);
    if (bytes === undefined) throw new Error(`the server answered with ${status}`);
    if (bytes.length === length) return bytes;
  }
  throw new Error("the file is damaged: it is not as long as it has to be");
}

class TooLarge extends Error {}

/** What is longer than `mostBytes` is not read to its end. */
async function request(
  address: URL,
  cache: RequestCache,
  wait = LONGEST_WAIT_MS,
  mostBytes = Infinity,
): Promise<{ status: number; bytes?: Uint8Array }> {
  try {
    const response = await fetch(address, { cache, signal: AbortSignal.timeout(wait) });
    if (!response.ok) return { status: response.status };
    if (mostBytes === Infinity) return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
    return { status: response.status, bytes: await bounded(response, mostBytes) };
  } catch (error) {
    if (error instanceof TooLarge) throw error;
    if (!navigator.onLine) throw new Error("this device is offline");
    const late = error instanceof DOMException && error.name === "TimeoutError";
    throw new Error(late ? "the server did not answer in time" : "the server could not be reached");
  }
}

async function bounded(response: Response, mostBytes: number): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    length += part.value.length;
    if (length > mostBytes) {
      await reader?.cancel();
      throw new TooLarge(`it is larger than ${mostBytes / 1024} KiB`);
    }
    parts.push(part.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
