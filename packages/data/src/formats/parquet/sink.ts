import type { ReadColumn } from '../../table/read-column.ts';
import type { Cell } from './cell-of.ts';

/** Where the cells of a column go, row by row; null is missing. */
export interface ColumnSink {
  /** Bytes that they take once encoded. */
  readonly bytes: number;
  /** Takes the next cell; a promise where that takes a while. */
  push(cell: Cell | null): Promise<void> | void;
  /** @returns the column; null where it was left out. */
  finish(): ReadColumn | null;
  /** Rows that have no cell in the column, ascending: they are left out of the table. None when absent. */
  readonly lacking?: readonly number[];
  /** Why it was left out, in the words behind "holds"; null if it wasn't. */
  readonly leftOut: string | null;
}
