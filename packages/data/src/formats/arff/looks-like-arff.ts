/**
 * @param head the text's first 64 kB, or all of it.
 * @returns whether it is an ARFF file: its first lines, comments aside, declare a relation or an attribute.
 */
export function looksLikeArff(head: string): boolean {
  const lines = head.replace(/^\uFEFF/, '').split(/[\r\n]+/);
  const said = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('%'));
  const [first, second] = said;
  if (first === undefined) return false;
  if (/^@attribute\s+\S/i.test(first)) return true;
  return /^@relation(?:\s|$)/i.test(first) && (second === undefined || second.startsWith('@'));
}
