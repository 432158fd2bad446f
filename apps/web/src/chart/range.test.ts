import fc from 'fast-check';
import { describe, test } from 'vitest';
import { isFull, panned, pinched, readRange, scrolledTo, within, fullRange, writeRange, zoomed } from './range.ts';

describe('zooming', () => {
  test('keeps the epoch it zooms around in its place', ({ expect }) => {
    // 41 is at 40 of 100: of 50 epochs, 20 come before it.
    expect(zoomed({ from: 1, to: 101 }, 0.5, 41, 101)).toEqual({ from: 21, to: 71 });
  });

  test('out ends at all the epochs, in at four of them', ({ expect }) => {
    expect(zoomed({ from: 21, to: 71 }, 10, 41, 101)).toEqual({ from: 1, to: 101 });
    expect(zoomed({ from: 21, to: 26 }, 0.1, 23.5, 101)).toEqual({ from: 21.5, to: 25.5 });
    expect(zoomed({ from: 1, to: 3 }, 0.5, 2, 3)).toEqual({ from: 1, to: 3 });
  });

  test('stops at the first and the last epoch', ({ expect }) => {
    expect(panned({ from: 11, to: 31 }, -1, 101)).toEqual({ from: 1, to: 21 });
    expect(panned({ from: 11, to: 31 }, 0.25, 101)).toEqual({ from: 16, to: 36 });
    expect(panned({ from: 71, to: 91 }, 1, 101)).toEqual({ from: 81, to: 101 });
  });
});

describe('two fingers', () => {
  test('moved apart evenly show less, around their middle', ({ expect }) => {
    // A quarter of the chart apart, then half of it: half as many epochs.
    expect(pinched({ from: 1, to: 101 }, [0.375, 0.625], [0.25, 0.75], 101)).toEqual({ from: 26, to: 76 });
  });

  test('moved together sideways pan, whichever of them is on the left', ({ expect }) => {
    const start = { from: 41, to: 61 };
    // 0.25 of 20 epochs to the right shows 5 earlier ones.
    expect(pinched(start, [0.25, 0.5], [0.5, 0.75], 101)).toEqual({ from: 36, to: 56 });
    expect(pinched(start, [0.5, 0.25], [0.75, 0.5], 101)).toEqual({ from: 36, to: 56 });
  });

  test('hold the epochs that they hold, wherever there is room', ({ expect }) => {
    const share = fc.double({ min: 0.05, max: 0.45, noNaN: true });
    const other = fc.double({ min: 0.55, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(share, other, share, other, (a, b, c, d) => {
        const start = { from: 40_000, to: 41_000 };
        const { from, to } = pinched(start, [a, b], [c, d], 100_000);
        expect(from + c * (to - from)).toBeCloseTo(start.from + a * 1000, 6);
        expect(from + d * (to - from)).toBeCloseTo(start.from + b * 1000, 6);
      }),
    );
  });

  test('that meet or cross do not turn the chart over', ({ expect }) => {
    const { from, to } = pinched({ from: 1, to: 101 }, [0.25, 0.75], [0.6, 0.5], 101);
    expect([from, to]).toEqual([1, 101]);
  });
});

describe('a range', () => {
  test('lies among the epochs that there are', ({ expect }) => {
    expect(within({ from: -10, to: 10 }, 101)).toEqual({ from: 1, to: 21 });
    expect(within({ from: 500, to: 520 }, 101)).toEqual({ from: 81, to: 101 });
    expect(within({ from: 1, to: 500 }, 101)).toEqual({ from: 1, to: 101 });
    expect(fullRange(1)).toEqual({ from: 1, to: 2 });
    expect(isFull({ from: 1, to: 101 }, 101)).toBe(true);
    expect(isFull({ from: 1, to: 100 }, 101)).toBe(false);
  });

  test('moves as little as it takes to show an epoch', ({ expect }) => {
    expect(scrolledTo({ from: 10, to: 20 }, 5)).toEqual({ from: 5, to: 15 });
    expect(scrolledTo({ from: 10, to: 20 }, 23)).toEqual({ from: 13, to: 23 });
    expect(scrolledTo({ from: 10, to: 20 }, 15)).toEqual({ from: 10, to: 20 });
  });

  test('is read from an address as it was written', ({ expect }) => {
    expect(writeRange({ from: 9.7, to: 50.2 }, 101)).toBe('10-50');
    expect(readRange('10-50', 101)).toEqual({ from: 10, to: 50 });
    for (const nothing of [null, '', '10', '50-10', '10-10', '-3-4', 'a-b', '1-101']) {
      expect(readRange(nothing, 101)).toBe(null);
    }
    expect(writeRange({ from: 1, to: 101 }, 101)).toBe(null);
    expect(writeRange({ from: 1.2, to: 100.8 }, 101)).toBe(null);
    expect(writeRange(null, 101)).toBe(null);
  });
});
