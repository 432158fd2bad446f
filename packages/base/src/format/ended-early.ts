const ERROR_LINE = /(?:^|\n)error,+("(?:[^"]|"")*"|[^,"\n]*)\r?\n$/;

/** @returns why predictions as CSV end too early; null if they don't. @param end of the CSV: its last line at least. */
export function endedEarly(end: string): string | null {
  const cell = ERROR_LINE.exec(end)?.[1];
  if (cell === undefined) return null;
  return cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}
