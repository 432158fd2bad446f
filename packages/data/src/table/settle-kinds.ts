import { decideColumn, NAMES } from '../values/decide-column.ts';
import { columnOf } from './column-of.ts';
import { countCategories } from './count-categories.ts';
import { isMissing, type Column, type Table } from './table.ts';

/**
 * Decides the kinds of columns from some of the rows, as if the others were not there: names that are numbers, dates or true and
 * false in `rows` become such columns. Cells of other rows that don't fit become missing.
 *
 * A column that is text stays text, since its cells were not kept.
 *
 * @param rows [n], int32: the rows that decide.
 * @param fixed columns that stay as they are.
 */
export function settleKinds(table: Table, rows: Int32Array, fixed: ReadonlySet<string> = new Set()): Table {
  return { ...table, columns: table.columns.map((column) => (fixed.has(column.name) ? column : settle(column, rows))) };
}

function settle(column: Column, rows: Int32Array): Column {
  if (column.kind !== 'categorical') return column;
  const counts = new Map<number, number>();
  for (const row of rows) {
    if (!isMissing(column, row)) counts.set(column.codes[row]!, (counts.get(column.codes[row]!) ?? 0) + 1);
  }
  if (counts.size === 0) return column;
  const decided = decideColumn(countCategories(column, counts), { decimal: null, delimiter: null });
  return decided.kind === NAMES.kind ? column : columnOf(column, decided);
}
