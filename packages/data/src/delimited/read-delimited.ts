import { StepwellError } from '@stepwell/base/errors';
import { CollectColumns } from '../table/collect-columns.ts';
import { columnNames, type ColumnNames } from '../table/column-names.ts';
import { brokenOff } from '../table/body-errors.ts';
import { plainNumber } from '../table/plain-number.ts';
import type { Table } from '../table/table.ts';
import { DEFAULT_LIMITS, type TableLimits } from '../table/table-limits.ts';
import type { FileReading, Reading } from '../values/reading.ts';
import { decodeText, type DecodedText } from './decode-text.ts';
import { splitRecord, type Dialect } from './dialect.ts';
import { findHeader, type FoundHeader, type HeadRecord } from './find-header.ts';
import type { ReadOptions } from './options.ts';
import { cellOf, endOfLine, Records, type RawRecord } from './records.ts';
import { rescueLine, withoutStrayQuote } from './rescue-line.ts';
import { scanned, scanNumber } from './scan-number.ts';
import { AsideLines } from './set-aside.ts';
import { sniffDialect } from './sniff-dialect.ts';

/** Characters that the rules for the dialect and the header see. */
const HEAD = 131_072;
/** Records of them that tell where the table begins. */
const HEAD_RECORDS = 200;
/** Rows that don't fit: so many are set aside by themselves, or this share of all. */
const FEW_MISFITS = 5;
const MISFIT_SHARE = 0.01;
/** Lines that are quoted of those that may turn out to be a footer. */
const MOST_PENDING = 1_000;
const LINE_BREAKS = 10_000;

