/** A number stays with its sign of per cent, at the end of a line too. */
export function unbroken(sentence: string): string {
  return sentence.replaceAll(' %', '\u00a0%');
}
