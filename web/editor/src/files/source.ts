// What a folder or an archive has in common for the page: it is listed in batches, and its contents are read when asked for.
// Nothing is uploaded.

/** A part of a listing. The arrays belong together. */
export interface Batch {
  /** Paths relative to the root, with `/`. */
  paths: string[];
  kinds: Uint8Array;
  /** Bytes. */
  sizes: Float64Array;
  /** Permission bits; 0 where they are not known. */
  modes: Uint32Array;
  /** What tells a content from others of the same size until it is read; of a link, its target. */
  marks: string[];
}

/** What an entry is; `web/src/folder/intake.rs` has the same numbers. */
export const FILE = 0;
export const DIRECTORY = 1;
export const LINK = 2;

/** The content of a file: its text if it is one and not too long, else its digest if that could be made. */
export interface Content {
  text?: string;
  sha256?: string;
}

export interface Entry {
  path: string;
  kind: number;
  size: number;
  mode: number;
  mark: string;
}

/** Something that files come from. */
export interface Source {
  readonly name: string;
  /** The next part of the listing; `null` at its end. */
  next(): Promise<Batch | null>;
  /** Contents of files that were listed, in the order of the paths. */
  contents(paths: string[], largestTextBytes: number): Promise<Content[]>;
  cancel(): void;
}

/** An error whose message is a sentence for the user. */
export class Refusal extends Error {}

/** So many entries are taken, of a folder as of an archive. */
export const MOST_ENTRIES = 200_000;

/** A batch is handed over when it has so many entries. */
const BATCH = 1000;

/** Files up to this size are digested. They are in memory meanwhile. */
const LARGEST_DIGESTED_BYTES = 64 * 1024 * 1024;

/** Gathers what a generator gives into batches. */
export async function batch(entries: AsyncIterator<Entry>): Promise<Batch | null> {
  const gathered: Entry[] = [];
  while (gathered.length < BATCH) {
    const { done, value } = await entries.next();
    if (done === true) break;
    gathered.push(value);
  }
  if (gathered.length === 0) return null;
  return {
    paths: gathered.map(({ path }) => path),
    kinds: Uint8Array.from(gathered, ({ kind }) => kind),
    sizes: Float64Array.from(gathered, ({ size }) => size),
    modes: Uint32Array.from(gathered, ({ mode }) => mode),
    marks: gathered.map(({ mark }) => mark),
  };
}

/** Lets the browser do other things, at most every few milliseconds. */
export class Breath {
  private last = performance.now();

  async take(): Promise<void> {
    if (performance.now() - this.last < 12) return;
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
    this.last = performance.now();
  }
}

/** The text if the bytes are one, else the digest. */
export async function contentOf(bytes: Uint8Array<ArrayBuffer>, largestTextBytes: number): Promise<Content> {
  if (bytes.length <= largestTextBytes && !bytes.includes(0)) {
    try {
      return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
    } catch {
      // Not UTF-8.
    }
  }
  // Pages that do not come over HTTPS have no `subtle`.
  if (bytes.length > LARGEST_DIGESTED_BYTES || crypto.subtle === undefined) return {};
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return { sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") };
}

/** Whether a file is too large to be looked into at all. */
export function isTooLarge(size: number): boolean {
  return size > LARGEST_DIGESTED_BYTES;
}

/** What went wrong, as a sentence. */
export function reason(error: unknown): string {
  return error instanceof Error && error.message !== "" ? error.message : String(error);
}
