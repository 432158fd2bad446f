import { StepwellError } from '@stepwell/base/errors';
import type { ColumnReading } from '../values/reading.ts';
import { ColumnBuilder } from './column-builder.ts';
import { NO_WORDS, type FileWords } from './read-column.ts';
import { uniqueName } from './column-names.ts';
import { PixelBuilder } from './pixel-builder.ts';
import { findPixelColumns, MOST_PIXEL_COLUMNS } from './pixel-columns.ts';
import type { TableLimits } from './table-limits.ts';
import { countMissing, type Column, type Table } from './table.ts';

/** Rows between checks of the size. */
const WEIGHED_EVERY = 32;
const NUMBER_BYTES = 8;

/** Collects rows of delimited text as typed columns; pixel columns become one image column. */
export class CollectColumns {
  readonly #names: string[];
  readonly #limits: TableLimits;
  /** By the place of their column; none where its cells are pixels. */
  readonly #builders: (ColumnBuilder | null)[];
  #pixels: PixelBuilder | null;
  #rows = 0;

  /**
   * @param names of the columns, each its own.
   * @throws {StepwellError} `too_many_columns`.
   */
  constructor(names: readonly string[], limits: TableLimits) {
    this.#limits = limits;
    const { length } = names;
    const isReadable = length <= limits.maxColumns + MOST_PIXEL_COLUMNS;
    const pixels = isReadable ? findPixelColumns(names) : null;
    if (length - (pixels?.count ?? 0) > limits.maxColumns) {
      throw tooManyColumns(length, limits, 'Keep the columns that may help predict the target.');
    }
    this.#names = [...names];
    this.#pixels = pixels === null ? null : new PixelBuilder(pixels);
    const isPixel = (i: number) => pixels !== null && i >= pixels.first && i < pixels.first + pixels.count;
    this.#builders = this.#names.map((name, i) => (isPixel(i) ? null : new ColumnBuilder(name)));
  }

  /** Whether cells may be pushed to `builder` one by one: no columns are collected as pixels. */
  get hasPixels(): boolean {
    return this.#pixels !== null;
  }

  /** @returns the builder of a column; only without pixels. */
  builder(column: number): ColumnBuilder {
    return this.#builders[column]!;
  }

  /** Counts a row whose cells were pushed one by one. @throws {StepwellError} `dataset_too_large`. */
  endRow(): void {
    this.#rows++;
    if (this.#rows % WEIGHED_EVERY === 0) this.#weigh(0);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Appends a row. @throws {StepwellError} `dataset_too_large`, or `too_many_columns` where pixels turn out to be none. */
  push(record: readonly string[]): void {
    const other = this.#pixels?.push(record) ?? -1;
    if (other >= 0) {
      const cell = (record[other] ?? '').slice(0, 40);
      this.#takePixelsApart(`row ${this.#rows + 1} holds "${cell}" in "${this.#names[other]}"`);
    }
    for (let i = 0; i < this.#builders.length; i++) this.#builders[i]?.push(record[i] ?? '');
    this.#rows++;
    if (this.#rows % WEIGHED_EVERY === 0) this.#weigh(0);
  }

  /**
   * @param words what the file says of all its columns; the decimal mark that some columns show settles it for the others.
   * @returns the finished columns, and how each was read.
   * @throws {StepwellError} as `push` does.
   */
  finish(words: FileWords = NO_WORDS): { table: Table; readings: ColumnReading[] } {
    if (this.#pixels?.areFlags === true)
      this.#takePixelsApart('all of them are 0 or 1, and their names speak of no pixels');
    this.#weigh(0);
    const pixels = this.#pixels;
    const name = uniqueName('image', this.#names);
    const decimal = words.marks.decimal ?? this.#decimalMark();
    const said = { ...words, marks: { ...words.marks, decimal } };
    const columns: Column[] = [];
    const readings: ColumnReading[] = [];
    this.#builders.forEach((builder, i) => {
      if (builder !== null) {
        const { column, reading } = builder.finish(said);
        // What it collected isn't needed any more, and all columns together may be as large as memory.
        this.#builders[i] = null;
        // What a delimiter at the end of every line leaves.
        if (words.isNameless?.(i) === true && countMissing(column, this.#rows) === this.#rows) return;
        columns.push(column);
        readings.push(reading);
      } else if (pixels?.columns.first === i) columns.push(pixels.finish(name));
    });
    return { table: { rows: this.#rows, columns }, readings };
  }

  /** The decimal mark of the columns that show one; null if they disagree, or none does. */
  #decimalMark(): '.' | ',' | null {
    const marks = new Set(
      this.#builders.map((builder) => builder?.decimalMark ?? null).filter((mark) => mark !== null),
    );
    return marks.size === 1 ? [...marks][0]! : null;
  }

  /** Splits a supposed image column into its original columns. */
  #takePixelsApart(why: string): void {
    const pixels = this.#pixels;
    if (pixels === null) return;
    if (this.#builders.length > this.#limits.maxColumns) {
      const name = this.#names[pixels.columns.first];
      throw tooManyColumns(
        this.#builders.length,
        this.#limits,
        `More fit only as the pixels of an image, and those from "${name}" on are none: ${why}. Write each as a whole number from 0 to 255.`,
      );
    }
    this.#weigh(pixels.bytes * (NUMBER_BYTES - 1));
    this.#pixels = null;
    const { first, count } = pixels.columns;
    const builders = this.#names.slice(first, first + count).map((name) => new ColumnBuilder(name));
    for (const row of pixels.replay()) for (let i = 0; i < count; i++) builders[i]!.push(String(row[i]));
    this.#builders.splice(first, count, ...builders);
  }

  /** @throws {StepwellError} `dataset_too_large` when the columns, and so many bytes more, are over the limit. */
  #weigh(more: number): void {
    const { maxEncodedBytes } = this.#limits;
    const start = more + (this.#pixels?.bytes ?? 0);
    const bytes = this.#builders.reduce((sum, builder) => sum + (builder?.bytes ?? 0), start);
    if (bytes <= maxEncodedBytes) return;
    throw new StepwellError(
      'dataset_too_large',
      `The table exceeds the limit of ${maxEncodedBytes / 1e6} MB as typed columns (${this.#builders.length} columns, ${this.#rows} rows so far). Upload fewer columns, or a random sample of the rows.`,
      { details: { limitBytes: maxEncodedBytes } },
    );
  }
}

/** @throws {StepwellError} `too_many_columns` for more than even an image has. */
export function requireColumns(columns: number, limits: TableLimits): void {
  if (columns <= limits.maxColumns + MOST_PIXEL_COLUMNS) return;
  throw tooManyColumns(columns, limits, 'Keep the columns that may help predict the target.');
}

function tooManyColumns(columns: number, { maxColumns }: TableLimits, advice: string): StepwellError {
  return new StepwellError(
    'too_many_columns',
    `The header has ${columns} columns, but at most ${maxColumns} are supported. ${advice}`,
    { details: { columns, limit: maxColumns } },
  );
}
