import { MOST_DISTINCT, type CountedCells } from '../values/counted-cells.ts';
import { plainNumber } from './plain-number.ts';
import type { CategoricalColumn } from './table.ts';

/**
 * Counts a column's categories as a file's cells are counted.
 *
 * @param counts rows of each category that occurs; by default those of all rows.
 */
export function countCategories(
  column: CategoricalColumn,
  counts: ReadonlyMap<number, number> = countAll(column),
): CountedCells {
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
  const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return { name: column.name, rows, cells, counts: cellCounts, plain: { ...plain, spellings, compactDates: false } };
}

function countAll({ codes }: CategoricalColumn): Map<number, number> {
  const counts = new Map<number, number>();
  for (const code of codes) if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}
