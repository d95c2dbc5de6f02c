// Folders and archives that a user drops on the page or picks. This module is small and comes with the page; what reads
// archives comes when the first one is opened.

import { script } from "../script";
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

export { readYaml } from "./reading";
export { savePicture, saveText, saveZip } from "./saving";

/** Files of the user's computer, by path. */
class LocalFiles implements Source {
  private readonly entries: AsyncIterator<Entry>;
  private found = 0;
  private cancelled = false;

  /** `find` gives the entries one after the other, `open` the file at the path of one of them. */
  constructor(
    readonly name: string,
    find: (source: LocalFiles) => AsyncIterator<Entry>,
    private readonly open: (path: string) => Promise<File | undefined>,
  ) {
    this.entries = find(this);
  }

  next(): Promise<Batch | null> {
    return batch(this.entries);
  }

  /** Describes a file. It is not kept: a hundred thousand of them would fill the memory. */
  file(path: string, file: File): Entry {
    this.count();
    return { path, kind: FILE, size: file.size, mode: 0, mark: `modified ${file.lastModified}` };
  }

  /** Describes a folder in which nothing is. */
  emptyFolder(path: string): Entry {
    this.count();
    return { path, kind: DIRECTORY, size: 0, mode: 0, mark: "" };
  }

  check(): void {
    if (this.cancelled) throw new Refusal("cancelled");
  }

  private count(): void {
    this.check();
    this.found += 1;
    if (this.found > MOST_ENTRIES) {
      const most = MOST_ENTRIES.toLocaleString("en");
      throw new Refusal(`${this.name} has more than ${most} files. Nothing was opened. Open a smaller folder.`);
    }
  }

  async contents(paths: string[], largestTextBytes: number): Promise<Content[]> {
    const breath = new Breath();
    const contents: Content[] = [];
    for (const path of paths) {
      this.check();
      contents.push(await this.content(path, largestTextBytes));
      await breath.take();
    }
    return contents;
  }

  private async content(path: string, largestTextBytes: number): Promise<Content> {
    const file = await this.open(path);
    if (file === undefined || isTooLarge(file.size)) return {};
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
      module = await script<typeof module>("scripts/zip.js");
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

/** The file at a path below a folder. */
function fileIn(folder: FileSystemDirectoryEntry, below: string, path: string): Promise<File> {
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown) => reject(new Refusal(`${path} cannot be read: ${reason(error)}`));
    folder.getFile(below, {}, (entry) => (entry as FileSystemFileEntry).file(resolve, refuse), refuse);
  });
}

/** Walks through folders. Those that are empty are entries of their own. */
async function* walk(source: LocalFiles, roots: FileSystemEntry[], below: string): AsyncGenerator<Entry> {
  const waiting: { entry: FileSystemEntry; path: string }[] = roots.map((entry) => ({ entry, path: below + entry.name }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { entry, path } = next;
    source.check();
    if (entry.isFile) {
      yield source.file(path, await fileOf(entry as FileSystemFileEntry, path));
      continue;
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    let empty = true;
    // A reader gives its entries in parts.
    for (let part = await listOf(reader, path); part.length > 0; part = await listOf(reader, path)) {
      empty = false;
      const files = part.filter((inside) => inside.isFile) as FileSystemFileEntry[];
      const opened = await Promise.all(files.map((file) => fileOf(file, `${path}/${file.name}`)));
      for (const file of opened) yield source.file(`${path}/${file.name}`, file);
      for (const inside of part) if (inside.isDirectory) waiting.push({ entry: inside, path: `${path}/${inside.name}` });
    }
    if (empty) yield source.emptyFolder(path);
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
    return transfer.files.length === 0 ? null : ofFiles([...transfer.files]);
  }
  if (entries.length === 1 && first.isDirectory) {
    const folder = first as FileSystemDirectoryEntry;
    return new LocalFiles(
      folder.name,
      (source) => walkInside(source, folder),
      (path) => fileIn(folder, path, path),
    );
  }
  const file = transfer.files[0];
  if (entries.length === 1 && file !== undefined && isZip(file)) return new Archive(file);
  return new LocalFiles("Dropped files", (source) => walk(source, entries, ""), async (path) => {
    const [top = "", ...below] = path.split("/");
    const entry = entries.find(({ name }) => name === top);
    if (entry?.isDirectory) return fileIn(entry as FileSystemDirectoryEntry, below.join("/"), path);
    return entry === undefined ? undefined : fileOf(entry as FileSystemFileEntry, path);
  });
}

/** What was picked: the files of a folder, or an archive. `null` if nothing was. */
export function picked(input: HTMLInputElement): Source | null {
  const files = input.files ?? new DataTransfer().files;
  // The same folder can be picked again. Its files stay in their list: to hold a hundred thousand of them one by one would
  // take time and memory.
  input.files = new DataTransfer().files;
  return files.length === 0 ? null : ofFiles(files);
}

/** Where a picked file is in the folder that was picked. */
function pathOf(file: File): string {
  const path = file.webkitRelativePath.split("/").slice(1).join("/");
  return path === "" ? file.name : path;
}

/** A number by which a path is found again. */
function numberOf(path: string): number {
  let number = 0x811c9dc5;
  for (let at = 0; at < path.length; at++) number = Math.imul(number ^ path.charCodeAt(at), 0x01000193);
  return number | 0;
}

function ofFiles(files: ArrayLike<File>): Source {
  const first = files[0];
  if (files.length === 1 && first !== undefined && isZip(first)) return new Archive(first);
  const root = first?.webkitRelativePath.split("/")[0];
  const name = root === undefined || root === "" ? "Picked files" : root;
  // The numbers of the paths of all files, which are less than the paths themselves.
  const numbers = new Int32Array(files.length);
  return new LocalFiles(name, async function* (source) {
    const breath = new Breath();
    for (let place = 0; place < files.length; place++) {
      const file = files[place];
      if (file === undefined) continue;
      const path = pathOf(file);
      numbers[place] = numberOf(path);
      yield source.file(path, file);
      await breath.take();
    }
  }, async (path) => {
    const number = numberOf(path);
    for (let place = numbers.indexOf(number); place >= 0; place = numbers.indexOf(number, place + 1)) {
      const file = files[place];
      if (file !== undefined && pathOf(file) === path) return file;
    }
    return undefined;
  });
}
