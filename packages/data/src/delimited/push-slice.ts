import { withoutStrayQuote } from './rescue-line.ts';
import { scanned, scanNumber } from './scan-number.ts';

/** Pushes a cell of a text without quotes: without making a text of it where it is a plain number. */
export function pushSlice(
  builder: { push(cell: string): void; pushNumber(value: number, decimals: number): void },
  text: string,
  from: number,
  to: number,
): void {
  const [start, end] = trimmed(text, from, to);
  if (scanNumber(text, start, end)) builder.pushNumber(scanned.value, scanned.decimals);
  else builder.push(withoutStrayQuoteIn(text, start, end));
}

/** @returns a cell of a text without quotes, as it would be pushed. */
export function writtenCell(text: string, from: number, to: number): string {
  const [start, end] = trimmed(text, from, to);
  return withoutStrayQuoteIn(text, start, end);
}

function trimmed(text: string, from: number, to: number): [start: number, end: number] {
  let [start, end] = [from, to];
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  return [start, end];
}

function withoutStrayQuoteIn(text: string, start: number, end: number): string {
  const cell = text.slice(start, end);
  const [first, last] = [cell.charCodeAt(0), cell.charCodeAt(cell.length - 1)];
  return first === 34 || last === 34 ? withoutStrayQuote(cell) : cell;
}
