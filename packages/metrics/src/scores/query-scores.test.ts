import { describe, test } from 'vitest';
import reference from '../fixtures/rankings.json' with { type: 'json' };
import {
  compare,
  METRIC_NAMES,
  metricsFor,
  score,
  scoreInterval,
  scoreStream,
  targetAt,
  type Target,
} from '../index.ts';
import { asked, rankings } from '../testing/cases.ts';

const REFERENCE = rankings(reference.queries.map(({ grades, scores }) => ({ grades, predicted: scores })));

describe('score of rankings', () => {
  test.for(Object.entries(reference.values))("%s is scikit-learn's", ([name, value], { expect }) => {
    const measure = asked(METRIC_NAMES.find((known) => known === name)!);
    expect(score(measure, REFERENCE.predictions, REFERENCE.target)).toBeCloseTo(value, 12);
  });

  test('precision and reciprocal rank, by hand', ({ expect }) => {
    // In order: not, relevant, not, relevant. In the second query the only relevant row is last of three.
    const { predictions, target } = rankings([
      { grades: [1, 0, 2, 0], predicted: [3, 4, 1, 2] },
      { grades: [0, 0, 1], predicted: [3, 2, 1] },
    ]);
    expect(score(asked('mrr'), predictions, target)).toBeCloseTo((1 / 2 + 1 / 3) / 2, 12);
    expect(score(asked('precision@1'), predictions, target)).toBe(0);
    expect(score(asked('precision@3'), predictions, target)).toBeCloseTo((1 / 3 + 1 / 3) / 2, 12);
    // Four and three rows, divided by five all the same.
    expect(score(asked('precision@5'), predictions, target)).toBeCloseTo((2 / 5 + 1 / 5) / 2, 12);
  });

  test('rows with equal predictions count as in each order of them', ({ expect }) => {
    const { predictions, target } = rankings([{ grades: [0, 1, 0, 1], predicted: [5, 2, 2, 2] }]);
    // After a miss, two hits among three: the first stands at place 2 in 2 of 3 orders, else at place 3.
    expect(score(asked('mrr'), predictions, target)).toBeCloseTo((2 / 3) * (1 / 2) + (1 / 3) * (1 / 3), 12);
    expect(score(asked('precision@3'), predictions, target)).toBeCloseTo((2 * (2 / 3)) / 3, 12);
  });

  test('queries whose rows are alike are left out', ({ expect }) => {
    const one = { grades: [1, 0], predicted: [0, 1] };
    const alike = [
      { grades: [0, 0, 0], predicted: [1, 2, 3] },
      { grades: [2], predicted: [1] },
      { grades: [1, 1], predicted: [1, 2] },
    ];
    const { predictions, target } = rankings([alike[0]!, one, alike[1]!, alike[2]!]);
    expect(score(asked('mrr'), predictions, target)).toBe(0.5);
    const nothing = rankings(alike);
    expect(score(asked('mrr'), nothing.predictions, nothing.target)).toBeNaN();
    expect(
      compare([{ ...nothing, model: nothing.predictions, other: nothing.predictions }], asked('mrr'), 0, 'a').defined,
    ).toBe(false);
  });

  test('the order of rows and the cut of a stream change nothing', ({ expect }) => {
    const { predictions, target } = REFERENCE;
    const rows = Int32Array.from(predictions.values, (_, row) => row).sort((a, b) => ((a * 37) % 53) - ((b * 37) % 53));
    const values = Float64Array.from(rows, (row) => predictions.values[row]!);
    const stream = scoreStream(asked('ndcg@5'));
    stream.add({ ...predictions, values: values.subarray(0, 20) }, targetAt(target, rows.subarray(0, 20)));
    stream.add({ ...predictions, values: values.subarray(20) }, targetAt(target, rows.subarray(20)));
    expect(stream.value()).toBeCloseTo(reference.values['ndcg@5'], 12);
  });

  test('errors of numbers are refused, and rankings without queries', ({ expect }) => {
    const mismatch = expect.objectContaining({ code: 'measure_mismatch' });
    const { predictions, target } = REFERENCE;
    expect(() => score(asked('mae'), predictions, target)).toThrow(mismatch);
    const plain: Target = { kind: 'number', width: 1, values: Float64Array.of(0, 1) };
    expect(() => score(asked('ndcg'), { ...predictions, values: plain.values }, plain)).toThrow(mismatch);
    expect(metricsFor(target).map(({ name }) => name)).toContain('ndcg@10');
    expect(metricsFor(target).map(({ name }) => name)).not.toContain('mae');
  });
});

describe('queries are the unit', () => {
  // Thirty queries, 20 of which the model ranks rightly and the other at random (all rows alike).
  const many = rankings(
    Array.from({ length: 30 }, (_, query) => ({ grades: [1, 0], predicted: query < 20 ? [1, 0] : [0, 1] })),
  );
  const tied = { ...many.predictions, values: new Float64Array(60) };

  test('of an interval', ({ expect }) => {
    // A share of 20 of 30: Wilson's interval is 0.49 to 0.81.
    const [low, high] = scoreInterval(asked('precision@1'), many.predictions, many.target, 0, 'a');
    expect(low).toBeGreaterThan(0.45);
    expect(low).toBeLessThan(0.53);
    expect(high).toBeGreaterThan(0.77);
    expect(high).toBeLessThan(0.85);
  });

  test('of a comparison: copies of the rows of a query say nothing new', ({ expect }) => {
    const part = { model: many.predictions, other: tied, target: many.target };
    const once = compare([part], asked('precision@1'), 0, 'a');
    expect(once).toMatchObject({ defined: true, score: 20 / 30, otherScore: 0.5, test: 'sign-flip' });
    // Of 30 fair coins, at least 20 heads: 0.0494.
    expect(once.p).toBeGreaterThan(0.035);
    expect(once.p).toBeLessThan(0.065);
    const twice = compare([part, part], asked('precision@1'), 0, 'a');
    expect(twice).toEqual(once);
  });
});
