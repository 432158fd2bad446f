import { findColumn, parseDate, type Column, type DateColumn, type Table } from '@stepwell/data/table';
import type { RunSpecInput } from '../../../question/index.ts';
import { cells, numeric, tableOf } from '../../../../../data/src/testing/columns.ts';
import { specOf } from '../../../testing/spec.ts';
import { seal } from '../vault.ts';

/** Seals the rows of a table that predicts `spec.target`, "y" unless told otherwise. */
export function sealOf(table: Table, fields: Partial<RunSpecInput> = {}, firstTestRow: number | null = null) {
  const spec = specOf(fields);
  return seal(
    table,
    spec,
    spec.target.map((name) => findColumn(table, name)!),
    firstTestRow,
  );
}

/** A table whose rows differ in a measured column. */
export function tableWith(rows: number, ...columns: Column[]): Table {
  return tableOf(
    rows,
    numeric(
      'x',
      cells(rows, (row) => row + 0.5),
    ),
    ...columns,
  );
}

/** A column of dates; null for a missing cell. */
export function dates(name: string, values: (string | null)[]): DateColumn {
  return {
    kind: 'date',
    name,
    values: Float64Array.from(values, (value) => (value === null ? NaN : parseDate(value))),
  };
}
