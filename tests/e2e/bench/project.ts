// The project that the page is measured with: a Dockerfile of 200 instructions and 10,000 files beside it.

import type { Computer } from "../specs/folders";

const STAGES = 5;
const ROUNDS = 6;

/** A Dockerfile of 200 instructions in five stages, each with its steps, settings, comments and continued lines. */
export function dockerfile(): string {
  const lines: string[] = [];
  for (let stage = 0; stage < STAGES; stage++) {
    const image = stage % 2 === 0 ? "python:3.13-slim" : "node:22-slim";
    lines.push(`FROM ${image} AS stage${stage}`, "ARG VERSION=1.0", `WORKDIR /srv/stage${stage}`);
    for (let round = 0; round < ROUNDS; round++) {
      const number = stage * ROUNDS + round;
      lines.push(
        `# Part ${number} of the shop.`,
        `ENV SETTING_${round}=value${number}`,
        `COPY src/module${number} module${round}`,
        `RUN pip install --no-cache-dir package${number}==1.${round}`,
        "RUN apt-get update \\",
        ` && apt-get install -y --no-install-recommends curl libpq5 tool${number} \\`,
        " && rm -rf /var/lib/apt/lists/*",
        `RUN make target${number} VERSION=$VERSION`,
        `LABEL part${round}="${number}"`,
      );
    }
    lines.push(stage === 0 ? "RUN make first" : `COPY --from=stage${stage - 1} /srv/stage${stage - 1} /before`);
  }
  lines.push("");
  return lines.join("\n");
}

/** How many instructions a text has: lines that are neither comments, nor empty, nor continue the one before. */
export function instructions(text: string): number {
  const lines = text.split("\n");
  return lines.filter((line, index) => /^[A-Z]/.test(line) && !lines[index - 1]?.endsWith("\\")).length;
}

/** Writes the project into a folder `shop`, with so many files, and returns its path. */
export function write(computer: Computer, files: number): string {
  computer.write("shop/Dockerfile", dockerfile());
  computer.write("shop/.dockerignore", ".git\n**/*.pyc\n*.md\n");
  for (let file = 2; file < files; file++) {
    computer.write(`shop/src/module${file % 50}/part${file % 20}/file${file}.py`, `print(${file})\n`);
  }
  return computer.path("shop");
}
