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
