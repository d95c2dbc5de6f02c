// Folders and archives that a user drops on the page or picks. This module is small and comes with the page; what reads
// archives comes when the first one is opened.

import {
  Breath,
  DIRECTORY,
  FILE,
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
import type { openZip } from "./zip";

/** Files of the user's computer, by path. */
class LocalFiles implements Source {
  private readonly files = new Map<string, File>();
  private readonly entries: AsyncIterator<Entry>;
  private cancelled = false;

  constructor(
    readonly name: string,
    found: (source: LocalFiles) => AsyncIterator<Entry>,
  ) {
    this.entries = found(this);
  }

  next(): Promise<Batch | null> {
    return batch(this.entries);
  }

  /** Remembers a file and describes it. */
  take(path: string, file: File): Entry {
    this.check();
    this.files.set(path, file);
    return { path, kind: FILE, size: file.size, mode: 0, mark: `modified ${file.lastModified}` };
  }

  check(): void {
    if (this.cancelled) throw new Refusal("cancelled");
    if (this.files.size >= MOST_ENTRIES) {
      throw new Refusal(`${this.name} has more than ${MOST_ENTRIES.toLocaleString("en")} files. Open a smaller folder.`);
    }
  }

  async contents(paths: string[], largestTextBytes: number): Promise<Content[]> {
    const breath = new Breath();
    const contents: Content[] = [];
    for (const path of paths) {
      if (this.cancelled) throw new Refusal("cancelled");
      const file = this.files.get(path);
      contents.push(file === undefined ? {} : await this.content(path, file, largestTextBytes));
      await breath.take();
    }
    return contents;
  }

  private async content(path: string, file: File, largestTextBytes: number): Promise<Content> {
    if (isTooLarge(file.size)) return {};
    try {
      return await contentOf(new Uint8Array(await file.arrayBuffer()), largestTextBytes);
    } catch (error) {
      throw new Refusal(`${path} cannot be read: ${reason(error)}`);
    }
  }

  cancel(): void {
    this.cancelled = true;
  }
}

/** An archive, whose reader is loaded first. */
class Archive implements Source {
  readonly name: string;
  private readonly opened: Promise<Source>;
  private cancelled = false;

  constructor(file: File) {
    this.name = file.name.replace(/\.zip$/i, "");
    this.opened = this.open(file);
    // Whoever asks for the first batch is told.
    this.opened.catch(() => undefined);
  }

  private async open(file: File): Promise<Source> {
    let module: { openZip: typeof openZip };
    try {
      module = (await import(new URL("zip.js", document.baseURI).href)) as typeof module;
    } catch (error) {
      throw new Refusal(`What reads archives could not be loaded: ${reason(error)}`);
    }
    return module.openZip(this.name, file);
  }

  async next(): Promise<Batch | null> {
    const opened = await this.opened;
    if (this.cancelled) throw new Refusal("cancelled");
    return opened.next();
  }

  async contents(paths: string[], largestTextBytes: number): Promise<Content[]> {
    return (await this.opened).contents(paths, largestTextBytes);
  }

  cancel(): void {
    this.cancelled = true;
    this.opened.then((source) => source.cancel(), () => undefined);
  }
}

function isZip(file: File): boolean {
  return /\.zip$/i.test(file.name) || file.type === "application/zip";
}

function fileOf(entry: FileSystemFileEntry, path: string): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, (error) => reject(new Refusal(`${path} cannot be read: ${reason(error)}`)));
  });
}

function listOf(reader: FileSystemDirectoryReader, path: string): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => {
    reader.readEntries(resolve, (error) => reject(new Refusal(`${path} cannot be read: ${reason(error)}`)));
  });
}

/** Walks through folders. Those that are empty are entries of their own. */
async function* walk(source: LocalFiles, roots: FileSystemEntry[], below: string): AsyncGenerator<Entry> {
  const waiting: { entry: FileSystemEntry; path: string }[] = roots.map((entry) => ({ entry, path: below + entry.name }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { entry, path } = next;
    source.check();
    if (entry.isFile) {
      yield source.take(path, await fileOf(entry as FileSystemFileEntry, path));
      continue;
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    let empty = true;
    // A reader gives its entries in parts.
    for (let part = await listOf(reader, path); part.length > 0; part = await listOf(reader, path)) {
      empty = false;
      const files = part.filter((inside) => inside.isFile) as FileSystemFileEntry[];
      const opened = await Promise.all(files.map((file) => fileOf(file, `${path}/${file.name}`)));
      for (const file of opened) yield source.take(`${path}/${file.name}`, file);
      for (const inside of part) if (inside.isDirectory) waiting.push({ entry: inside, path: `${path}/${inside.name}` });
    }
    if (empty) yield { path, kind: DIRECTORY, size: 0, mode: 0, mark: "" };
  }
}

/** What is in a folder, without the folder itself. */
async function* walkInside(source: LocalFiles, folder: FileSystemDirectoryEntry): AsyncGenerator<Entry> {
  const reader = folder.createReader();
  for (let part = await listOf(reader, folder.name); part.length > 0; part = await listOf(reader, folder.name)) {
    yield* walk(source, part, "");
  }
}

/** What was dropped: one folder, one archive, or several things. `null` if there are no files among it. To be called while
    the event is handled: the browser forgets the items afterwards. */
export function dropped(transfer: DataTransfer): Source | null {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  const entries = items.flatMap((item) => item.webkitGetAsEntry() ?? []);
  const [first] = entries;
  if (first === undefined || entries.length !== items.length) {
    const files = [...transfer.files];
    return files.length === 0 ? null : ofFiles(files);
  }
  if (entries.length === 1 && first.isDirectory) {
    return new LocalFiles(first.name, (source) => walkInside(source, first as FileSystemDirectoryEntry));
  }
  const file = transfer.files[0];
  if (entries.length === 1 && file !== undefined && isZip(file)) return new Archive(file);
  return new LocalFiles("Dropped files", (source) => walk(source, entries, ""));
}

/** What was picked: the files of a folder, or an archive. `null` if nothing was. */
export function picked(input: HTMLInputElement): Source | null {
  const files = [...(input.files ?? [])];
  // The same folder can be picked again.
  input.value = "";
  return files.length === 0 ? null : ofFiles(files);
}

function ofFiles(files: File[]): Source {
  const [first] = files;
  if (files.length === 1 && first !== undefined && isZip(first)) return new Archive(first);
  const root = first?.webkitRelativePath.split("/")[0];
  const name = root === undefined || root === "" ? "Picked files" : root;
  return new LocalFiles(name, async function* (source) {
    const breath = new Breath();
    for (const file of files) {
      const path = file.webkitRelativePath.split("/").slice(1).join("/");
      yield source.take(path === "" ? file.name : path, file);
      await breath.take();
    }
  });
}
