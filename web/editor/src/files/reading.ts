// YAML, read for the page. The reader is loaded when the first file is read.

import { script } from "../script";
import { Refusal, reason } from "./source";
import type { readYaml as read } from "./yaml";

/** What a YAML file says, as JSON; see `yaml.ts`. */
export async function readYaml(text: string): Promise<string> {
  let module: { readYaml: typeof read };
  try {
    module = await script<typeof module>("scripts/yaml.js");
  } catch (error) {
    throw new Refusal(`What reads YAML could not be loaded: ${reason(error)}`);
  }
  return module.readYaml(text);
}
