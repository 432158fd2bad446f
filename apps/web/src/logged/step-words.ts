/** @returns a step in digits, thousands apart. */
export function stepWords(step: number): string {
  return Math.round(step).toLocaleString('en').replaceAll(',', '\u202f');
}