const COMMENT = /^\s*(?:#|%|\/\/)/;
const SEPARATOR_LINE = /^sep=(.)\r?(?:\n|$)/i;
const TOTALS =
  /^(?:grand |sub|sub-)?totals?\b|^sum\b|^summe\b|^gesamt|^insgesamt|^average\b|^mean\b|^durchschnitt|^mittelwert|^somme\b|^totale\b|^suma\b/i;
const NAMED_DELIMITERS: Record<string, string> = {
  tab: '\t',
  '\\t': '\t',
  space: ' ',
  comma: ',',
  semicolon: ';',
  bar: '|',
};

/** A delimited text, read. */
export interface Delimited {
  table: Table;
  delimiter: string;
}

/**
 * Reads a delimited text into typed columns, in one pass. How it is delimited and quoted, where its header is, and how its
 * values are written is told by its structure; `options` overrule that. Lines that are no rows are set aside and counted.
 *
 * @param chunks the file's bytes.
 * @returns the table, with how it was read.
 * @throws {StepwellError} a code of the family "the file" in `ERROR_CODES`.
 */
export async function readDelimited(
  chunks: AsyncIterable<Uint8Array>,
  limits: TableLimits = DEFAULT_LIMITS,
  options: ReadOptions = {},
): Promise<Delimited> {
  const said: DecodedText = { encoding: '', replaced: 0 };
  const pieces = decodeText(chunks, options.encoding?.toLowerCase() ?? null, limits.maxBytes, said);
  return readDelimitedText(pieces, said, limits, options);
}

/**
 * Reads a delimited text that is decoded already.
 *
 * @param pieces the text.
 * @param said how it was decoded; complete when the pieces have ended.
 */
export async function readDelimitedText(
  pieces: AsyncGenerator<string, void>,
  said: DecodedText,
  limits: TableLimits,
  options: ReadOptions,
): Promise<Delimited> {
  try {
    let head = '';
    let ended = false;
    while (head.length < HEAD && !ended) {
      const { value, done } = await pieces.next();
      if (done === true) ended = true;
      else head += value;
    }
    const reader = new DelimitedReader(head, ended, limits, options);
    reader.feed(head, ended);
    while (!ended) {
      const { value, done } = await pieces.next();
      ended = done === true;
      reader.feed(value ?? '', ended);
    }
    return reader.finish(said);
  } catch (cause) {
    throw brokenOff(cause);
  } finally {
    await pieces.return();
  }
}

class DelimitedReader {
  readonly #limits: TableLimits;
  readonly #options: ReadOptions;
  readonly #dialect: Dialect;
  readonly #header: FoundHeader;
  readonly #names: ColumnNames;
  readonly #columns: CollectColumns;
  readonly #records: Records;
  readonly #aside = new AsideLines();
  readonly #pending: { line: number; text: string; cells: number }[] = [];
  /** Rows whose lines don't follow that of the row before: [row, line]. */
  readonly #breaks: [number, number][] = [];
  readonly #skip: number;
  readonly #firstName: string;
  #pendingCount = 0;
  #rescued = 0;
  #seen = 0;
  #nextLine = 0;

  constructor(head: string, isAll: boolean, limits: TableLimits, options: ReadOptions) {
    this.#limits = limits;
    this.#options = options;
    const separator = SEPARATOR_LINE.exec(head);
    const asked = options.delimiter ?? separator?.[1] ?? null;
    const start = separator === null ? 0 : separator[0].length;
    const lines = wholeLines(head, isAll).slice(start);
    const sniffed = withoutComments(lines, options.comment);
    this.#dialect = sniffDialect(sniffed, asked === null ? null : (NAMED_DELIMITERS[asked] ?? asked));
    const records = headRecords(lines, this.#dialect, separator === null ? 1 : 2, options.comment);
    if (records.length === 0) {
      throw new StepwellError(
        'empty_table',
        'The file is empty. Upload a file with a header line and at least one row.',
      );
    }
    const header = options.header ?? null;
    this.#header = headerOf(records, header, this.#dialect);
    if (this.#header.width < 2) throw tooFewColumns(this.#dialect.delimiter);
    this.#names = columnNames(this.#header.names, this.#header.width);
    this.#columns = new CollectColumns(this.#names.names, limits);
    for (const { is, line, cells } of this.#header.before) {
      if (is !== 'header') this.#aside.add(is, line, cells.join(this.#dialect.delimiter), cells.length);
    }
    this.#skip = Math.max(records[0]!.line - 1, ...this.#header.before.map(({ line }) => line));
    this.#firstName = this.#header.names?.find((name) => name !== '') ?? '';
    this.#records = new Records(this.#dialect, 1);
  }

  feed(text: string, isLast: boolean): void {
    this.#records.feed(text, isLast, (record, isLastRecord) => this.#take(record, isLastRecord));
  }

  #take(record: RawRecord, isLast: boolean): number {
    const { width } = this.#header;
    if (record.line <= this.#skip) {
      const text = textOf(record);
      if (COMMENT.test(text) && !this.#header.before.some(({ line }) => line === record.line)) {
        this.#aside.add('comment', record.line, text, record.count);
      }
      return record.line + record.lines - 1 <= this.#skip ? record.lines : 1;
    }
    const { count } = record;
    if (count === 1 && cellOf(record, 0).trim() === '') return record.lines;
    if (record.isOdd && record.lines > 1) return this.#takeLine(record);
    if (count !== width && !(count > width && isEmptyFrom(record, width))) {
      return record.lines > 1 && record.cells !== null && record.isOdd
        ? this.#takeLine(record)
        : this.#takeMisfit(record);
    }
    if (this.#isRepeatedHeader(record)) this.#aside.add('repeated-header', record.line, textOf(record), count);
    else if (isLast && this.#isTotals(record)) this.#aside.add('totals', record.line, textOf(record), count);
    else this.#accept(record, null);
    return record.lines;
  }

  /** A record whose quotes are out of order, over several lines: its first line alone. */
  #takeLine(record: RawRecord): number {
    const end = endOfLine(record.text, record.from);
    const line = record.text.slice(record.from, end).replace(/[\r\n]+$/, '');
    const cells = rescueLine(line, this.#header.width, this.#dialect);
    if (cells === null) this.#putAside(record.line, line, 1);
    else {
      this.#rescued++;
      this.#accept(record, cells);
    }
    return 1;
  }

  #takeMisfit(record: RawRecord): number {
    const text = textOf(record);
    const comment = this.#options.comment;
    if (comment === undefined ? COMMENT.test(text) && record.count < this.#header.width : text.startsWith(comment)) {
      this.#aside.add('comment', record.line, text, record.count);
      return record.lines;
    }
    const cells = record.lines === 1 ? rescueLine(text, this.#header.width, this.#dialect) : null;
    if (cells === null) this.#putAside(record.line, text, record.count);
    else {
      this.#rescued++;
      this.#accept(record, cells);
    }
    return record.lines;
  }

  #putAside(line: number, text: string, cells: number): void {
    this.#pendingCount++;
    if (this.#pending.length < MOST_PENDING) this.#pending.push({ line, text, cells });
  }

  #settlePending(why: 'cells' | 'footer'): void {
    for (const { line, text, cells } of this.#pending) this.#aside.add(why, line, text, cells);
    for (let i = this.#pending.length; i < this.#pendingCount; i++) this.#aside.add(why, 0, '', 0);
    this.#pending.length = 0;
    this.#pendingCount = 0;
  }

  #accept(record: RawRecord, cells: string[] | null): void {
    if (this.#pendingCount > 0) this.#settlePending('cells');
    const row = this.#seen++;
    if (this.#limits.isSampled?.(row) === false) return;
    const { width } = this.#header;
    const columns = this.#columns;
    if (record.line !== this.#nextLine && this.#breaks.length < LINE_BREAKS)
      this.#breaks.push([columns.rows, record.line]);
    this.#nextLine = record.line + record.lines;
    if (columns.hasPixels) {
      columns.push(cells ?? Array.from({ length: width }, (_, i) => cellOf(record, i)));
      return;
    }
    if (cells !== null || record.cells !== null) {
      const found = cells ?? record.cells!;
      for (let i = 0; i < width; i++) columns.builder(i).push(found[i]!);
    } else {
      const { text, starts, ends } = record;
      for (let i = 0; i < width; i++) pushSlice(columns.builder(i), text, starts[i]!, ends[i]!);
    }
    columns.endRow();
  }

  #isRepeatedHeader(record: RawRecord): boolean {
    const { names, width } = this.#header;
    if (names === null || this.#firstName === '') return false;
    for (let i = 0; i < width; i++) if (cellOf(record, i).trim() !== (names[i] ?? '').trim()) return false;
    return true;
  }

  /** Whether the last line holds totals: the word, and nothing like it in a column of names. */
  #isTotals(record: RawRecord): boolean {
    if (this.#columns.rows < 3) return false;
    let word = false;
    let numbers = 0;
    for (let i = 0; i < this.#header.width; i++) {
      const cell = cellOf(record, i).trim();
      if (TOTALS.test(cell)) word = true;
      else if (plainNumber(cell) !== null) numbers++;
    }
    return word && numbers > 0;
  }

  /** @throws {StepwellError} `ragged_rows` or `empty_table`. */
  finish(said: DecodedText): Delimited {
    this.#settlePending('footer');
    const rows = this.#columns.rows;
    const misfits = this.#aside.count('cells');
    if (misfits > Math.max(FEW_MISFITS, this.#seen * MISFIT_SHARE) && this.#options.misfits !== 'skip') {
      throw this.#tooManyMisfits(misfits);
    }
    if (rows === 0) throw this.#noRows();
    const { names, hasRowName, unnamed } = this.#names;
    const notes = [...this.#names.notes];
    const marks = { decimal: this.#options.decimal ?? null, delimiter: this.#dialect.delimiter };
    const { table, readings } = this.#columns.finish({
      marks,
      missing: new Set(this.#options.missing ?? []),
      lineOf: (row) => this.#lineOf(row),
      isNameless: (i) => unnamed.includes(i),
    });
    if (table.columns.length < 2) throw tooFewColumns(this.#dialect.delimiter);
    const kept = new Set(table.columns.map(({ name }) => name));
    const numbered = unnamed.filter((i) => kept.has(names[i]!)).length;
    if (numbered > 0)
      notes.push(
        `${numbered === 1 ? 'A column has' : `${numbered} columns have`} no name in the header and ${numbered === 1 ? 'is' : 'are'} numbered.`,
      );
    const columns = readings.map((column, i) => ({
      ...column,
      rowName: hasRowName && i === 0 && column.column === names[0],
    }));
    const file = this.#fileReading(said, notes, columns.some(({ number }) => number?.decimal === ',') ? ',' : '.');
    const reading: Reading = { file, columns };
    return { table: { ...table, reading }, delimiter: this.#dialect.delimiter };
  }

  #lineOf(row: number): number {
    let [from, line] = [0, 0];
    for (const [first, at] of this.#breaks) {
      if (first > row) break;
      [from, line] = [first, at];
    }
    return line + row - from;
  }

  #fileReading(said: DecodedText, notes: string[], decimal: '.' | ','): FileReading {
    const { before, names, why, doubtful } = this.#header;
    const all: FileReading['notes'] = notes.map((text) => ({ severity: 'info', text }));
    const header = before.find(({ is }) => is === 'header');
    if (names === null && why !== 'as you said') {
      all.push({ severity: 'warn', text: `The file has no header line: ${why}. Its columns are numbered.` });
    } else if (doubtful)
      all.push({
        severity: 'warn',
        text: `Line ${header?.line ?? 1} was read as the header: ${why || 'it has more words than the rows below it'}.`,
      });
    if (said.encoding !== 'utf-8') all.push({ severity: 'info', text: `The text is encoded as ${said.encoding}.` });
    if (said.replaced > 0) {
      all.push({
        severity: 'warn',
        text: `${said.replaced} characters aren't valid ${said.encoding} and were replaced.`,
      });
    }
    if (this.#rescued > 0) {
      all.push({
        severity: 'warn',
        text: `${this.#rescued} rows are written unlike the others (stray quotes or another delimiter) and were read all the same.`,
      });
    }
    return {
      format: 'csv',
      encoding: said.encoding,
      delimiter: this.#dialect.delimiter,
      quote: this.#dialect.quote,
      escape: this.#dialect.escape,
      decimal,
      header: names === null ? 0 : (header?.line ?? 1),
      notes: all,
      setAside: this.#aside.all(),
    };
  }

  #tooManyMisfits(misfits: number): StepwellError {
    const [first] = this.#aside.all().find(({ why }) => why === 'cells')!.examples;
    const where =
      first === undefined || first.line === 0 ? '' : ` The first is line ${first.line}, with ${first.cells}.`;
    return new StepwellError(
      'ragged_rows',
      `${misfits} of ${this.#seen + misfits} rows don't have ${this.#header.width} cells like the others.${where} Put cells that contain the delimiter in double quotes, or read the file without these rows (--misfits skip).`,
      { details: { line: first?.line ?? null, misfits, width: this.#header.width } },
    );
  }

  #noRows(): StepwellError {
    return new StepwellError(
      'empty_table',
      this.#seen > 0
        ? `The sample is empty: none of the ${this.#seen} rows was selected. Use a larger share.`
        : 'The file has a header line but no rows. Add rows below it.',
    );
  }
}

/** Pushes a cell of a text without quotes: without making a text of it where it is a plain number. */
function pushSlice(
  builder: { push(cell: string): void; pushNumber(value: number, decimals: number): void },
  text: string,
  from: number,
  to: number,
): void {
  let [start, end] = [from, to];
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  if (scanNumber(text, start, end)) builder.pushNumber(scanned.value, scanned.decimals);
  else builder.push(withoutStrayQuoteIn(text, start, end));
}

function withoutStrayQuoteIn(text: string, start: number, end: number): string {
  const cell = text.slice(start, end);
  const [first, last] = [cell.charCodeAt(0), cell.charCodeAt(cell.length - 1)];
  return first === 34 || last === 34 ? withoutStrayQuote(cell) : cell;
}

function isEmptyFrom(record: RawRecord, from: number): boolean {
  for (let i = from; i < record.count; i++) if (cellOf(record, i).trim() !== '') return false;
  return true;
}

function textOf({ text, from, to }: RawRecord): string {
  return text.slice(from, Math.min(to, from + 10_000));
}

/** Finds the header; one that is written unlike the rows is split as they would be. */
function headerOf(records: HeadRecord[], asked: number | 'none' | null, dialect: Dialect): FoundHeader {
  const found = findHeader(records, asked);
  const [first] = records;
  if (first?.text === undefined || first.cells.length === found.width || asked !== null) return found;
  const cells = rescueLine(first.text, found.width, dialect);
  if (cells === null) return found;
  const again = findHeader([{ cells, line: first.line }, ...records.slice(1)], asked);
  return again.names === null ? found : again;
}

/** The text up to its last line's end, unless it ends here. */
function wholeLines(head: string, isAll: boolean): string {
  const last = Math.max(head.lastIndexOf('\n', HEAD), head.lastIndexOf('\r', HEAD));
  return isAll && head.length <= HEAD ? head : last > 0 ? head.slice(0, last + 1) : head.slice(0, HEAD);
}

/** The lines without those that begin like comments, unless most of them do. */
function withoutComments(text: string, comment: string | undefined): string {
  const lines = text.split(/\r\n|\n|\r/);
  const kept = lines.filter((line) => (comment === undefined ? !COMMENT.test(line) : !line.startsWith(comment)));
  return kept.length * 2 < lines.length ? text : kept.join('\n');
}

function headRecords(text: string, dialect: Dialect, firstLine: number, comment: string | undefined): HeadRecord[] {
  const records: HeadRecord[] = [];
  const comments: HeadRecord[] = [];
  let line = firstLine;
  for (let at = 0; at < text.length && records.length < HEAD_RECORDS;) {
    const { cells, end, lines, isOdd } = splitRecord(text, at, dialect);
    const record = { cells, line, text: text.slice(at, end).trimEnd() };
    const isBlank = cells.length === 1 && cells[0]!.trim() === '';
    const start = text.slice(at, at + 20);
    const isComment = comment === undefined ? COMMENT.test(start) : start.startsWith(comment);
    if (isOdd && lines > 1) {
      // A quote that is never closed takes one line, not all that follow.
      const next = endOfLine(text, at);
      records.push({ cells: splitRecord(text.slice(at, next), 0, { ...dialect, quote: null }).cells, line });
      at = next;
      line++;
      continue;
    }
    at = end;
    line += lines;
    if (isBlank) continue;
    if (isComment && records.length === 0) comments.push(record);
    else if (!isComment || comment === undefined) records.push(record);
  }
  return headerOfComments(comments, records);
}

/** The last comment line is the header where it has as many names as the rows have cells and they have none, as NumPy writes it. */
function headerOfComments(comments: HeadRecord[], records: HeadRecord[]): HeadRecord[] {
  const last = comments.at(-1);
  const [first] = records;
  if (last === undefined || first === undefined) return records.length === 0 ? comments : records;
  const names = [last.cells[0]!.replace(/^\s*(?:#|%|\/\/)\s*/, ''), ...last.cells.slice(1)].filter(
    (name, i) => i > 0 || name !== '',
  );
  const isHeader =
    names.length === first.cells.length && names.length > 1 && plainNumber(first.cells[0]!.trim()) !== null;
  return isHeader && names.every((name) => plainNumber(name.trim()) === null)
    ? [{ cells: names, line: last.line }, ...records]
    : records;
}

function tooFewColumns(delimiter: string): StepwellError {
  return new StepwellError(
    'too_few_columns',
    'The file has one column, but a target and at least one input are required. If there are more, separate them with commas, semicolons, tabs or vertical bars.',
    { details: { delimiter } },
  );
}
