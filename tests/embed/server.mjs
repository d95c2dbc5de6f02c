// Serves pages that hold embeds, from another origin than the playground itself. `{site}` in a page is the playground's.
// A page may say in its first line, as a comment, which security policy it is served with.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { basename, extname, join } from "node:path";

const [site = "http://127.0.0.1:8091", port = "8141"] = process.argv.slice(2);
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".md": "text/plain; charset=utf-8" };

createServer((request, response) => {
  const name = basename(new URL(request.url ?? "/", "http://localhost").pathname) || "plain.html";
  if (name === "favicon.ico") {
    response.writeHead(204).end();
    return;
  }
  let text;
  try {
    text = readFileSync(join(import.meta.dirname ?? ".", name), "utf8").replaceAll("{site}", site);
  } catch {
    response.writeHead(404).end("not found");
    return;
  }
  const policy = /^<!-- policy: (.*) -->\n/.exec(text);
  response.writeHead(200, {
    "Content-Type": types[extname(name)] ?? "text/plain; charset=utf-8",
    ...(policy === null ? {} : { "Content-Security-Policy": policy[1] }),
  });
  response.end(text.slice(policy?.[0].length ?? 0));
}).listen(Number(port));
