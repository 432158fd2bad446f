import { isMissing, type Column, type Table } from '../table/index.ts';

/**
 * Numbers the rows so that those with the same cells, and only those, have the same number. Missing cells equal each
 * other.
 *
 * @param columns the columns that count; texts that were not kept don't.
 * @returns `numbers`: [rows], int32, from 0 without a gap; `count`: how many different ones.
 */
export function numberRows(table: Table, columns: Column[]): { numbers: Int32Array; count: number } {
  let numbers: Int32Array = new Int32Array(table.rows);
  let count = Math.min(1, table.rows);
  for (const column of columns) {
    if (column.kind === 'text') continue;
    // All rows differ already: further columns can't tell them apart any better.
    if (count === table.rows) break;
    const cells = numberCells(column, table.rows);
    if (cells.count === 1) continue;
    if (count === 1) {
      ({ numbers, count } = cells);
      continue;
    }
    const pairs = new Map<number, number>();
    numbers = numbers.map((number, row) => {
      const pair = number * cells.count + cells.numbers[row]!;
      const known = pairs.get(pair);
      if (known !== undefined) return known;
      pairs.set(pair, pairs.size);
      return pairs.size - 1;
    });
    count = pairs.size;
  }
  return { numbers, count };
}

/**
 * Numbers a column's cells so that equal ones have the same number.
 *
 * @returns `numbers`: [rows], int32, from 0 without a gap; `count`: how many different ones; `missing`: the number of
 *   missing cells, -1 where there are none.
 */
export function numberCells(
  column: Exclude<Column, { kind: 'text' }>,
  rows: number,
): { numbers: Int32Array; count: number; missing: number } {
  const cells = column.kind === 'categorical' ? column.codes : column.values;
  const known = new Map<number, number>();
  const numbers = new Int32Array(rows);
  let missing = -1;
  let count = 0;
  for (let row = 0; row < rows; row++) {
    if (isMissing(column, row)) {
      if (missing < 0) missing = count++;
      numbers[row] = missing;
      continue;
    }
    const cell = cells[row]!;
    const number = known.get(cell) ?? count++;
    known.set(cell, number);
    numbers[row] = number;
  }
  return { numbers, count, missing };
}
