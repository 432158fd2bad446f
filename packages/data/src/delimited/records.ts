import { StepwellError } from '@stepwell/base/errors';
import { splitRecord, type Dialect } from './dialect.ts';

/** Characters at the end that wait until the text has ended: its last lines may be a footer. */
const HELD_BACK = 4_096;
/** A record at most; a quote that never closes would take the rest of the file. */
export const MAX_RECORD = 1_000_000;
/** So many records may have quotes that never close; after them a quoted cell ends with its line. */
const MOST_ODD = 100;
const [LF, CR, SPACE] = [10, 13, 32];

/** A record of a delimited text: its cells by their places, or as texts where quotes were resolved. */
export interface RawRecord {
  text: string;
  count: number;
  starts: Int32Array;
  ends: Int32Array;
  /** The cells, where the record has quotes; null otherwise. */
  cells: string[] | null;
  /** Where the record begins and ends in `text`, without its line's end. */
  from: number;
  to: number;
  /** Its first line, from 1. */
  line: number;
  lines: number;
  isOdd: boolean;
}

/** Cuts a text that comes in pieces into records. */
export class Records {
  readonly #dialect: Dialect;
  readonly #delimiter: number;
  readonly #quote: number;
  readonly #record: RawRecord;
  #rest = '';
  #line: number;
  /** Records so far whose quotes are out of order. */
  #odd = 0;

  /** @param line of the first record. */
  constructor(dialect: Dialect, line: number) {
    this.#dialect = dialect;
    this.#delimiter = dialect.delimiter.charCodeAt(0);
    this.#quote = dialect.quote === null ? -1 : dialect.quote.charCodeAt(0);
    this.#line = line;
    this.#record = {
      text: '',
      count: 0,
      starts: new Int32Array(64),
      ends: new Int32Array(64),
      cells: null,
      from: 0,
      to: 0,
      line,
      lines: 1,
      isOdd: false,
    };
  }

  /**
   * Passes on all whole records of the text so far. The record is the same object every time. `take` returns how many lines of
   * it were taken: fewer than it has where only its first line is one, and the rest is cut anew.
   */
  feed(piece: string, isLast: boolean, take: (record: RawRecord, isLastRecord: boolean) => number): void {
    const text = this.#rest + piece;
    const limit = isLast ? text.length : text.length - HELD_BACK;
    let at = 0;
    while (at < limit) {
      const end = this.#cut(text, at, isLast);
      if (end < 0) break;
      const record = this.#record;
      const isLastRecord = isLast && isBlank(text, end);
      const taken = take(record, isLastRecord);
      if (taken < record.lines) {
        at = endOfLine(text, at);
        this.#line += 1;
      } else {
        at = end;
        this.#line += record.lines;
      }
    }
    this.#rest = text.slice(Math.min(at, text.length));
  }

  /** Cuts the record that begins at `start`. @returns where the next begins; -1 where it isn't whole yet. */
  #cut(text: string, start: number, isLast: boolean): number {
    const record = this.#record;
    record.text = text;
    record.from = start;
    record.line = this.#line;
    record.lines = 1;
    record.cells = null;
    record.isOdd = false;
    if (this.#delimiter === SPACE) return this.#cutSlowly(text, start, isLast);
    const [delimiter, quote] = [this.#delimiter, this.#quote];
    let { starts, ends } = record;
    let count = 0;
    let cell = start;
    let isBlankSoFar = true;
    for (let at = start; ; at++) {
      const code = at < text.length ? text.charCodeAt(at) : -1;
      if (code === delimiter || code === LF || code === CR || code === -1) {
        if (at - start > MAX_RECORD) throw tooLong(this.#line);
        if (code === -1 && !isLast) return text.length - start > MAX_RECORD ? raise(tooLong(this.#line)) : -1;
        // The line's end may come in two pieces.
        if (code === CR && at + 1 === text.length && !isLast) return -1;
        if (count === starts.length) {
          starts = record.starts = grown(starts);
          ends = record.ends = grown(ends);
        }
        starts[count] = cell;
        ends[count++] = at;
        if (code === delimiter) {
          cell = at + 1;
          isBlankSoFar = true;
          continue;
        }
        record.count = count;
        record.to = at;
        return code === CR && text.charCodeAt(at + 1) === LF ? at + 2 : Math.min(text.length, at + 1);
      }
      if (code === quote && isBlankSoFar) return this.#cutSlowly(text, start, isLast);
      if (code !== SPACE) isBlankSoFar = false;
    }
  }

  #cutSlowly(text: string, start: number, isLast: boolean): number {
    const record = this.#record;
    const isClosed = this.#odd > MOST_ODD;
    const lineEnd = isClosed ? endOfLine(text, start) : text.length;
    if (isClosed && lineEnd === text.length && !isLast)
      return text.length - start > MAX_RECORD ? raise(tooLong(this.#line)) : -1;
    const split = isClosed ? splitLine(text, start, lineEnd, this.#dialect) : splitRecord(text, start, this.#dialect);
    const isOpen = split.end >= text.length && !isLast;
    if (isOpen && text.length - start <= MAX_RECORD) return -1;
    if (split.end - start > MAX_RECORD && split.lines === 1) throw tooLong(this.#line);
    if (split.isOdd || isOpen) this.#odd++;
    record.cells = split.cells;
    record.count = split.cells.length;
    record.isOdd = split.isOdd || isOpen;
    record.lines = split.lines;
    let to = split.end;
    if (to > start && text.charCodeAt(to - 1) === LF) to--;
    if (to > start && text.charCodeAt(to - 1) === CR) to--;
    record.to = to;
    return split.end;
  }
}

function splitLine(text: string, start: number, end: number, dialect: Dialect): ReturnType<typeof splitRecord> {
  const line = text.slice(start, end);
  const split = splitRecord(line, 0, dialect);
  return { ...split, end, lines: 1 };
}

function tooLong(line: number): StepwellError {
  return new StepwellError(
    'cell_too_long',
    `The row at line ${line} is longer than ${MAX_RECORD / 1e6} MB, which is the limit. Check the delimiter and the line ends.`,
    { details: { line } },
  );
}

function raise(error: StepwellError): never {
  throw error;
}

/** @returns where the line after the one at `at` begins. */
export function endOfLine(text: string, at: number): number {
  for (let i = at; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === LF) return i + 1;
    if (code === CR) return text.charCodeAt(i + 1) === LF ? i + 2 : i + 1;
  }
  return text.length;
}

/** @returns a cell of a record as a text. */
export function cellOf(record: RawRecord, i: number): string {
  return record.cells === null ? record.text.slice(record.starts[i], record.ends[i]) : record.cells[i]!;
}

function isBlank(text: string, from: number): boolean {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== LF && code !== CR && code !== SPACE && code !== 9) return false;
  }
  return true;
}

function grown(places: Int32Array): Int32Array {
  const larger = new Int32Array(places.length * 2);
  larger.set(places);
  return larger;
}
