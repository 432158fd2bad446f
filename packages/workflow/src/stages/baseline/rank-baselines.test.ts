import { describe, test } from 'vitest';
import { METRICS } from '@stepwell/metrics';
import type { Target } from '@stepwell/metrics/targets';
import { categorical, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import type { Measure } from '../measure/index.ts';
import type { Split } from '../../training/rows/index.ts';
import { baseline, baselinePredictions, bestColumn, rankByColumn } from './index.ts';

const NDCG: Measure = {
  name: 'ndcg',
  greaterIsBetter: METRICS.ndcg.greaterIsBetter,
  why: '',
  beside: [],
  custom: null,
  threshold: 0.5,
};

function ranked(grades: readonly number[], size: number): Target {
  return {
    kind: 'number',
    width: 1,
    values: Float64Array.from(grades),
    queries: Int32Array.from(grades, (_, row) => Math.floor(row / size)),
  };
}

const HALVES: Split[] = [{ train: Int32Array.of(0, 1, 2, 3), validation: Int32Array.of(4, 5, 6, 7) }];
/** Queries of two rows; the second row of each is relevant but in the last query. */
const TARGET = ranked([0, 1, 0, 1, 0, 1, 1, 0], 2);
const IDS = Int32Array.from({ length: 8 }, (_, row) => row);
/** NDCG of a query of two rows whose only relevant row comes second: 1 / log2(3). */
const SECOND = 1 / Math.log2(3);

describe('baselines of a ranking', () => {
  test('a random order scores the mean over all orders', ({ expect }) => {
    const { baselines } = baseline({ target: TARGET }, HALVES, NDCG, 0, 'group');
    const value = baselines.find(({ name }) => name === 'random-order')!.score;
    expect(value).toBeCloseTo((1 + SECOND) / 2, 12);
  });

  test('the order of the file puts earlier rows first', ({ expect }) => {
    const { baselines, decisions } = baseline({ target: TARGET, ids: IDS }, HALVES, NDCG, 0, 'group');
    const value = baselines.find(({ name }) => name === 'file-order')!.score;
    expect(value).toBeCloseTo((SECOND + 1) / 2, 12);
    expect(decisions).toHaveLength(1);
  });

  test('a file that is sorted by relevance gives it away: its order is no baseline', ({ expect }) => {
    const sorted = ranked([1, 0, 1, 0, 2, 1, 1, 0], 2);
    const { baselines, decisions } = baseline({ target: sorted, ids: IDS }, HALVES, NDCG, 0, 'group');
    expect(baselines.map(({ name }) => name)).toEqual(['random-order']);
    expect(decisions[1]).toMatchObject({ choice: 'not the order of the file' });
  });

  test('one column is chosen on training rows, with its direction', ({ expect }) => {
    // The greatest `against` comes first in the last two queries alone, the least `up` in none.
    const table = tableOf(
      8,
      numeric('up', [1, 2, 1, 2, 1, 2, 1, 2]),
      numeric('against', [2, 1, 2, 1, 1, 2, 2, 1]),
      numeric('alike', [1, 1, 1, 1, 1, 1, 1, 1]),
    );
    const inputs = ['alike', 'up', 'against'];
    const rows = { target: TARGET, ids: IDS, table, inputs };
    const { baselines } = baseline(rows, HALVES, NDCG, 0, 'group');
    expect(baselines.find(({ name }) => name === 'one-column')).toMatchObject({ column: 'up' });
    const { values } = baselinePredictions('one-column', rows, HALVES[0]!, NDCG, 0);
    expect([...values]).toEqual([1, 2, 1, 2]);
    expect(bestColumn({ table, target: TARGET }, ['against'], NDCG)).toEqual({ column: 'against', by: 'greatest' });
    const trained = { table: tableOf(4, numeric('against', [2, 1, 2, 1])), target: ranked([0, 1, 0, 1], 2) };
    expect(bestColumn(trained, ['against'], NDCG)).toEqual({ column: 'against', by: 'least' });
  });

  test('categories are ranked by how relevant their rows were, drawn towards the mean', ({ expect }) => {
    const trained = { table: tableOf(4, categorical('item', ['a', 'b', 'a', 'c'])), target: ranked([1, 0, 1, 0], 2) };
    const rows = tableOf(4, categorical('item', ['b', 'a', 'new', null]));
    const { values } = rankByColumn({ column: 'item', by: 'category' }, trained, rows);
    // Half of all rows are relevant, and count as five: b has (0 + 2.5) / 6, a has (2 + 2.5) / 7.
    expect([...values]).toEqual([2.5 / 6, 4.5 / 7, 0.5, 0.5]);
  });

  test('missing cells come last, whichever way', ({ expect }) => {
    const trained = { table: tableOf(2, numeric('x', [1, 2])), target: ranked([0, 1], 2) };
    for (const by of ['greatest', 'least'] as const) {
      const { values } = rankByColumn({ column: 'x', by }, trained, tableOf(2, numeric('x', [null, 5])));
      expect(values[0]).toBeLessThan(values[1]!);
    }
  });
});
