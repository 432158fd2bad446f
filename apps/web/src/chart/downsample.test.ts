import fc from 'fast-check';
import { describe, test } from 'vitest';
import { pointsToDraw } from './downsample.ts';

const line = fc.array(fc.option(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { freq: 8 }), {
  minLength: 1,
  maxLength: 400,
});

describe('pointsToDraw', () => {
  test('keeps first, smallest, largest and last of each stretch', ({ expect }) => {
    //        0  1  2  3  4  5 | 6  7  8  9 10 11
    const of = [5, 6, 1, 4, 9, 7, 2, 2, 8, 2, 0, 3];
    expect(pointsToDraw(of, 0, 11, 2)).toEqual([0, 2, 4, 5, 6, 8, 10, 11]);
  });

  test('keeps everything where there is room for it', ({ expect }) => {
    expect(pointsToDraw([3, null, 1, 2], 0, 3, 1)).toEqual([0, 1, 2, 3]);
    expect(pointsToDraw([3, null, 1, 2, 9], 1, 3, 1)).toEqual([1, 2, 3]);
  });

  test('a stretch without values stays a gap', ({ expect }) => {
    const of = [1, 2, 3, 4, 5, null, null, null, null, null, 6, 7, 8, 9, 9];
    expect(pointsToDraw(of, 0, 14, 3)).toEqual([0, 4, 5, 10, 13, 14]);
  });

  test('of any line: in order, at most four a stretch, every extreme of every stretch', ({ expect }) => {
    fc.assert(
      fc.property(line, fc.integer({ min: 1, max: 60 }), (values, stretches) => {
        const kept = pointsToDraw(values, 0, values.length - 1, stretches);
        expect(kept.length).toBeLessThanOrEqual(4 * stretches);
        for (let i = 1; i < kept.length; i++) expect(kept[i]!).toBeGreaterThan(kept[i - 1]!);
        for (let stretch = 0; stretch < stretches; stretch++) {
          const from = Math.floor((stretch * values.length) / stretches);
          const to = Math.floor(((stretch + 1) * values.length) / stretches);
          const all = values.slice(from, to).filter((value) => value !== null);
          const drawn = kept.filter((i) => i >= from && i < to).map((i) => values[i]);
          if (all.length > 0) expect(drawn).toContain(Math.min(...all));
          if (all.length > 0) expect(drawn).toContain(Math.max(...all));
        }
      }),
    );
  });
});
