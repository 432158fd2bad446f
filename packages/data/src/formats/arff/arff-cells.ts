/** A cell, and whether it stood in quotes. */
export interface ArffCell {
  text: string;
  isQuoted: boolean;
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

/**
 * Splits at commas outside of quotes. Cells may stand in single or double quotes, with backslashes before quotes within, or two
 * quotes for one; a percent sign behind a blank begins a comment.
 *
 * @param from where to begin.
 * @param closing a bracket that ends the cells; null for the text's end.
 * @returns the cells, and the place behind them; null where a quote isn't closed, or something follows one.
 */
export function splitCells(text: string, from: number, closing: '}' | null): { cells: ArffCell[]; end: number } | null {
  const cells: ArffCell[] = [];
  let at = from;
  for (;;) {
    at = skipBlanks(text, at);
    const cell = cellAt(text, at, closing);
    if (cell === null) return null;
    cells.push(cell);
    at = skipBlanks(text, cell.end);
    const mark = text[at];
    if (mark === ',') at++;
    else if (closing !== null && mark === closing) return { cells, end: at + 1 };
    else if (closing === null && (mark === undefined || (mark === '%' && isBlank(text.charCodeAt(at - 1)))))
      return { cells, end: text.length };
    else return null;
  }
}

/** A value of a sparse row, and the number of its attribute. */
export interface SparseCell {
  place: number;
  cell: ArffCell;
}

/** Splits a sparse row, `{1 5.2, 4 'x'}`. @returns its cells, and the place behind them; null where it is none. */
export function splitSparse(text: string): { cells: SparseCell[]; end: number } | null {
  const cells: SparseCell[] = [];
  let at = skipBlanks(text, 1);
  if (text[at] === '}') return { cells, end: at + 1 };
  for (;;) {
    const place = /^\d{1,6}(?=[ \t])/.exec(text.slice(at, at + 7))?.[0];
    const cell = place === undefined ? null : cellAt(text, skipBlanks(text, at + place.length), '}');
    if (cell === null) return null;
    cells.push({ place: Number(place), cell });
    at = skipBlanks(text, cell.end);
    if (text[at] === '}') return { cells, end: at + 1 };
    if (text[at] !== ',') return null;
    at = skipBlanks(text, at + 1);
  }
}

/** Reads a name that may stand in quotes. @returns null where a quote isn't closed, and for none. */
export function nameAt(text: string, from: number): { name: string; end: number } | null {
  const at = skipBlanks(text, from);
  const quoted = quotedAt(text, at);
  if (quoted !== null) return quoted === 'open' ? null : { name: quoted.text, end: quoted.end };
  const name = /^[^\s{]+/.exec(text.slice(at, at + 10_000))?.[0];
  return name === undefined ? null : { name, end: at + name.length };
}

/** Splits at blanks outside of quotes, as some old files have them. */
export function splitAtBlanks(text: string): ArffCell[] | null {
  const cells: ArffCell[] = [];
  for (let at = skipBlanks(text, 0); at < text.length && text[at] !== '%'; at = skipBlanks(text, at)) {
    const quoted = quotedAt(text, at);
    if (quoted === 'open') return null;
    if (quoted !== null) {
      cells.push({ text: quoted.text, isQuoted: true });
      at = quoted.end;
      continue;
    }
    const start = at;
    while (at < text.length && !isBlank(text.charCodeAt(at))) at++;
    cells.push({ text: text.slice(start, at), isQuoted: false });
  }
  return cells;
}

/** @returns the place of the next character that is no blank. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

function cellAt(text: string, at: number, closing: string | null): (ArffCell & { end: number }) | null {
  const quoted = quotedAt(text, at);
  if (quoted === 'open') return null;
  if (quoted !== null) return { ...quoted, isQuoted: true };
  let end = at;
  for (; end < text.length; end++) {
    const mark = text[end]!;
    if (mark === ',' || mark === closing) break;
    if (mark === '%' && closing === null && end > at && isBlank(text.charCodeAt(end - 1))) break;
  }
  if (closing !== null && end === text.length) return null;
  return { text: text.slice(at, end).trimEnd(), isQuoted: false, end };
}

function quotedAt(text: string, at: number): { text: string; end: number } | 'open' | null {
  const quote = text[at];
  if (quote !== "'" && quote !== '"') return null;
  let out = '';
  let from = at + 1;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\' && i + 1 < text.length) {
      out += text.slice(from, i);
      const next = text[++i]!;
      const code = next === 'u' ? /^[\da-f]{4}/i.exec(text.slice(i + 1, i + 5))?.[0] : undefined;
      out += code === undefined ? (ESCAPES[next] ?? next) : String.fromCharCode(Number.parseInt(code, 16));
      if (code !== undefined) i += 4;
      from = i + 1;
    } else if (text[i] === quote) {
      out += text.slice(from, i);
      if (text[i + 1] !== quote) return { text: out, end: i + 1 };
      from = ++i;
    }
  }
  return 'open';
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 0xa0;
}
