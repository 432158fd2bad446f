import { StepwellError } from '@stepwell/base/errors';
import { plainNumber } from '../../table/plain-number.ts';
import type { TableLimits } from '../../table/table-limits.ts';
import type { Table } from '../../table/table.ts';
import type { ColumnReading, SetAside } from '../../values/reading.ts';
import { FlattenRows, type TakeCell } from './flatten-row.ts';
import { GrowingColumns } from './growing-columns.ts';
import { parseJson, UNREADABLE } from './parse-json.ts';
import { RowLines } from './row-lines.ts';
import { UnreadableRows } from './unreadable-rows.ts';

export const ADVICE =
  'Keep the columns that may help predict the target; names in the data belong into cells, not into keys.';

/** What a reader of JSON has collected. */
export interface CollectedJson {
  table: Table;
  readings: ColumnReading[];
  notes: string[];
  setAside: SetAside[];
}

/** Collects rows that are each a JSON object, or each a JSON array of cells. */
export class CollectRows {
  readonly #limits: TableLimits;
  readonly #columns: GrowingColumns;
  readonly #flatten = new FlattenRows();
  readonly #unreadable = new UnreadableRows();
  readonly #lines = new RowLines();
  #are: 'objects' | 'arrays' | null = null;
  #names: string[] | null = null;
  #hasHeader = false;
  #width = 0;
  #seen = 0;

  /** @param names of the cells, where each row is an array and the names are known. */
  constructor(limits: TableLimits, names: string[] | null = null) {
    this.#limits = limits;
    this.#columns = new GrowingColumns(limits, '', ADVICE);
    this.#names = names;
  }

  /** Appends a row as it is written. @param line from 1; 0 where lines mean nothing. */
  push(text: string, line: number): void {
    const value = parseJson(text);
    if (value === UNREADABLE) return this.#unreadable.add(line, text, 'it is no JSON');
    if (typeof value !== 'object' || value === null) return this.#unreadable.add(line, text, 'it is no object');
    const are = Array.isArray(value) ? 'arrays' : 'objects';
    this.#are ??= are;
    if (are !== this.#are) return this.#unreadable.add(line, text, `the rows before it are ${this.#are}`);
    if (!Array.isArray(value)) return this.#append(line, (take) => this.#flatten.take(value, take));
    if (this.#width === 0) {
      this.#width = this.#names?.length ?? value.length;
      if (this.#names === null && isHeader(value)) {
        this.#names = value;
        this.#hasHeader = true;
        return;
      }
    }
    if (value.length !== this.#width || value.length === 0) {
      return this.#unreadable.add(line, text, `it has ${value.length} cells where others have ${this.#width}`);
    }
    this.#append(line, (take) => value.forEach((cell, i) => this.#flatten.cell(String(i), cell, take)));
  }

  #append(line: number, cells: (take: TakeCell) => void): void {
    const columns = this.#columns;
    const isTaken = this.#limits.isSampled?.(this.#seen) !== false;
    this.#seen++;
    // Columns of rows that aren't taken count too, so that a sample has the columns of the whole.
    cells((name, value) => {
      const place = columns.column(name);
      if (!isTaken) return;
      if (typeof value === 'number') columns.pushNumber(place, value);
      else columns.pushText(place, value);
    });
    if (!isTaken) return;
    this.#lines.add(columns.rows, line);
    columns.endRow();
  }

  /** Rows seen, those outside the sample too. */
  get seen(): number {
    return this.#seen;
  }

  /** @throws {StepwellError} `not_a_table` where too many rows couldn't be read, `empty_table` where there are none. */
  finish(): CollectedJson {
    const setAside = this.#unreadable.finish(this.#seen);
    const columns = this.#columns;
    if (columns.rows === 0) throw noRows(this.#seen);
    const lineOf = (row: number) => this.#lines.lineOf(row);
    const cells = Array.from({ length: this.#width }, (_, i) => String(i));
    const isArrays = this.#are === 'arrays';
    const finished = isArrays ? columns.finish(lineOf, cells, this.#names) : columns.finish(lineOf);
    const notes = [...finished.notes, ...this.#flatten.notes()];
    if (this.#hasHeader) notes.push('The first array holds only texts and was read as the header.');
    else if (isArrays && this.#names === null)
      notes.push('The rows are arrays without a header, so their columns are numbered.');
    return { ...finished, notes, setAside };
  }
}

/** Names only, each of them once. */
function isHeader(row: unknown[]): row is string[] {
  const isName = (cell: unknown) => typeof cell === 'string' && cell.trim() !== '' && plainNumber(cell.trim()) === null;
  return row.every(isName) && new Set(row).size === row.length;
}

/** @returns the error for a file without rows, or a sample without them. */
export function noRows(seen: number): StepwellError {
  return new StepwellError(
    'empty_table',
    seen > 0
      ? `The sample is empty: none of the ${seen} rows was selected. Use a larger share.`
      : 'The file has no rows. Upload a file with one object, or one line, for each row.',
  );
}
