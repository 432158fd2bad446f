import { splitRecord, type Dialect } from './dialect.ts';

const OTHER_DELIMITERS = [',', ';', '\t', '|', ':', ' '] as const;

/**
 * Splits a line that doesn't fit its table in other ways, until one gives the right number of cells: with quotes as plain
 * characters, with another delimiter, or with another quote.
 *
 * @param line one line, without its end.
 * @returns null where none does.
 */
export function rescueLine(line: string, width: number, dialect: Dialect): string[] | null {
  const quotes: Dialect['quote'][] = [dialect.quote, null, dialect.quote === '"' ? "'" : '"'];
  for (const delimiter of [dialect.delimiter, ...OTHER_DELIMITERS]) {
    for (const quote of quotes) {
      const { cells, end } = splitRecord(line, 0, { ...dialect, delimiter, quote });
      if (end >= line.length && cells.length === width) return cells.map(withoutStrayQuote);
    }
    if (width < 3) break;
  }
  return null;
}

/** A cell without a quote at one of its ends that has no other. */
export function withoutStrayQuote(cell: string): string {
  const text = cell.trim();
  const [first, last] = [text[0], text.at(-1)];
  const opens = first === '"' || first === "'";
  const closes = last === '"' || last === "'";
  if (text.length > 1 && opens && first === last) return text.slice(1, -1);
  if (first === '"' && text.indexOf('"', 1) < 0) return text.slice(1);
  if (last === '"' && text.indexOf('"') === text.length - 1) return text.slice(0, -1);
  return opens || closes ? text : cell;
}
