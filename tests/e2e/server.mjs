// Serves the built page to the tests, as a static host would.
import { createReadStream, existsSync, statSync } from "node:fs";
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

createServer((request, response) => {
  const path = normalize(new URL(`http://localhost${request.url ?? "/"}`).pathname);
  const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
  if (!existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404).end("not found");
    return;
  }
  response.writeHead(200, {
    "Content-Type": types[extname(file)] ?? "application/octet-stream",
    "Access-Control-Allow-Origin": "*",
  });
  createReadStream(file).pipe(response);
}).listen(port, "127.0.0.1");
