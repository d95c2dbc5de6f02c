// Whether all of the program is there, of which the half that the page begins with comes first.

/** The event of boot.js when it is. */
export const WHOLE = "layerlab-whole";
/** Says whether it is, once boot.js has begun it. */
declare const layerlabIsWhole: (() => boolean) | undefined;

export function isWhole(): boolean {
  return typeof layerlabIsWhole === "function" && layerlabIsWhole();
}

/** Calls back when it is; at once if it is already. */
export function whenWhole(call: () => void): void {
  if (isWhole()) call();
  else addEventListener(WHOLE, call, { once: true });
}
