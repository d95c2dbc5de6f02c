// Keeps the site for times without a network. A version of the site is fetched whole before any of it is used, so that no page
// is ever put together from two versions; a page that is open goes on with the files of its own.
//
// `tools/node/finish.mjs` fills in the version and the files. All but the pages have names that carry a digest of their content.

const version = "VERSION";
const files = ["FILES"];

/** Other sites of the same host may have caches too. */
const OURS = `layerlab ${registration.scope} `;
const CACHE = OURS + version;

const addressOf = (path) => new URL(path, registration.scope).href;
const isPage = (path) => path.endsWith(".html");

/** Whether this is the whole file and of this version. */
async function isRight(path, bytes) {
  if (isPage(path)) return new TextDecoder().decode(bytes).includes(`data-version="${version}"`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const letters = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return path.includes(`-${letters.slice(0, 16)}.`);
}

/** A response that holds the bytes, as the server described them. */
function withBytes(bytes, { headers }) {
  const kept = new Headers(headers);
  // The bytes are unpacked already, and are the same for everybody who asks.
  for (const name of ["Content-Encoding", "Content-Length", "Vary"]) kept.delete(name);
  return new Response(bytes, { headers: kept });
}

/** A file of this version, from an older one if it is the same there. */
async function fetched(path) {
  const address = addressOf(path);
  const older = isPage(path) ? undefined : await caches.match(address);
  // The first answer may be one that the browser kept, of another version or damaged.
  for (const ask of [() => older, () => fetch(address, { cache: isPage(path) ? "no-cache" : "default" }), () => fetch(address, { cache: "reload" })]) {
    const response = await ask();
    if (response === undefined || !response.ok) continue;
    const bytes = await response.arrayBuffer();
    if (await isRight(path, bytes)) return withBytes(bytes, response);
  }
  throw new Error(`${path} is not there, or is of another version`);
}

/** All files or none. */
async function install() {
  try {
    const responses = await Promise.all(files.map(fetched));
    const cache = await caches.open(CACHE);
    await Promise.all(responses.map((response, index) => cache.put(addressOf(files[index]), response)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
  // Pages that are open are not disturbed: what they still load has names of its own.
  await self.skipWaiting();
}

/** What is kept of versions before: the last one, which pages that are open may still be of. */
async function activate() {
  const others = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The page of this version; a file of whichever version it is in; else what the server says. */
async function answer(request, path) {
  try {
    const address = addressOf(path);
    const own = await (await caches.open(CACHE)).match(address);
    const kept = own ?? (isPage(path) ? undefined : await caches.match(address));
    if (kept !== undefined) return kept;
  } catch {
    // What was kept cannot be read. The network may have it.
  }
  return fetch(request);
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const scope = new URL(registration.scope);
  if (request.method !== "GET" || origin !== scope.origin || !pathname.startsWith(scope.pathname)) return;
  const path = pathname.slice(scope.pathname.length) || "index.html";
  if (files.includes(path) || /-[0-9a-f]{16}\.\w+$/.test(path)) event.respondWith(answer(request, path));
});
