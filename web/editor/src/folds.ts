// Which lines can be folded: what the page found out about the text. The folding itself comes with the services.

import { StateEffect, StateField } from "@codemirror/state";

/** Replaces what can be folded: pairs of the first and the last line, in the order of the first, the longer first. */
export const setFolds = StateEffect.define<Uint32Array>();

/** The last line of the longest fold that begins on a line. */
export const foldsByLine = StateField.define<ReadonlyMap<number, number>>({
  create: () => new Map(),
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setFolds)) {
        const folds = byLine(effect.value);
        // The marks beside the lines are drawn again for another value.
        return sameFolds(folds, value) ? value : folds;
      }
    }
    return value;
  },
});

function byLine(pairs: Uint32Array): ReadonlyMap<number, number> {
  const folds = new Map<number, number>();
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    const first = pairs[index] ?? 0;
    if (!folds.has(first)) folds.set(first, pairs[index + 1] ?? 0);
  }
  return folds;
}

function sameFolds(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): boolean {
  return a.size === b.size && [...a].every(([first, last]) => b.get(first) === last);
}
