import { plainNumber } from '../table/plain-number.ts';
import type { SetAside } from '../values/reading.ts';
import type { Dialect } from './dialect.ts';
import type { FoundHeader } from './find-header.ts';
import type { ReadOptions } from './options.ts';
import { COMMENT, type Head } from './read-head.ts';
import { cellOf, endOfLine, type RawRecord } from './records.ts';
import { rescueLine } from './rescue-line.ts';

const TOTALS =
  /^(?:grand |sub|sub-)?totals?\b|^sum\b|^summe\b|^gesamt|^insgesamt|^average\b|^mean\b|^durchschnitt|^mittelwert|^somme\b|^totale\b|^suma\b/i;
/** Rows before the last that a line of totals needs. */
const FEW_ROWS = 3;

/** Takes what a sieve tells apart. */
export interface Sieved {
  /** A row. @param cells where its line had to be split otherwise; null where they are the record's. */
  row(record: RawRecord, cells: string[] | null): void;
  /** A line with another number of cells. @param isOdd whether its quotes are out of order. */
  misfit(line: number, text: string, cells: number, isOdd: boolean): void;
  /** A line that is no row. */
  aside(why: SetAside['why'], line: number, text: string, cells: number): void;
}

/** Tells rows from lines that are none. */
export class RecordSieve {
  readonly #dialect: Dialect;
  readonly #header: FoundHeader;
  readonly #options: ReadOptions;
  readonly #to: Sieved;
  readonly #skip: number;
  readonly #firstName: string;
  #rows = 0;

  constructor({ dialect, header, lastLineAbove }: Head, options: ReadOptions, to: Sieved) {
    this.#dialect = dialect;
    this.#header = header;
    this.#options = options;
    this.#to = to;
    this.#skip = lastLineAbove;
    this.#firstName = header.names?.find((name) => name !== '') ?? '';
  }

  /** Takes a record. @returns how many of its lines: fewer than it has where only its first line is one. */
  take(record: RawRecord, isLast: boolean): number {
    const { width } = this.#header;
    if (record.line <= this.#skip) {
      const text = textOf(record);
      if (COMMENT.test(text) && !this.#header.before.some(({ line }) => line === record.line)) {
        this.#to.aside('comment', record.line, text, record.count);
      }
      return record.line + record.lines - 1 <= this.#skip ? record.lines : 1;
    }
    const { count } = record;
    if (count === 1 && cellOf(record, 0).trim() === '') return record.lines;
    if (record.isOdd && record.lines > 1) return this.#takeLine(record);
    if (count !== width && !(count > width && isEmptyFrom(record, width))) return this.#takeMisfit(record);
    if (this.#isRepeatedHeader(record)) this.#to.aside('repeated-header', record.line, textOf(record), count);
    else if (isLast && this.#isTotals(record)) this.#to.aside('totals', record.line, textOf(record), count);
    else this.#takeRow(record, null);
    return record.lines;
  }

  /** A record whose quotes are out of order, over several lines: its first line alone. */
  #takeLine(record: RawRecord): number {
    const end = endOfLine(record.text, record.from);
    const line = record.text.slice(record.from, end).replace(/[\r\n]+$/, '');
    const cells = rescueLine(line, this.#header.width, this.#dialect);
    if (cells === null) this.#to.misfit(record.line, line, 1, true);
    else this.#takeRow(record, cells);
    return 1;
  }

  #takeMisfit(record: RawRecord): number {
    const text = textOf(record);
    const comment = this.#options.comment;
    if (comment === undefined ? COMMENT.test(text) && record.count < this.#header.width : text.startsWith(comment)) {
      this.#to.aside('comment', record.line, text, record.count);
      return record.lines;
    }
    const cells = record.lines === 1 ? rescueLine(text, this.#header.width, this.#dialect) : null;
    if (cells === null) this.#to.misfit(record.line, text, record.count, record.isOdd);
    else this.#takeRow(record, cells);
    return record.lines;
  }

  #takeRow(record: RawRecord, cells: string[] | null): void {
    this.#to.row(record, cells);
    this.#rows++;
  }

  #isRepeatedHeader(record: RawRecord): boolean {
    const { names, width } = this.#header;
    if (names === null || this.#firstName === '') return false;
    for (let i = 0; i < width; i++) if (cellOf(record, i).trim() !== (names[i] ?? '').trim()) return false;
    return true;
  }

  /** Whether the last line holds totals: the word, and nothing like it in a column of names. */
  #isTotals(record: RawRecord): boolean {
    if (this.#rows < FEW_ROWS) return false;
    let word = false;
    let numbers = 0;
    for (let i = 0; i < this.#header.width; i++) {
      const cell = cellOf(record, i).trim();
      if (TOTALS.test(cell)) word = true;
      else if (plainNumber(cell) !== null) numbers++;
    }
    return word && numbers > 0;
  }
}

function isEmptyFrom(record: RawRecord, from: number): boolean {
  for (let i = from; i < record.count; i++) if (cellOf(record, i).trim() !== '') return false;
  return true;
}

function textOf({ text, from, to }: RawRecord): string {
  return text.slice(from, Math.min(to, from + 10_000));
}
