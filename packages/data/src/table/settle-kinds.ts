import { decideColumn, NAMES } from '../values/decide-column.ts';
import { MOST_DISTINCT, type CountedCells } from '../values/counted-cells.ts';
import { columnOf } from './column-of.ts';
import { plainNumber } from './plain-number.ts';
import { isMissing, type CategoricalColumn, type Column, type Table } from './table.ts';

/**
 * Decides the kinds of columns from some of the rows, as if the others were not there: names that are numbers, dates or true and
 * false in `rows` become such columns. Cells of other rows that don't fit become missing.
 *
 * A column that is text stays text, since its cells were not kept.
 *
 * @param rows [n], int32: the rows that decide.
 */
export function settleKinds(table: Table, rows: Int32Array): Table {
  return { ...table, columns: table.columns.map((column) => settle(column, rows)) };
}

function settle(column: Column, rows: Int32Array): Column {
  if (column.kind !== 'categorical') return column;
  const counts = new Map<number, number>();
  for (const row of rows) {
    if (!isMissing(column, row)) counts.set(column.codes[row]!, (counts.get(column.codes[row]!) ?? 0) + 1);
  }
  if (counts.size === 0) return column;
  const decided = decideColumn(countedOf(column, counts, rows.length), { decimal: null, delimiter: null });
  return decided.kind === NAMES.kind ? column : columnOf(column, decided);
}

/** The categories that occur, counted as a file's cells are. */
function countedOf(column: CategoricalColumn, counts: ReadonlyMap<number, number>, rows: number): CountedCells {
  const [cells, cellCounts]: [string[], number[]] = [[], []];
  const spellings = new Map<number, Set<number>>();
  const plain = { count: 0, low: Infinity, high: -Infinity, whole: true, likeThousands: false, many: false };
  for (const [code, count] of counts) {
    const label = column.categories[code]!;
    const number = plainNumber(label);
    if (number === null) {
      cells.push(label);
      cellCounts.push(count);
      continue;
    }
    plain.count += count;
    plain.low = Math.min(plain.low, number.value);
    plain.high = Math.max(plain.high, number.value);
    if (number.decimals !== 0) plain.whole = false;
    if (spellings.size >= MOST_DISTINCT) plain.many = true;
    else spellings.set(number.value, (spellings.get(number.value) ?? new Set()).add(number.decimals));
  }
  return { name: column.name, rows, cells, counts: cellCounts, plain: { ...plain, spellings, compactDates: false } };
}
