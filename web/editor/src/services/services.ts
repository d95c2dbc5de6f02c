// What the editor offers beyond writing: cards about what stands at a place, proposals, definitions, renaming, folding.
// All of it is asked of the page; nothing here knows a Dockerfile.

import type { Extension, StateField } from "@codemirror/state";
import type { Answers } from "../answers";
import { cards } from "./cards";
import { fixes } from "./fixes";
import { folding } from "./folding";
import { navigation } from "./navigation";
import { proposals } from "./proposals";
import { renaming } from "./renaming";
import { theme } from "./theme";

export function services(answers: Answers, foldsByLine: StateField<ReadonlyMap<number, number>>): Extension {
  return [
    proposals(answers),
    cards(answers),
    navigation(answers),
    renaming(answers),
    fixes(answers),
    folding(foldsByLine),
    theme,
  ];
}
