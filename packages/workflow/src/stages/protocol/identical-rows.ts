import { contentKeys, isMissing, isValues, type Column, type Table } from '@stepwell/data/table';
import { numberKeys } from './number-keys.ts';

/**
 * Numbers the rows so that those with the same cells, and only those, have the same number. Missing cells equal each
 * other.
 *
 * @param columns the columns that count.
 * @returns `numbers`: [rows], int32, from 0 without a gap; `count`: how many different ones.
 */
export function numberRows(table: Table, columns: Column[]): { numbers: Int32Array; count: number } {
  let numbers: Int32Array = new Int32Array(table.rows);
  let count = Math.min(1, table.rows);
  for (const column of columns) {
    // All rows differ already: further columns can't tell them apart any better.
    if (count === table.rows) break;
    const cells = numberCells(column, table.rows);
    const pairs = new Float64Array(table.rows);
    for (let row = 0; row < pairs.length; row++) pairs[row] = numbers[row]! * cells.count + cells.numbers[row]!;
    ({ numbers, count } = numberKeys(pairs));
  }
  return { numbers, count };
}

/**
 * Numbers a column's cells so that equal ones have the same number.
 *
 * @returns `numbers`: [rows], int32, from 0 without a gap; `count`: how many different ones.
 */
export function numberCells(column: Column, rows: number): { numbers: Int32Array; count: number } {
  if (!isValues(column)) return numberKeys(contentKeys(column));
  const cells = column.kind === 'categorical' ? column.codes : column.values;
  const keys = new Float64Array(rows);
  // No cell that is present is infinite.
  for (let row = 0; row < rows; row++) keys[row] = isMissing(column, row) ? Infinity : cells[row]!;
  return numberKeys(keys);
}
