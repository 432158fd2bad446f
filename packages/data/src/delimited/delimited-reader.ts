import { StepwellError } from '@stepwell/base/errors';
import { CollectColumns, requireColumns } from '../table/collect-columns.ts';
import { columnNames, type ColumnNames } from '../table/column-names.ts';
import type { Table } from '../table/table.ts';
import type { TableLimits } from '../table/table-limits.ts';
import type { Reading } from '../values/reading.ts';
import type { DecodedText } from './decode-text.ts';
import { describeFile } from './describe-file.ts';
import type { Dialect } from './dialect.ts';
import type { FoundHeader } from './find-header.ts';
import type { ReadOptions } from './options.ts';
import { pushSlice } from './push-slice.ts';
import { tooFewColumns, type Head } from './read-head.ts';
import { RecordSieve } from './record-sieve.ts';
import { cellOf, Records, type RawRecord } from './records.ts';
import { AsideLines } from './set-aside.ts';

/** Rows that don't fit: so many are set aside by themselves, or this share of all. */
const FEW_MISFITS = 5;
const MISFIT_SHARE = 0.01;
/** Lines that are quoted of those that may turn out to be a footer. */
const MOST_PENDING = 1_000;
const LINE_BREAKS = 10_000;

/** A delimited text, read. */
export interface Delimited {
  table: Table;
  delimiter: string;
}

/** Reads the records of a delimited text whose beginning is known. */
export class DelimitedReader {
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
  readonly #sieve: RecordSieve;
  #pendingCount = 0;
  #rescued = 0;
  #seen = 0;
  #nextLine = 0;

  constructor(head: Head, limits: TableLimits, options: ReadOptions) {
    const { dialect, header } = head;
    this.#dialect = dialect;
    this.#header = header;
    this.#limits = limits;
    this.#options = options;
    requireColumns(header.width, limits);
    this.#names = columnNames(header.names, header.width);
    this.#columns = new CollectColumns(this.#names.names, limits);
    for (const { is, line, cells } of header.before) {
      if (is !== 'header') this.#aside.add(is, line, cells.join(dialect.delimiter), cells.length);
    }
    this.#sieve = new RecordSieve(head, options, {
      row: (record, cells) => {
        if (cells !== null) this.#rescued++;
        this.#accept(record, cells);
      },
      misfit: (line, text, cells) => this.#putAside(line, text, cells),
      aside: (why, line, text, cells) => this.#aside.add(why, line, text, cells),
    });
    this.#records = new Records(dialect, 1);
  }

  feed(text: string, isLast: boolean): void {
    this.#records.feed(text, isLast, (record, isLastRecord) => this.#sieve.take(record, isLastRecord));
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
    const file = describeFile(
      { header: this.#header, dialect: this.#dialect, rescued: this.#rescued, setAside: this.#aside.all() },
      said,
      notes,
      columns.some(({ number }) => number?.decimal === ',') ? ',' : '.',
    );
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
