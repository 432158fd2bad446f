import { readDate } from '../values/date-format.ts';
import { isMissingAmongNumbers } from '../values/missing-marks.ts';
import { numberParts } from '../values/number-format.ts';

/** A record of the text's beginning. */
export interface HeadRecord {
  cells: string[];
  /** The line it begins on, from 1. */
  line: number;
  /** The record as written; only where it may be split otherwise. */
  text?: string;
}

/** Where the table begins, and what its columns are called. */
export interface FoundHeader {
  /** Cells of a row. */
  width: number;
  /** The names as written; null where there are none, and columns are numbered. */
  names: string[] | null;
  /** Records before the first row: which of them are the header, and which are none of the table. */
  before: { line: number; is: 'header' | 'preamble' | 'units'; cells: string[] }[];
  why: string;
  /** Whether another answer is nearly as likely. */
  doubtful: boolean;
}

/** Rows that tell what columns hold. */
const ROWS = 60;
/** Lines of a header at most. */
const MOST_LINES = 4;
/** Records below a line that tell whether it is a title. */
const LOOKED_AHEAD = 12;
/** Of the cells present in a column, the share that makes it one of numbers or dates. */
const TYPED_SHARE = 0.7;

/**
 * Finds the table within the records of a text's beginning: its width, the lines before it, and whether it has a header.
 *
 * The width is the most common one. A header has words where its columns hold numbers or dates. Where no column does, the first
 * record is a header unless its cells stand in the column below as well.
 *
 * @param asked the header's line, or "none", where a person said so.
 */
export function findHeader(records: readonly HeadRecord[], asked: number | 'none' | null): FoundHeader {
  const width = widthOf(records, asked);
  const first = firstRecord(records, width, asked);
  const preamble = records.slice(0, first).map(({ line, cells }) => ({ line, cells, is: 'preamble' as const }));
  const wide = records.slice(first).filter(({ cells }) => fits(cells, width));
  const typed = typedColumns(wide.slice(Math.min(MOST_LINES, Math.floor(wide.length / 2))), width);
  if (asked === 'none') return { width, names: null, before: preamble, why: 'as you said', doubtful: false };
  const [head, ...rest] = records.slice(first);
  if (head === undefined) return { width, names: null, before: preamble, why: '', doubtful: false };
  const verdict =
    asked === null ? isHeader(head.cells, wide.slice(1), typed) : { yes: true, why: 'as you said', doubtful: false };
  if (!verdict.yes) return { width, names: null, before: preamble, why: verdict.why, doubtful: verdict.doubtful };
  const before: FoundHeader['before'] = [...preamble, { line: head.line, is: 'header', cells: head.cells }];
  const further: HeadRecord[] = [];
  for (const record of rest.slice(0, MOST_LINES - 1)) {
    if (!fits(record.cells, width) || !isUnlike(record.cells, typed)) break;
    further.push(record);
  }
  const names = joinNames(head.cells, further, width);
  for (const { line, cells } of further) before.push({ line, is: names.joined ? 'header' : 'units', cells });
  return { width, names: names.names, before, why: verdict.why, doubtful: verdict.doubtful };
}

/** The most common number of cells; of two that are as common, the larger. */
function widthOf(records: readonly HeadRecord[], asked: number | 'none' | null): number {
  const counts = new Map<number, number>();
  for (const { cells, line } of records) {
    if (typeof asked === 'number' && line < asked) continue;
    counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  }
  let [best, most] = [1, 0];
  for (const [width, count] of counts) {
    const weight = count * (width > 1 ? 1 : 0.1);
    if (weight > most || (weight === most && width > best)) [best, most] = [width, weight];
  }
  return best;
}

function fits(cells: readonly string[], width: number): boolean {
  return cells.length === width || (cells.length > width && cells.slice(width).every((cell) => cell.trim() === ''));
}

/** The record with which the table begins: the header, or the first row. */
function firstRecord(records: readonly HeadRecord[], width: number, asked: number | 'none' | null): number {
  if (typeof asked === 'number')
    return Math.max(
      0,
      records.findIndex(({ line }) => line >= asked),
    );
  for (let i = 0; i < records.length; i++) {
    const { cells } = records[i]!;
    const next = records[i + 1];
    // A header of R has no name for the names of the rows.
    const lacksOne =
      cells.length === width - 1 && next !== undefined && next.cells.length === width && records.length > i + 2;
    if (!fits(cells, width) && !(lacksOne && cells.length > 1 && !cells.some(isValue))) continue;
    // A title in a file that pads its lines: one cell of many.
    const filled = cells.filter((cell) => cell.trim() !== '').length;
    const later = records.slice(i + 1, i + 1 + LOOKED_AHEAD).filter((record) => fits(record.cells, width));
    const fuller = later.filter(
      (record) => record.cells.filter((cell) => cell.trim() !== '').length > filled * 2,
    ).length;
    if (width >= 3 && filled <= Math.max(1, width / 3) && fuller * 2 > later.length) continue;
    return i;
  }
  return 0;
}

