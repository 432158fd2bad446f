import { findColumn, isMissing, labelAt, type Table } from '@stepwell/data/table';
import type { Signature } from './signature.ts';

/** What a row has that no training row had, or lacks. */
export interface Note {
  column: string;
  /** `absent`: the rows lack the column. `unreadable`: written in a way that couldn't be read, and taken as missing. */
  what: 'absent' | 'missing' | 'unreadable' | 'unseen' | 'below' | 'above';
}

/**
 * What to know about rows before trusting a prediction.
 *
 * @param table rows as the signature has them.
 * @param absent columns that the rows lack.
 * @param unreadable by column, rows whose cell couldn't be read.
 * @returns [rows].
 */
export function notesOf(
  table: Table,
  columns: Signature,
  absent: ReadonlySet<string>,
  unreadable: ReadonlyMap<string, ReadonlySet<number>> = new Map(),
): Note[][] {
  return Array.from({ length: table.rows }, (_, row) =>
    columns.flatMap((of): Note[] => {
      const what = absent.has(of.name)
        ? 'absent'
        : unreadable.get(of.name)?.has(row) === true
          ? 'unreadable'
          : noteOf(table, of, row);
      return what === null ? [] : [{ column: of.name, what }];
    }),
  );
}

function noteOf(table: Table, { name, range, categories, more }: Signature[number], row: number): Note['what'] | null {
  const column = findColumn(table, name);
  if (column === undefined || isMissing(column, row)) return 'missing';
  if ((column.kind === 'numeric' || column.kind === 'date') && range !== null) {
    const value = column.values[row]!;
    return value < range.low ? 'below' : value > range.high ? 'above' : null;
  }
  if (column.kind !== 'categorical' || more || categories === null) return null;
  // The categories of training come first.
  return column.codes[row]! >= categories.length && labelAt(column, row) !== null ? 'unseen' : null;
}
