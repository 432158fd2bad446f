import { StepwellError } from '@stepwell/base/errors';
import { ColumnBuilder } from '../../table/column-builder.ts';
import { columnNames } from '../../table/column-names.ts';
import { AS_SHORTEST } from '../../table/plain-number.ts';
import { NO_WORDS } from '../../table/read-column.ts';
import type { TableLimits } from '../../table/table-limits.ts';
import type { Table } from '../../table/table.ts';
import type { ColumnReading } from '../../values/reading.ts';

/** Rows, or characters of text, between checks of the size. */
const WEIGHED_EVERY = 128;
const WEIGHED_LETTERS = 1_000_000;

interface GrowingColumn {
  key: string;
  builder: ColumnBuilder;
  absent: '' | 0;
  /** Cells so far; those of later rows are filled in once they are needed. */
  filled: number;
}

/** Collects columns that may appear in any row. The cells that a row doesn't name are missing, or 0. */
export class GrowingColumns {
  readonly #limits: TableLimits;
  readonly #absent: '' | 0;
  readonly #advice: string;
  readonly #columns: GrowingColumn[] = [];
  readonly #places = new Map<string, number>();
  #row = 0;
  #rows = 0;
  #letters = 0;

  /**
   * @param absent what a cell is that isn't given, unless its column says otherwise.
   * @param advice against too many columns, as a sentence.
   */
  constructor(limits: TableLimits, absent: '' | 0, advice: string) {
    this.#limits = limits;
    this.#absent = absent;
    this.#advice = advice;
  }

  get rows(): number {
    return this.#rows;
  }

  /** The columns' keys, in the order of their first cell. */
  get keys(): string[] {
    return this.#columns.map(({ key }) => key);
  }

  /** @returns the column's place; a new one if the key is. @throws {StepwellError} `too_many_columns`, `cell_too_long`, `dataset_too_large`. */
  column(key: string, absent: '' | 0 = this.#absent): number {
    const place = this.#places.get(key);
    if (place !== undefined) return place;
    columnNames([key], 1);
    const { maxColumns } = this.#limits;
    if (this.#columns.length >= maxColumns) {
      const message = `The file has more than ${maxColumns} columns, which is the limit. ${this.#advice}`;
      throw new StepwellError('too_many_columns', message, { details: { limit: maxColumns } });
    }
    this.#places.set(key, this.#columns.length);
    this.#columns.push({ key, builder: new ColumnBuilder(key), absent, filled: 0 });
    if (this.#rows > 0) this.#weigh();
    return this.#columns.length - 1;
  }

  /** Appends a text to the row; the second of one column is left out. */
  pushText(place: number, text: string): void {
    const column = this.#columns[place]!;
    if (!this.#fill(column, this.#row)) return;
    column.builder.push(text);
    column.filled++;
    this.#letters += text.length;
    if (this.#letters > WEIGHED_LETTERS) this.#weigh();
  }

  /** Appends a number to the row, as JavaScript writes it. */
  pushNumber(place: number, value: number): void {
    if (!Number.isFinite(value)) return this.pushText(place, String(value));
    const column = this.#columns[place]!;
    if (!this.#fill(column, this.#row)) return;
    if (Number.isSafeInteger(value)) column.builder.pushNumber(value === 0 ? 0 : value, 0);
    else column.builder.pushNumber(value, AS_SHORTEST);
    column.filled++;
  }

  /** Ends a row. @throws {StepwellError} `dataset_too_large`. */
  endRow(): void {
    this.#row++;
    if (this.#row > this.#rows) this.#rows = this.#row;
    if (this.#row % WEIGHED_EVERY === 0) this.#weigh();
  }

  /** Goes back to the first row, for a file that lists one column after the other. */
  rewind(): void {
    this.#row = 0;
  }

  /**
   * @param lineOf the line of a row; 0 where lines mean nothing.
   * @param order the keys of the columns, those that never appeared among them; as they appeared when absent.
   * @param given the columns' names, in that order: their keys when absent; null numbers them.
   * @returns the finished columns, how each was read, and notes on their names.
   */
  finish(
    lineOf: (row: number) => number,
    order: readonly string[] = this.keys,
    given: readonly string[] | null = order,
  ): { table: Table; readings: ColumnReading[]; notes: string[] } {
    const ordered = order.map((key) => this.#columns[this.column(key)]!);
    this.#weigh();
    const { names, notes, hasRowName } = columnNames(given, order.length);
    const read = ordered.map((column, i) => {
      this.#fill(column, this.#rows);
      const { column: finished, reading } = column.builder.finish({ ...NO_WORDS, lineOf });
      return {
        column: { ...finished, name: names[i]! },
        reading: { ...reading, column: names[i]!, rowName: hasRowName && i === 0 },
      };
    });
    const table = { rows: this.#rows, columns: read.map(({ column }) => column) };
    return { table, readings: read.map(({ reading }) => reading), notes };
  }

  /** Fills a column up to a row. @returns whether the row's own cell is still to come. */
  #fill(column: GrowingColumn, row: number): boolean {
    for (; column.filled < row; column.filled++) {
      if (column.absent === 0) column.builder.pushNumber(0, 0);
      else column.builder.push('');
    }
    return column.filled === row;
  }

  /** Cells still to be filled in count as well. */
  #weigh(): void {
    this.#letters = 0;
    const { maxEncodedBytes } = this.#limits;
    let bytes = 0;
    for (const { builder, absent, filled } of this.#columns) {
      bytes += builder.bytes + Math.max(0, this.#rows - filled) * (absent === 0 ? 8 : 4);
    }
    if (bytes <= maxEncodedBytes) return;
    throw new StepwellError(
      'dataset_too_large',
      `The table exceeds the limit of ${maxEncodedBytes / 1e6} MB as typed columns (${this.#columns.length} columns, ${this.#rows} rows so far). Upload fewer columns, or a random sample of the rows.`,
      { details: { limitBytes: maxEncodedBytes } },
    );
  }
}
