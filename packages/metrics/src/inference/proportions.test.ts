import { describe, test } from 'vitest';
import fc from 'fast-check';
import reference from '../fixtures/reference.json' with { type: 'json' };
import { clopperPearson, mcnemar, wilsonInterval } from '../index.ts';

describe.for(reference.proportions)('$count of $rows, against SciPy 1.10.1', ({ count, rows, ...expected }) => {
  test.for([
    ['wilson', wilsonInterval],
    ['clopperPearson', clopperPearson],
  ] as const)('%s', ([name, interval], { expect }) => {
    const [low, high] = interval(count, rows);
    expect(low).toBeCloseTo(expected[name][0]!, 9);
    expect(high).toBeCloseTo(expected[name][1]!, 9);
  });
});

describe('wilsonInterval', () => {
  test('of none or all of the rows ends at 0 or 1, and is no point', ({ expect }) => {
    for (let rows = 1; rows <= 2_000; rows++) {
      const [lowest, high] = wilsonInterval(0, rows);
      const [low, highest] = wilsonInterval(rows, rows);
      expect([lowest, highest]).toEqual([0, 1]);
      // By hand: z² / (n + z²) above 0, as far below 1.
      expect(high).toBeCloseTo(3.841458820694124 / (rows + 3.841458820694124), 12);
      expect(low).toBeCloseTo(1 - high, 12);
    }
  });

  test('stays within 0 and 1, and holds the share', ({ expect }) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (rows, share) => {
        const count = Math.round(share * rows);
        const [low, high] = wilsonInterval(count, rows);
        expect(0 <= low && low <= count / rows && count / rows <= high && high <= 1).toBe(true);
        expect(low < 1 && high > 0).toBe(true);
      }),
    );
  });

  test('of no rows says nothing', ({ expect }) => {
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });
});

describe('clopperPearson', () => {
  test('holds the share, in [0, 1], and is the wider of the two about the middle', ({ expect }) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (rows, share) => {
        const count = Math.round(share * rows);
        const [low, high] = clopperPearson(count, rows);
        expect(0 <= low && low <= count / rows && count / rows <= high && high <= 1).toBe(true);
        const [wilsonLow, wilsonHigh] = wilsonInterval(count, rows);
        if (count > 0 && count < rows) expect(high - low).toBeGreaterThan(wilsonHigh - wilsonLow);
      }),
      { numRuns: 100 },
    );
  });
});

describe('mcnemar', () => {
  test.for(reference.mcnemar)(
    'of $b and $c is the binomial test of SciPy 1.10.1',
    ({ b, c, ...expected }, { expect }) => {
      const { p, pTwoSided } = mcnemar(b, c);
      expect(p).toBeCloseTo(expected.p, 9);
      expect(pTwoSided).toBeCloseTo(expected.pTwoSided, 9);
    },
  );

  test('of 5 and 0 by hand: five coins all heads, on one side and on both', ({ expect }) => {
    expect(mcnemar(5, 0).p).toBeCloseTo(1 / 32, 12);
    expect(mcnemar(5, 0).pTwoSided).toBeCloseTo(1 / 16, 12);
    expect(mcnemar(0, 5)).toEqual({ p: 1, pTwoSided: mcnemar(5, 0).pTwoSided });
  });
});
