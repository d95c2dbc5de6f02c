// Serves a page that the page is measured against, by the same server.

import { spawn } from "node:child_process";
import { once } from "node:events";

export interface Server {
  address: string;
  stop(): void;
}

/** `folder` is seen from `tests/e2e`, where the tests are run. */
export async function serve(folder: string): Promise<Server> {
  const server = spawn(process.execPath, ["server.mjs", folder, "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const [printed] = (await once(server.stdout, "data")) as [Buffer];
  return { address: printed.toString().trim(), stop: () => server.kill() };
}
