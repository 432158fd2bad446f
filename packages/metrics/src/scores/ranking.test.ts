import { describe, test } from 'vitest';
import fc from 'fast-check';
import { score } from '../index.ts';
import { asked, twoClasses } from '../testing/cases.ts';

describe('roc-auc', () => {
  test('is the share of pairs that are in order, a tie counted as half', ({ expect }) => {
    const row = fc.record({ p: fc.integer({ min: 0, max: 8 }).map((p) => p / 8), code: fc.nat(1) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 30 }), (rows) => {
        const { predictions, target } = twoClasses(
          rows.map(({ p }) => p),
          rows.map(({ code }) => code),
        );
        const pairs = rows.flatMap((a) =>
          rows.filter((b) => a.code > b.code).map((b) => (a.p > b.p ? 1 : a.p < b.p ? 0 : 0.5)),
        );
        const expected = pairs.reduce((sum: number, pair) => sum + pair, 0) / pairs.length;
        const value = score(asked('roc-auc'), predictions, target);
        if (pairs.length === 0) expect(value).toBeNaN();
        else expect(value).toBeCloseTo(expected, 12);
      }),
    );
  });
});

describe('average-precision by hand', () => {
  test('of positives in places 1, 3 and 4', ({ expect }) => {
    const { predictions, target } = twoClasses([0.9, 0.8, 0.7, 0.6], [1, 0, 1, 1]);
    expect(score(asked('average-precision'), predictions, target)).toBeCloseTo((1 + 2 / 3 + 3 / 4) / 3, 12);
  });

  test('of rows that are all alike is the share of positives', ({ expect }) => {
    const { predictions, target } = twoClasses([0.5, 0.5, 0.5, 0.5], [1, 0, 0, 0]);
    expect(score(asked('average-precision'), predictions, target)).toBe(0.25);
  });
});
