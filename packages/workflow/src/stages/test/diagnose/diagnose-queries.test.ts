import { test } from 'vitest';
import { diagnoseQueries } from './diagnose-queries.ts';

test('diagnoseQueries counts queries by their score, and the relevance at each place', ({ expect }) => {
  // The first query is in order (NDCG 1); of the second the only relevant row comes second (1 / log2(3) = 0.63); the third has no order.
  const relevance = {
    values: Float64Array.of(2, 1, 0, 0, 1, 0, 0),
    queries: Int32Array.of(0, 0, 0, 1, 1, 2, 2),
  };
  const predictions = { kind: 'number', width: 1, values: Float64Array.of(3, 2, 1, 2, 1, 1, 2) } as const;
  expect(diagnoseQueries(predictions, relevance, 'ndcg')).toEqual({
    kind: 'queries',
    judged: 2,
    alike: 1,
    scores: [0, 0, 0, 0, 0, 0, 1, 0, 0, 1],
    places: [
      { place: 1, relevance: (2 + 0) / 2, queries: 2 },
      { place: 2, relevance: (1 + 1) / 2, queries: 2 },
      { place: 3, relevance: 0, queries: 1 },
    ],
    random: 4 / 5,
  });
});
