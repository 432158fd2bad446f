import { generator, type Generator } from '@stepwell/base/random';
import type { Table } from '@stepwell/data/table';
import { categorical, numeric, tableOf } from '../../packages/data/src/testing/columns.ts';

/** A kind of generated table: what the target is, and how much of it the columns tell. */
export interface Recipe {
  /** `auc`: two classes as often, whose means lie apart. `r2`: a number, a sum of the columns and noise. */
  kind: 'auc' | 'r2';
  /** The ROC AUC, or the R², of the best possible prediction; 0.5 and 0 for noise. */
  effect: number;
  /** Rows to learn from; a quarter as many are added for the test. */
  rows: number;
  columns: number;
  /** Whether there is also a column of 40 categories, which says nothing. */
  categories?: boolean;
}

/** Rows as numbers, for peers. */
export interface Numbers {
  x: number[][];
  y: number[];
}

/** √2 z(AUC), how many standard deviations the means of two normal classes lie apart. */
const APART: Record<number, number> = { 0.5: 0, 0.58: 0.28553, 0.62: 0.43202, 0.66: 0.58331, 0.7: 0.74161 };

/** Draws a table from a seed: every column tells as much as the others, and all together `effect`. */
export function drawTable({ kind, effect, rows, columns, categories = false }: Recipe, seed: number): Table & Numbers {
  const random = generator(seed, 'bench', `verdicts/${kind}/${effect}/${rows}/${columns}`);
  const total = Math.round(rows * 1.25);
  const y: number[] = [];
  const share = 1 / Math.sqrt(columns);
  const x = Array.from({ length: total }, () => {
    const row = Array.from({ length: columns }, () => normal(random));
    if (kind === 'auc') {
      const code = random.uniform() < 0.5 ? 1 : 0;
      y.push(code);
      return row.map((value) => value + code * APART[effect]! * share);
    }
    const signal = row.reduce((sum, value) => sum + value * share, 0);
    y.push(Math.sqrt(effect / (1 - effect)) * signal + normal(random));
    return row;
  });
  const inputs = Array.from({ length: columns }, (_, j) =>
    numeric(
      `x${j + 1}`,
      x.map((row) => row[j]!),
    ),
  );
  const names = categories
    ? [
        categorical(
          'name',
          y.map(() => `n${random.below(40)}`),
        ),
      ]
    : [];
  const target =
    kind === 'auc'
      ? categorical(
          'y',
          y.map((code) => (code === 1 ? 'yes' : 'no')),
        )
      : numeric('y', y);
  return { ...tableOf(total, ...inputs, ...names, target), x, y };
}

function normal(random: Generator): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}
