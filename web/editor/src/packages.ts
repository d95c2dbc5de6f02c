// The tables of packages and the texts of the explanations: files of their own beside the page, which are loaded when they are
// needed. Their names carry a digest of their content, so that a browser may keep them for as long as it likes.

/** Names of the files by the names of the tables; `build.mjs` fills them in. */
declare const TABLES: Readonly<Record<string, string>>;

/** After this time the server is taken not to answer. */
const LONGEST_WAIT_MS = 30_000;

/** The bytes of a table. What is thrown says in a few words why there are none. */
export async function loadTable(name: string): Promise<Uint8Array> {
  const file = TABLES[name];
  if (file === undefined) throw new Error(`there is no table ${name}`);
  const { status, bytes } = await request(new URL(file, document.baseURI));
  if (bytes === undefined) throw new Error(`the server answered with ${status}`);
  return bytes;
}

async function request(address: URL): Promise<{ status: number; bytes?: Uint8Array }> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(LONGEST_WAIT_MS) });
    if (!response.ok) return { status: response.status };
    return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
  } catch (error) {
    if (!navigator.onLine) throw new Error("this device is offline");
    const late = error instanceof DOMException && error.name === "TimeoutError";
    throw new Error(late ? "the server did not answer in time" : "the server could not be reached");
  }
}
