import { findColumn, isValues, type Table } from '@stepwell/data/table';
import { association } from './association.ts';

/** From here on columns are taken to go together. */
const TOGETHER = 0.8;
/** Rows that are looked at, from the first. */
const MOST_ROWS = 1_000;

/**
 * Groups of columns that go together, each with one of the others.
 *
 * @param columns names.
 * @returns groups of at least two, in the columns' order.
 */
export function groupColumns(table: Table, columns: readonly string[]): string[][] {
  const values = columns
    .map((name) => findColumn(table, name)!)
    .filter(isValues)
    .map((column) => headOf(column));
  const parent = values.map((_, i) => i);
  const rootOf = (i: number): number => (parent[i] === i ? i : rootOf(parent[i]!));
  for (let a = 0; a < values.length; a++) {
    for (let b = a + 1; b < values.length; b++) {
      if (rootOf(a) !== rootOf(b) && association(values[a]!, values[b]!) >= TOGETHER) parent[rootOf(b)] = rootOf(a);
    }
  }
  const groups = new Map<number, string[]>();
  values.forEach(({ name }, i) => groups.set(rootOf(i), [...(groups.get(rootOf(i)) ?? []), name]));
  return [...groups.values()].filter(({ length }) => length > 1);
}

function headOf<T extends Parameters<typeof association>[0]>(column: T): T {
  return 'codes' in column
    ? { ...column, codes: column.codes.subarray(0, MOST_ROWS) }
    : { ...column, values: column.values.subarray(0, MOST_ROWS) };
}
