import { describe, test } from 'vitest';
import fc from 'fast-check';
import reference from './fixtures/reference.json' with { type: 'json' };
import { expandingWindow, markLast, timeHoldOut } from './index.ts';

/** DistinctTimes with repeats, in any order. */
const anyTimes = fc
  .array(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.double({ noNaN: true, noDefaultInfinity: true })), {
    minLength: 2,
    maxLength: 150,
  })
  .filter((times) => new Set(times).size > 1)
  .map((times) => Float64Array.from(times));

const greatest = (times: Float64Array, rows: Int32Array) => Math.max(...Array.from(rows, (row) => times[row]!));
const least = (times: Float64Array, rows: Int32Array) => Math.min(...Array.from(rows, (row) => times[row]!));

describe('expandingWindow', () => {
  test('trains on everything before the validated rows, and on nothing after', ({ expect }) => {
    fc.assert(
      fc.property(anyTimes, fc.integer({ min: 1, max: 8 }), (times, wanted) => {
        const k = Math.min(wanted, new Set(times).size - 1);
        const splits = [...expandingWindow({ rows: times.length, times }, k)];
        expect(splits).toHaveLength(k);
        let before = -Infinity;
        for (const { train, validation } of splits) {
          expect(greatest(times, train)).toBeLessThan(least(times, validation));
          // Everything earlier than the window is learned from.
          const earlier = times.filter((time) => time < least(times, validation));
          expect(train).toHaveLength(earlier.length);
          // Windows follow each other, and every moment of one is whole.
          expect(least(times, validation)).toBeGreaterThan(before);
          before = greatest(times, validation);
          const inWindow = times.filter((time) => time >= least(times, validation) && time <= before);
          expect(validation).toHaveLength(inWindow.length);
        }
        expect(before).toBe(Math.max(...times));
      }),
    );
  });

  test.for(reference.byTime)(
    "cuts $rows rows of different moments into $k windows as scikit-learn 1.2.1's TimeSeriesSplit",
    ({ rows, k, splits }, { expect }) => {
      const times = Float64Array.from({ length: rows }, (_, row) => row * 3 - 7);
      const found = [...expandingWindow({ rows, times }, k)];
      expect(found.map(({ train, validation }) => [train.length, validation[0], validation.at(-1)])).toEqual(splits);
    },
  );

  test('goes by the times and not by the order of the rows', ({ expect }) => {
    const splits = [...expandingWindow({ rows: 6, times: Float64Array.of(50, 10, 40, 20, 60, 30) }, 2)];
    expect(splits.map(({ train, validation }) => [[...train], [...validation]])).toEqual([
      [
        [1, 3],
        [2, 5],
      ],
      [
        [1, 2, 3, 5],
        [0, 4],
      ],
    ]);
  });

  test('keeps equal moments whole, at the nearest cut', ({ expect }) => {
    // Ten rows in three windows of two: cuts at 4, 6 and 8; the moment 2 ends at 5, 3 at 6 and 4 at 9.
    const times = Float64Array.of(1, 1, 2, 2, 2, 3, 4, 4, 4, 5);
    const sizes = [...expandingWindow({ rows: 10, times }, 3)].map(({ train, validation }) => [
      train.length,
      validation.length,
    ]);
    expect(sizes).toEqual([
      [5, 1],
      [6, 3],
      [9, 1],
    ]);
  });

  test('refuses more windows than there are moments after the first', ({ expect }) => {
    const times = Float64Array.of(1, 1, 2, 2, 3, 3);
    expect([...expandingWindow({ rows: 6, times }, 2)]).toHaveLength(2);
    expect(() => [...expandingWindow({ rows: 6, times }, 3)]).toThrow(
      expect.objectContaining({ code: 'protocol_mismatch', details: { k: 3, moments: 3 } }),
    );
  });
});

describe('timeHoldOut', () => {
  test('judges on the last rows, and puts every row on one side', ({ expect }) => {
    fc.assert(
      fc.property(anyTimes, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (times, share) => {
        const [split] = timeHoldOut({ rows: times.length, times }, share);
        const { train, validation } = split!;
        expect(train.length + validation.length).toBe(times.length);
        expect(greatest(times, train)).toBeLessThan(least(times, validation));
      }),
    );
  });

  test('takes the last fifth of ten rows, and a whole moment where it ends within one', ({ expect }) => {
    const rows = 10;
    const [plain] = timeHoldOut({ rows, times: Float64Array.from({ length: rows }, (_, row) => -row) }, 0.2);
    expect([...plain!.validation]).toEqual([0, 1]);
    const [tied] = timeHoldOut({ rows, times: Float64Array.of(1, 1, 1, 1, 1, 1, 1, 2, 2, 2) }, 0.2);
    expect([...tied!.validation]).toEqual([7, 8, 9]);
  });
});

describe('markLast', () => {
  test('comes as near to its share as whole moments do', ({ expect }) => {
    // DistinctTimes end at 4, 7 and 10: of 8 wanted before the cut, 7 is nearest.
    expect([...markLast(Float64Array.of(1, 1, 1, 1, 2, 2, 2, 3, 3, 3), 0.2)]).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 1]);
  });

  test('refuses moments that are all the same, and rows without one', ({ expect }) => {
    const mismatch = expect.objectContaining({ code: 'protocol_mismatch' });
    expect(() => markLast(new Float64Array(5), 0.2)).toThrow(mismatch);
    expect(() => markLast(Float64Array.of(0, -0), 0.2)).toThrow(mismatch);
    expect(() => markLast(Float64Array.of(1, Number.NaN, 2), 0.2)).toThrow(mismatch);
    expect(() => markLast(null, 0.2)).toThrow(mismatch);
  });
});
