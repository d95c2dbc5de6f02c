// Serves the built page to the tests, as docs/hosting.md tells servers to: `node server.mjs FOLDER PORT`. Port 0 is any that is
// free; the address is printed.
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const folder = process.argv[2] ?? "../../dist";
const port = Number(process.argv[3] ?? 8091);
const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
};
const encodings = [["br", ".br"], ["gzip", ".gz"]];

const isFile = (file) => existsSync(file) && statSync(file).isFile();

/** The policy of a page, which holds for the page's workers only if it comes as a header. */
function policy(file) {
  const page = file.endsWith(".html") ? file : join(folder, "index.html");
  return /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(readFileSync(page, "utf8"))?.[1];
}

const server = createServer((request, response) => {
  const path = normalize(new URL(`http://localhost${request.url ?? "/"}`).pathname);
  const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
  if (!isFile(file)) {
    response.writeHead(404).end("not found");
    return;
  }
  const accepted = String(request.headers["accept-encoding"] ?? "");
  const [encoding, ending] = encodings.find(([name, ending]) => accepted.includes(name) && isFile(file + ending)) ?? [];
  const hashed = /-[0-9a-f]{16}\.\w+$/.test(file);
  const rules = policy(file);
  response.writeHead(200, {
    "Content-Type": types[extname(file)] ?? "application/octet-stream",
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": hashed ? "public, max-age=31536000, immutable" : "no-cache",
    "X-Content-Type-Options": "nosniff",
    Vary: "Accept-Encoding",
    ...(rules === undefined ? {} : { "Content-Security-Policy": rules }),
    ...(encoding === undefined ? {} : { "Content-Encoding": encoding }),
  });
  createReadStream(file + (ending ?? "")).pipe(response);
});
server.listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
