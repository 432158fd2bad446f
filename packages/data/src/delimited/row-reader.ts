import { StepwellError } from '@stepwell/base/errors';
import { brokenOff } from '../table/body-errors.ts';
import { columnNames } from '../table/column-names.ts';
import type { ReadOptions } from './options.ts';
import { writtenCell } from './push-slice.ts';
import { beginningOf, isEnough, readHead, type Head } from './read-head.ts';
import { RecordSieve } from './record-sieve.ts';
import { Records, type RawRecord } from './records.ts';

/** A row as it is written. */
export interface WrittenRow {
  /** By column; null where the line has another number of cells. */
  cells: string[] | null;
  /** Cells that the line has; null where a quote of it is out of order. */
  found: number | null;
}

/** Reads the rows of a delimited text one after the other, and holds no more than a piece of it. */
export class RowReader {
  /** The columns' names, each its own. */
  readonly names: string[];
  /** The text's beginning, which tells how all of it is written. */
  readonly beginning: string;
  readonly #head: Head;
  readonly #options: ReadOptions;
  readonly #read: string;
  #hasEnded: boolean;
  readonly #pieces: AsyncGenerator<string, void>;

  private constructor(
    read: string,
    hasEnded: boolean,
    pieces: AsyncGenerator<string, void>,
    head: Head,
    options: ReadOptions,
  ) {
    this.#read = read;
    this.#hasEnded = hasEnded;
    this.#pieces = pieces;
    this.#head = head;
    this.#options = options;
    this.names = columnNames(head.header.names, head.header.width).names;
    this.beginning = beginningOf(read, hasEnded);
  }

  /**
   * Reads a text's beginning.
   *
   * @param pieces the text; returned when reading ends.
   * @throws {StepwellError} `empty_table`, `too_few_columns` or `cell_too_long`.
   */
  static async open(pieces: AsyncGenerator<string, void>, options: ReadOptions = {}): Promise<RowReader> {
    try {
      let read = '';
      let hasEnded = false;
      while (!isEnough(read) && !hasEnded) {
        const { value, done } = await pieces.next();
        if (done === true) hasEnded = true;
        else read += value;
      }
      return new RowReader(read, hasEnded, pieces, readHead(read, hasEnded, options), options);
    } catch (cause) {
      await pieces.return();
      throw brokenOff(cause);
    }
  }

  /** Yields rows as they come, some at once. Once. @throws {StepwellError} a code of the family "the file". */
  async *batches(): AsyncGenerator<WrittenRow[], void> {
    const { width } = this.#head.header;
    let rows: WrittenRow[] = [];
    const sieve = new RecordSieve(this.#head, this.#options, {
      row: (record, cells) => rows.push({ cells: cells ?? cellsOf(record, width), found: width }),
      misfit: (_line, _text, found, isOdd) => rows.push({ cells: null, found: isOdd ? null : found }),
      aside: () => {},
    });
    const records = new Records(this.#head.dialect, 1);
    for await (const { piece, isLast } of this.#all()) {
      let failure: unknown = null;
      try {
        records.feed(piece, isLast, (record, isLastRecord) => sieve.take(record, isLastRecord));
      } catch (error) {
        failure = error;
      }
      // Those before the fault are whole.
      if (rows.length > 0) yield rows;
      if (failure !== null) throw failure;
      rows = [];
    }
  }

  /**
   * Yields the text again in parts, each a text of its own: the beginning with all its lines, so that each is read alike, and then
   * lines of its own.
   *
   * @param most rows and characters of a part's own, about; a part has a row at least.
   */
  async *parts(most: { rows: number; characters: number }): AsyncGenerator<TextPart, void> {
    let prefix = '';
    let rows = 0;
    let before = 0;
    let part: Omit<TextPart, 'rows'> | null = null;
    let own: string[] = [];
    let characters = 0;
    const done: TextPart[] = [];
    const sieve = new RecordSieve(this.#head, this.#options, {
      row: () => rows++,
      misfit: () => rows++,
      aside: () => {},
    });
    const finish = (isLast: boolean) => {
      if (part === null) return;
      // Or the last row of a part might be taken for the file's totals.
      const end = isLast ? '' : '# more rows follow\n';
      done.push({ ...part, text: part.text + own.join('') + end, rows: rows - before });
      before = rows;
      part = null;
      own = [];
      characters = 0;
    };
    const take = (record: RawRecord, isLastRecord: boolean): number => {
      const taken = sieve.take(record, isLastRecord);
      const raw = record.text.slice(record.from, record.to);
      const line = `${taken < record.lines ? (raw.split(/\r\n|\n|\r/, 1)[0] ?? '') : raw}\n`;
      if (!isEnough(prefix)) {
        prefix += line;
        part = { text: prefix, skip: 0, first: 1 };
        if (isEnough(prefix)) finish(false);
        return taken;
      }
      part ??= { text: prefix, skip: skipOf(), first: before + 1 };
      own.push(line);
      characters += line.length;
      if (rows - before >= most.rows || characters >= most.characters) finish(false);
      return taken;
    };
    let inPrefix: number | null = null;
    const skipOf = () => (inPrefix ??= before);
    const records = new Records(this.#head.dialect, 1);
    for await (const { piece, isLast } of this.#all()) {
      let failure: unknown = null;
      try {
        records.feed(piece, isLast, take);
      } catch (error) {
        failure = error;
      }
      if (isLast || failure !== null) finish(true);
      yield* done.splice(0);
      if (failure !== null) throw failure;
    }
  }

  /** Lets go of the text, wherever reading has come to. */
  async close(): Promise<void> {
    await this.#pieces.return();
  }

  async *#all(): AsyncGenerator<{ piece: string; isLast: boolean }, void> {
    yield { piece: this.#read, isLast: this.#hasEnded };
    while (!this.#hasEnded) {
      const { value, done } = await this.#pieces.next().catch((cause: unknown) => {
        throw brokenOff(cause);
      });
      this.#hasEnded = done === true;
      yield { piece: value ?? '', isLast: this.#hasEnded };
    }
  }

  /** @returns the error for a text without rows. */
  static noRows(): StepwellError {
    return new StepwellError('empty_table', 'The file has a header line but no rows. Add rows below it.');
  }
}

/** A part of a text. */
export interface TextPart {
  text: string;
  /** Its first rows that an earlier part has, too. */
  skip: number;
  /** Rows after them. */
  rows: number;
  /** The number of the first row after them in the whole text, from 1. */
  first: number;
}

function cellsOf(record: RawRecord, width: number): string[] {
  if (record.cells !== null) return record.cells.slice(0, width);
  const { text, starts, ends } = record;
  return Array.from({ length: width }, (_, i) => writtenCell(text, starts[i]!, ends[i]!));
}
