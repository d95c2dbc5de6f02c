// Archives. They come from anywhere: what they say of themselves is checked before anything is taken over, and what is
// unpacked is counted. And the project as an archive.

import { BlobReader, BlobWriter, TextReader, ZipReader, ZipWriter, configure, type FileEntry } from "@zip.js/zip.js/lib/zip-core-custom.js";
import {
  Breath,
  DIRECTORY,
  FILE,
  LINK,
  MOST_ENTRIES,
  Refusal,
  batch,
  contentOf,
  isTooLarge,
  reason,
  type Batch,
  type Content,
  type Entry,
  type Source,
} from "./source";

// The page's security policy allows no worker from a text, and the browser unpacks by itself.
configure({ useWebWorkers: false });

/** An archive may not expand beyond this. */
const MOST_BYTES = 1024 * 1024 * 1024;

/** Targets of links are no longer than this on Linux. */
const LONGEST_TARGET_BYTES = 4096;

const UNIX_FILE_TYPE = 0o170000;
const UNIX_LINK = 0o120000;
const UNIX_FILE = 0o100000;

/** The path of an entry, or a sentence why it cannot be taken. */
export function safePath(name: string): string {
  const path = name.replace(/\/+$/, "");
  const parts = path.split("/");
  if (/^(?:[/\\]|[A-Za-z]:)/.test(name) || name.includes("\0")) {
    throw new Refusal(`The archive holds the absolute path ${name}. Nothing was opened.`);
  }
  if (name.split(/[/\\]/).includes("..")) {
    throw new Refusal(`The archive holds the path ${name}, which leads out of it. Nothing was opened.`);
  }
  return parts.filter((part) => part !== "" && part !== ".").join("/");
}

/** The folder that everything is in, with a slash; empty if there is none. */
export function commonFolder(paths: readonly string[]): string {
  const first = /^[^/]+\//.exec(paths.find((path) => path.includes("/")) ?? "")?.[0] ?? "";
  const all = paths.every((path) => path.startsWith(first) || `${path}/` === first);
  return all ? first : "";
}

class Zip implements Source {
  private readonly entries: AsyncIterator<Entry>;
  private readonly files = new Map<string, FileEntry>();
  private cancelled = false;

  constructor(
    readonly name: string,
    private readonly file: Blob,
  ) {
    this.entries = this.list();
  }

  next(): Promise<Batch | null> {
    return batch(this.entries);
  }

  /** Everything is read before the first entry is given, since the last one may be one that cannot be taken. */
  private async *list(): AsyncGenerator<Entry> {
    const breath = new Breath();
    const found: Entry[] = [];
    const folders = new Set<string>();
    let bytes = 0;
    for await (const entry of this.read()) {
      if (this.cancelled) throw new Refusal("cancelled");
      if (found.length >= MOST_ENTRIES) {
        throw new Refusal(`The archive has more than ${MOST_ENTRIES.toLocaleString("en")} entries. Nothing was opened.`);
      }
      const path = safePath(entry.filename);
      if (path === "") continue;
      bytes += entry.uncompressedSize;
      if (bytes > MOST_BYTES) throw new Refusal("The archive expands to more than 1 GiB. Nothing was opened.");
      // The upper half of the attributes is a Unix mode if it was made there.
      const attributes = entry.externalFileAttributes >>> 16;
      const mode = attributes & 0o7777;
      for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) folders.add(path.slice(0, slash));
      if (entry.directory) {
        folders.add(path);
        found.push({ path, kind: DIRECTORY, size: 0, mode, mark: "" });
      } else {
        if (entry.encrypted) throw new Refusal(`${path} is encrypted. Nothing was opened.`);
        if (this.files.has(path)) throw new Refusal(`The archive holds ${path} twice. Nothing was opened.`);
        this.files.set(path, entry);
        const link = (attributes & UNIX_FILE_TYPE) === UNIX_LINK;
        const mark = `crc32 ${entry.signature?.toString(16) ?? "unknown"}`;
        found.push({ path, kind: link ? LINK : FILE, size: entry.uncompressedSize, mode, mark });
      }
      await breath.take();
    }
    const root = commonFolder(found.map(({ path }) => path));
    for (const entry of found) {
      const path = entry.path.slice(root.length);
      if (path === "" || `${entry.path}/` === root) continue;
      const file = this.files.get(entry.path);
      if (file !== undefined) {
        if (folders.has(entry.path)) throw new Refusal(`The archive holds ${entry.path} as a file and as a folder. Nothing was opened.`);
        this.files.delete(entry.path);
        this.files.set(path, file);
        if (entry.kind === LINK) entry.mark = new TextDecoder().decode(await this.unpack(path, file, LONGEST_TARGET_BYTES));
      }
      yield { ...entry, path };
      await breath.take();
    }
  }

  private async *read(): AsyncGenerator<FileEntry | (FileEntry & { directory: true })> {
    try {
      const reader = new ZipReader(new BlobReader(this.file), {
        // `safePath` is as strict and says what is wrong.
        filenameValidation: "tolerant",
        checkOverlappingEntry: true,
      });
      for await (const entry of reader.getEntriesGenerator()) yield entry as FileEntry;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw new Refusal(`${this.name}.zip is damaged, or no zip archive: ${reason(error)}. Nothing was opened.`);
    }
  }

  /** The bytes of an entry, never more than it says. */
  private async unpack(path: string, entry: FileEntry, most: number): Promise<Uint8Array<ArrayBuffer>> {
    if (entry.uncompressedSize > most) throw new Refusal(`${path} is too large. Nothing was opened.`);
    const bytes = new Uint8Array(entry.uncompressedSize);
    let length = 0;
    const sink = new WritableStream<Uint8Array>({
      write(part) {
        if (length + part.length > bytes.length) throw new Error("it unpacks to more than it says");
        bytes.set(part, length);
        length += part.length;
      },
    });
    try {
      await entry.getData(sink, { checkSignature: true });
      if (length !== bytes.length) throw new Error("it unpacks to less than it says");
    } catch (error) {
      throw new Refusal(`${path} in the archive is damaged: ${reason(error)}.`);
    }
    return bytes;
  }

  async contents(paths: string[], largestTextBytes: number): Promise<Content[]> {
    const contents: Content[] = [];
    for (const path of paths) {
      if (this.cancelled) throw new Refusal("cancelled");
      const entry = this.files.get(path);
      const known = entry !== undefined && !isTooLarge(entry.uncompressedSize);
      contents.push(known ? await contentOf(await this.unpack(path, entry, Infinity), largestTextBytes) : {});
    }
    return contents;
  }

  cancel(): void {
    this.cancelled = true;
  }
}

/** An archive as a source of files. */
export function openZip(name: string, file: Blob): Source {
  return new Zip(name, file);
}

/** An archive of texts. The arrays belong together; the modes are permission bits. */
export async function writeZip(paths: string[], texts: string[], modes: Uint32Array): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter("application/zip"));
  for (const [place, path] of paths.entries()) {
    await writer.add(path, new TextReader(texts[place] ?? ""), {
      // The upper half is the Unix mode: a regular file with these permissions.
      externalFileAttributes: (((UNIX_FILE | (modes[place] ?? 0o644)) << 16) >>> 0),
      msDosCompatible: false,
    });
  }
  return writer.close();
}
