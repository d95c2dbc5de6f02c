// What could be typed: a list at the cursor. The page ranks it. Tab is not among its keys: it leaves the editor.

import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { PROPOSAL_KINDS, type Answers, type Proposals } from "../answers";
import { textOf } from "./text";

const FIELDS = 4;

function options({ texts, kinds }: Proposals): Completion[] {
  return Array.from(kinds, (kind, index) => {
    const [label = "", apply = "", detail = "", info = ""] = texts.slice(FIELDS * index, FIELDS * (index + 1));
    const completion: Completion = { label, apply, detail, type: PROPOSAL_KINDS[kind] ?? "value" };
    if (info !== "") completion.info = info;
    return completion;
  });
}

export function proposals(answers: Answers): Extension {
  const ask = (context: CompletionContext): CompletionResult | null => {
    const found = answers.complete(textOf(context.state.doc), context.pos);
    if (found === null || found.kinds.length === 0 || !(found.unasked || context.explicit)) return null;
    return {
      from: found.from,
      to: found.to,
      options: options(found),
      filter: false,
      // Asked again at each character, at once: the list never lags behind what is typed.
      update: (_current, _from, _to, next) => ask(next),
    };
  };
  return autocompletion({
    override: [ask],
    icons: false,
    activateOnTypingDelay: 60,
    optionClass: (completion) => `cm-proposal-${completion.type ?? "value"}`,
    tooltipClass: () => "cm-proposals",
  });
}
