import { describe, test } from 'vitest';
import { fromCounted, panBy, settle, toCounted, zoomBy } from './zoom.ts';

const ALL = { from: 0, to: 1000 };

describe('ranges of steps', () => {
  test('are whole steps within all of them, and null for all', ({ expect }) => {
    expect(settle({ from: 10.7, to: 20.2 }, ALL)).toEqual({ from: 10, to: 21 });
    expect(settle({ from: -50, to: 20 }, ALL)).toEqual({ from: 0, to: 70 });
    expect(settle({ from: 990, to: 1020 }, ALL)).toEqual({ from: 970, to: 1000 });
    expect(settle({ from: -5, to: 2000 }, ALL)).toBeNull();
    expect(settle({ from: 5.2, to: 5.4 }, ALL)).toEqual({ from: 5, to: 7 });
    expect(settle({ from: 3, to: 3 }, { from: 3, to: 3 })).toBeNull();
  });

  test('are counted from 1 and back', ({ expect }) => {
    const all = { from: -10, to: 89 };
    expect(toCounted(all, all)).toEqual({ from: 1, to: 100 });
    expect(fromCounted({ from: 1.5, to: 100 }, all)).toEqual({ from: -9.5, to: 89 });
  });

  test('zoom around their middle, and pan by a share of their width', ({ expect }) => {
    expect(zoomBy(ALL, 0.5, ALL)).toEqual({ from: 250, to: 750 });
    expect(zoomBy({ from: 250, to: 750 }, 2, ALL)).toBeNull();
    expect(panBy({ from: 100, to: 200 }, 0.25, ALL)).toEqual({ from: 125, to: 225 });
    expect(panBy({ from: 0, to: 200 }, -0.25, ALL)).toEqual({ from: 0, to: 200 });
  });
});
