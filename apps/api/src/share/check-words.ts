import type { StoredCheck } from '../storage/checks.ts';

/** Says whose word a check is. */
export const WHOSE_WORD = 'Stated by the key holder. Anyone with the file can check this run.';

/** @returns a check in words: `Checked: same bits, 2026-11-28, in Chromium 141`. */
export function checkWords({ result, checkedAt, place }: StoredCheck): string {
  const day = new Date(checkedAt).toISOString().slice(0, 10);
  return `Checked: ${result === 'same' ? 'same bits' : 'not the same'}, ${day}, in ${place}`;
}

/** @returns checks as a section of a Markdown report; nothing if there are none. */
export function checksMarkdown(checks: readonly StoredCheck[], runUrl: string): string {
  if (checks.length === 0) return '';
  const lines = checks.map((check) => `- ${checkWords(check)}`);
  return `\n## Checks\n\n${lines.join('\n')}\n\n${WHOSE_WORD} \`stepwell verify ${runUrl} --data FILE\` makes it again and compares all of it.\n`;
}
