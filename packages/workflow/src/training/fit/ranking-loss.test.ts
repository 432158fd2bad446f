import { describe, test } from 'vitest';
import fc from 'fast-check';
import { rankingLoss } from './ranking-loss.ts';

const LOSSES = ['pairwise-logistic', 'lambdarank', 'listwise-cross-entropy'] as const;
const of = (name: (typeof LOSSES)[number], scores: number[], grades: number[], queries: number[]) =>
  rankingLoss(name, Float32Array.from(scores), Float32Array.from(grades), Int32Array.from(queries));
const softplus = (x: number) => Math.log(1 + Math.exp(x));

describe('rankingLoss, by hand', () => {
  test('pairs of a query, their mean; queries alike', ({ expect }) => {
    // Query 0: grades 2, 1, 0 with scores 1, 3, 0: three pairs. Query 1: one pair.
    const { loss } = of('pairwise-logistic', [1, 3, 0, 2, 2], [2, 1, 0, 0, 1], [0, 0, 0, 1, 1]);
    const first = (softplus(2) + softplus(-1) + softplus(-3)) / 3;
    expect(loss).toBeCloseTo((first + Math.log(2)) / 2, 12);
  });

  test('pairs weighted by the change of NDCG', ({ expect }) => {
    // In the order of scores: grade 0, then grade 1. Possible: 1. Changing places: 1 · |1 - 1 / log2(3)|.
    const { loss, gradient } = of('lambdarank', [2, 1], [0, 1], [7, 7]);
    const weight = 1 - 1 / Math.log2(3);
    expect(loss).toBeCloseTo(weight * softplus(1), 12);
    const pull = weight / (1 + Math.exp(-1));
    expect([...gradient]).toEqual([Math.fround(pull), Math.fround(-pull)].map((value) => expect.closeTo(value, 7)));
  });

  test('grades as shares against the softmax', ({ expect }) => {
    const { loss, gradient } = of('listwise-cross-entropy', [0, 0, 0], [3, 1, 0], [0, 0, 0]);
    expect(loss).toBeCloseTo(Math.log(3), 12);
    expect([...gradient]).toEqual([1 / 3 - 3 / 4, 1 / 3 - 1 / 4, 1 / 3].map((value) => expect.closeTo(value, 7)));
  });

  test('queries whose rows are alike have no say', ({ expect }) => {
    for (const name of LOSSES) {
      const alone = of(name, [1, 2], [1, 0], [0, 0]);
      const among = of(name, [9, 1, 2, 4, 5], [1, 1, 0, 2, 2], [1, 0, 0, 2, 2]);
      expect(among.loss).toBe(alone.loss);
      expect([...among.gradient]).toEqual([0, ...alone.gradient, 0, 0]);
      expect(of(name, [1, 2], [0, 0], [0, 0])).toEqual({ loss: 0, gradient: new Float32Array(2) });
    }
  });
});

describe.for(LOSSES)('%s', (name) => {
  test('has the derivatives of its differences', ({ expect }) => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -30, max: 30 }), fc.nat(3), fc.nat(2)), { minLength: 2, maxLength: 12 }),
        (rows) => {
          // Apart by a tenth at least, so that a small step doesn't change the order that weights depend on.
          const scores = rows.map(([score], i) => score / 10 + i / 100);
          const [grades, queries] = [rows.map(([, grade]) => grade), rows.map(([, , query]) => query)];
          const { gradient } = of(name, scores, grades, queries);
          const step = 2 ** -9;
          const at = rows.length - 1;
          const moved = (by: number) => of(name, scores.with(at, scores[at]! + by), grades, queries).loss;
          const slope = (moved(step) - moved(-step)) / (2 * step);
          expect(Math.abs(gradient[at]! - slope)).toBeLessThan(1e-3);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('stays finite where scores are far apart', ({ expect }) => {
    const { loss, gradient } = of(name, [-3e4, 3e4], [1, 0], [0, 0]);
    expect(Number.isFinite(loss)).toBe(true);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });
});
