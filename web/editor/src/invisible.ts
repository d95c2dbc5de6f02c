// Characters that nobody sees: some change the order in which the others are shown, some make two names look like one.

/** Those that leave no mark, all spaces but the usual one, and the two that only look like line breaks. */
export const INVISIBLE = /\p{Default_Ignorable_Code_Point}|[\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

export function isInvisible(character: string): boolean {
  return INVISIBLE.test(character);
}
