import { mean, welch } from '@stepwell/metrics';
import { isMissing, type Column, type Table } from '@stepwell/data/table';
import type { Slice } from './explanation.ts';
import { holm } from './holm.ts';

/** Rows that a slice needs, and the others. */
const FEWEST_ROWS = 20;
const MOST_CATEGORIES = 10;
const PARTS = 5;
const MOST_LISTED = 12;
const ALPHA = 0.05;

/**
 * Rows of one kind on which errors are larger or smaller than on the others: by category, fifth, or missing cells.
 *
 * @param table [rows]: validation rows.
 * @param errors [rows]: each row's error.
 * @returns those that chance doesn't explain, though so many were looked at; the least probable first.
 * @see Welch: The generalization of "Student's" problem (1947); Holm: A simple sequentially rejective multiple test procedure (1979)
 */
export function findSlices(
  table: Table,
  columns: readonly string[],
  errors: Float64Array,
): { slices: Slice[]; looked: number } {
  const compared = columns.flatMap((name) => {
    const column = table.columns.find((each) => each.name === name)!;
    return partsOf(column, table.rows).flatMap(({ what, rows }) => {
      const slice = compare(rows, errors);
      return slice === null ? [] : [{ column: name, what, ...slice }];
    });
  });
  const ps = holm(compared.map(({ p }) => p));
  const slices = compared
    .map((slice, i): Slice => ({ ...slice, p: ps[i]! }))
    .filter(({ p }) => p < ALPHA)
    .sort((a, b) => a.p - b.p);
  return { slices: slices.slice(0, MOST_LISTED), looked: compared.length };
}

type Part = { what: Slice['what']; rows: Uint8Array };

function partsOf(column: Column, count: number): Part[] {
  if (column.kind === 'text' || column.kind === 'image') return [];
  const known = Array.from({ length: count }, (_, row) => row).filter((row) => !isMissing(column, row));
  const where = (rows: readonly number[]) => {
    const marks = new Uint8Array(count);
    for (const row of rows) marks[row] = 1;
    return marks;
  };
  const missing: Part = {
    what: { kind: 'missing' },
    rows: where(Array.from({ length: count }, (_, row) => row).filter((row) => isMissing(column, row))),
  };
  if (column.kind === 'categorical' || column.kind === 'boolean') {
    const codes = column.kind === 'boolean' ? column.values : column.codes;
    const names = column.kind === 'boolean' ? ['false', 'true'] : column.categories;
    const counts = names.map((name, code) => ({ name, rows: known.filter((row) => codes[row] === code) }));
    const common = counts.sort((a, b) => b.rows.length - a.rows.length).slice(0, MOST_CATEGORIES);
    return [
      missing,
      ...common.map(({ name, rows }): Part => ({ what: { kind: 'category', name }, rows: where(rows) })),
    ];
  }
  const { values } = column;
  const sorted = Float64Array.from(known, (row) => values[row]!).sort();
  const edges = Array.from({ length: PARTS }, (_, i) => sorted[Math.floor((i * sorted.length) / PARTS)]!);
  const starts = [...new Set(edges)].filter((edge) => edge !== undefined);
  const parts = starts.map((from, i): Part => {
    const to = starts[i + 1] ?? Number.POSITIVE_INFINITY;
    const rows = known.filter((row) => values[row]! >= from && values[row]! < to);
    const high = rows.reduce((most, row) => Math.max(most, values[row]!), from);
    return { what: { kind: 'range', low: from, high, isDate: column.kind === 'date' }, rows: where(rows) };
  });
  return [missing, ...parts];
}

/** Welch's test of the errors of some rows against those of the others; null where either are few. */
function compare(rows: Uint8Array, errors: Float64Array): Pick<Slice, 'rows' | 'error' | 'others' | 'ci' | 'p'> | null {
  const inside = errors.filter((_, row) => rows[row] === 1);
  const outside = errors.filter((_, row) => rows[row] === 0);
  if (inside.length < FEWEST_ROWS || outside.length < FEWEST_ROWS) return null;
  const test = welch(inside, outside);
  return test && { rows: inside.length, error: mean(inside), others: mean(outside), ci: test.ci, p: test.p };
}
