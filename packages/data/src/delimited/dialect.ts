/** How a delimited text is written. */
export interface Dialect {
  /** One ASCII character; ' ' stands for runs of spaces and tabs. */
  delimiter: string;
  /** The character around cells; null for none. */
  quote: '"' | "'" | null;
  /** What stands before a quote within a quoted cell: another quote, or a backslash. */
  escape: 'double' | 'backslash';
}

/** A line's cells, and whether its quotes were in order. */
export interface SplitText {
  cells: string[];
  /** Where the next record begins. */
  end: number;
  /** Whether a quoted cell was never closed, or was followed by more than a delimiter. */
  isOdd: boolean;
  /** Lines of the text that the record takes. */
  lines: number;
}

/**
 * Splits one record off a text. A quote opens a cell only at its start, and closes it only before a delimiter or the line's end;
 * any other stays as it is.
 *
 * @param start where the record begins.
 */
export function splitRecord(text: string, start: number, { delimiter, quote, escape }: Dialect): SplitText {
  const cells: string[] = [];
  const runs = delimiter === ' ';
  let at = start;
  let isOdd = false;
  let lines = 1;
  const isDelimiter = (code: string | undefined) => (runs ? code === ' ' || code === '\t' : code === delimiter);
  for (;;) {
    if (runs) while (text[at] === ' ' || text[at] === '\t') at++;
    let first = at;
    if (!runs) while (text[first] === ' ') first++;
    if (quote !== null && text[first] === quote) {
      const closed = quotedCell(text, first + 1, quote, escape, isDelimiter);
      isOdd ||= closed.isOdd;
      cells.push(closed.cell);
      lines += closed.lines;
      at = closed.end;
    } else {
      let end = at;
      while (end < text.length && text[end] !== '\n' && text[end] !== '\r' && !isDelimiter(text[end])) end++;
      cells.push(text.slice(at, end));
      at = end;
    }
    if (runs) while (text[at] === ' ' || text[at] === '\t') at++;
    const here = text[at];
    if (here === undefined || here === '\n' || here === '\r') break;
    if (!runs) at++;
  }
  const end = text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : Math.min(text.length, at + 1);
  return { cells, end, isOdd, lines };
}

function quotedCell(
  text: string,
  start: number,
  quote: string,
  escape: Dialect['escape'],
  isDelimiter: (character: string | undefined) => boolean,
): { cell: string; end: number; isOdd: boolean; lines: number } {
  let cell = '';
  let isOdd = false;
  let from = start;
  for (let at = start; ;) {
    const close = text.indexOf(quote, at);
    if (close < 0) {
      cell += text.slice(from);
      return { cell: unescaped(cell, escape), end: text.length, isOdd: true, lines: linesIn(cell) };
    }
    if (escape === 'backslash' && isEscaped(text, start, close)) {
      at = close + 1;
      continue;
    }
    if (escape === 'double' && text[close + 1] === quote) {
      cell += text.slice(from, close + 1);
      from = close + 2;
      at = from;
      continue;
    }
    let after = close + 1;
    while (text[after] === ' ' && !isDelimiter(' ')) after++;
    const next = text[after];
    if (next === undefined || next === '\n' || next === '\r' || isDelimiter(next)) {
      cell += text.slice(from, close);
      return { cell: unescaped(cell, escape), end: after, isOdd, lines: linesIn(cell) };
    }
    isOdd = true;
    at = close + 1;
  }
}

/** Whether an odd number of backslashes stands before a character. */
function isEscaped(text: string, start: number, at: number): boolean {
  let before = at;
  while (before > start && text[before - 1] === '\\') before--;
  return (at - before) % 2 === 1;
}

function unescaped(cell: string, escape: Dialect['escape']): string {
  return escape === 'backslash' && cell.includes('\\') ? cell.replace(/\\(.)/gs, '$1') : cell;
}

function linesIn(cell: string): number {
  let lines = 0;
  for (let i = 0; i < cell.length; i++) {
    const code = cell.charCodeAt(i);
    if (code === 10 || (code === 13 && cell.charCodeAt(i + 1) !== 10)) lines++;
  }
  return lines;
}