/** For each column, whether its cells below are numbers or dates. */
function typedColumns(rows: readonly HeadRecord[], width: number): boolean[] {
  return Array.from({ length: width }, (_, column) => {
    let [present, typed] = [0, 0];
    for (const { cells } of rows.slice(0, ROWS)) {
      const cell = cells[column]?.trim() ?? '';
      if (isMissingAmongNumbers(cell)) continue;
      present++;
      if (isValue(cell)) typed++;
    }
    return present > 0 && typed >= TYPED_SHARE * present;
  });
}

function isValue(cell: string): boolean {
  const text = cell.trim();
  return (
    numberParts(text) !== null ||
    !Number.isNaN(readDate(text, 'day-first')) ||
    !Number.isNaN(readDate(text, 'month-first'))
  );
}

function isHeader(
  cells: readonly string[],
  rows: readonly HeadRecord[],
  typed: readonly boolean[],
): { yes: boolean; why: string; doubtful: boolean } {
  const shift = typed.length - cells.length === 1 ? 1 : 0;
  let [words, values] = [0, 0];
  let [recurring, others] = [0, 0];
  cells.forEach((cell, i) => {
    const text = cell.trim();
    if (typed[i + shift] === true) {
      if (isMissingAmongNumbers(text)) return;
      if (isValue(text)) values++;
      else words++;
      return;
    }
    if (text === '') return;
    others++;
    if (rows.some((row) => row.cells[i + shift]?.trim() === text)) recurring++;
  });
  if (rows.length === 0) return { yes: true, why: 'the only line', doubtful: false };
  if (values > 0 && words === 0) {
    if (recurring === 0 && areNumbered(cells)) {
      return { yes: true, why: 'its numbers count on, as names of columns do', doubtful: true };
    }
    return { yes: false, why: 'the first line reads like the rows below it', doubtful: others > recurring };
  }
  if (words > 0) return { yes: words >= values, why: '', doubtful: values > 0 };
  // Nothing but words everywhere.
  const repeats = recurring > 0 && recurring * 2 >= others;
  return repeats
    ? { yes: false, why: 'cells of the first line stand in the rows below it as well', doubtful: true }
    : { yes: true, why: '', doubtful: false };
}

/** Whether the whole numbers in a header count on: 0, 1, 2, or years. */
function areNumbered(cells: readonly string[]): boolean {
  const numbers = cells.map((cell) => cell.trim()).filter((cell) => numberParts(cell) !== null);
  if (numbers.length < 2 || !numbers.every((cell) => /^\d{1,4}$/.test(cell))) return false;
  return numbers.every((cell, i) => i === 0 || Number(cell) === Number(numbers[i - 1]) + 1);
}

/** Whether a record below the header holds words, or nothing, where its columns hold numbers: units, or more of the header. */
function isUnlike(cells: readonly string[], typed: readonly boolean[]): boolean {
  let [unlike, alike] = [0, 0];
  cells.forEach((cell, i) => {
    const text = cell.trim();
    if (typed[i] !== true || text === '') return;
    if (isValue(text)) alike++;
    else if (!isMissingAmongNumbers(text) || text === '-') unlike++;
  });
  return unlike > 0 && alike === 0;
}

/** The names: of several lines where the first leaves some open or repeats itself. */
function joinNames(
  cells: readonly string[],
  further: readonly HeadRecord[],
  width: number,
): { names: string[]; joined: boolean } {
  const trimmed = cells.map((cell) => cell.trim());
  const isWrapped = trimmed.every((cell) => /^'.+'$/.test(cell));
  const names = isWrapped ? trimmed.map((cell) => cell.slice(1, -1)) : trimmed;
  while (names.length < width) names.unshift('');
  const [second] = further;
  const hasOpen = names.includes('', 1) || new Set(names).size < names.length;
  if (second === undefined || !hasOpen) return { names: names.slice(0, width), joined: false };
  let above = '';
  const joined = names.slice(0, width).map((name, i) => {
    if (name !== '') above = name;
    return [above, ...further.map((record) => record.cells[i]?.trim() ?? '')].filter((part) => part !== '').join(' ');
  });
  return { names: joined, joined: true };
}
