import { findColumn, type Table } from '@stepwell/data/table';
import { score, type Asked, type Predictions } from '@stepwell/metrics';
import type { Target } from '@stepwell/metrics/targets';
import type { Part } from '../../training/rows/index.ts';

/** A number of each row that rows may be ranked by without a model. */
export interface RankingColumn {
  column: string;
  /** How a row is scored: by the number, the greatest or the least first, or by how relevant rows of its category were. */
  by: 'greatest' | 'least' | 'category';
}

/** From this on the file is taken to be sorted by the target, which is nothing that is known in advance. */
const SORTED = 0.999;
/** Rows of the mean that a category's own mean is drawn towards. */
const PRIOR_ROWS = 5;

/** Ranks the rows of each query as they stand in the file. @param ids [rows]: where each stands. */
export function rankByFile(ids: Int32Array): Predictions {
  return numbers(Float64Array.from(ids, (id) => -id));
}

/** @returns whether rows of nearly every query are sorted by their relevance, so that the order of the file gives it away. */
export function isSortedByTarget(target: Target, ids: Int32Array): boolean {
  const ndcg: Asked = { name: 'ndcg', custom: null, threshold: 0.5 };
  return score(ndcg, rankByFile(ids), target) >= SORTED;
}

/**
 * The input that alone ranks rows best: a number, or how relevant the rows of a category were (popularity).
 *
 * @param part the rows to choose by.
 * @param inputs the columns to choose from.
 * @returns null where none ranks them at all.
 */
export function bestColumn(
  part: Pick<Part, 'table' | 'target'>,
  inputs: readonly string[],
  measure: Asked,
): RankingColumn | null {
  let best: { choice: RankingColumn; value: number } | null = null;
  for (const column of inputs) {
    for (const by of waysOf(part.table, column)) {
      const choice: RankingColumn = { column, by };
      const value = score(measure, rankByColumn(choice, part, part.table), part.target);
      if (Number.isFinite(value) && (best === null || value > best.value)) best = { choice, value };
    }
  }
  return best?.choice ?? null;
}

/**
 * Ranks rows by one column. Missing cells come last.
 *
 * @param trained the rows whose relevance is known.
 * @param table the rows to rank.
 */
export function rankByColumn(
  { column, by }: RankingColumn,
  trained: Pick<Part, 'table' | 'target'>,
  table: Table,
): Predictions {
  const found = findColumn(table, column);
  if (found?.kind === 'categorical' && by === 'category') {
    const known = meansOf(trained, column);
    return numbers(Float64Array.from(found.codes, (code) => known(found.categories[code] ?? null)));
  }
  if (found?.kind !== 'numeric' && found?.kind !== 'boolean' && found?.kind !== 'date') {
    return numbers(new Float64Array(table.rows));
  }
  const sign = by === 'least' ? -1 : 1;
  const isMissing = (value: number) => !Number.isFinite(value) || (found.kind === 'boolean' && value < 0);
  return numbers(Float64Array.from(found.values, (value) => (isMissing(value) ? -Number.MAX_VALUE : sign * value)));
}

function waysOf(table: Table, name: string): RankingColumn['by'][] {
  const kind = findColumn(table, name)?.kind;
  if (kind === 'categorical') return ['category'];
  return kind === 'numeric' || kind === 'boolean' || kind === 'date' ? ['greatest', 'least'] : [];
}

/** The mean relevance of each category, drawn towards that of all rows where it has few. */
function meansOf({ table, target }: Pick<Part, 'table' | 'target'>, name: string): (category: string | null) => number {
  const column = findColumn(table, name);
  const grades = target.kind === 'number' ? target.values : new Float64Array(0);
  const overall = grades.reduce((sum, grade) => sum + grade, 0) / Math.max(1, grades.length);
  const sums = new Map<string, { sum: number; rows: number }>();
  if (column?.kind === 'categorical') {
    column.codes.forEach((code, row) => {
      const category = column.categories[code];
      if (category === undefined) return;
      const known = sums.get(category) ?? { sum: 0, rows: 0 };
      sums.set(category, { sum: known.sum + grades[row]!, rows: known.rows + 1 });
    });
  }
  return (category) => {
    const known = category === null ? undefined : sums.get(category);
    return known === undefined ? overall : (known.sum + PRIOR_ROWS * overall) / (known.rows + PRIOR_ROWS);
  };
}

function numbers(values: Float64Array): Predictions {
  return { kind: 'number', width: 1, values };
}
