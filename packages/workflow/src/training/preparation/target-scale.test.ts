import fc from 'fast-check';
import { describe, test } from 'vitest';
import { scaleTarget, unscaleTarget } from './index.ts';

describe('a number to predict', () => {
  test('is scaled by hand', ({ expect }) => {
    const plain = { mean: [10, 1], sd: [2, 1] };
    expect(scaleTarget(plain, 14, 0)).toBe(2);
    expect(unscaleTarget(plain, 2, 0)).toBe(14);
    // ln(1 + (e² - 1)) = 2, half a deviation above 1.5.
    const log = { mean: [1.5], sd: [1], log: { most: [100] } };
    expect(scaleTarget(log, Math.E ** 2 - 1, 0)).toBeCloseTo(0.5, 14);
    expect(unscaleTarget(log, 0.5, 0)).toBeCloseTo(Math.E ** 2 - 1, 13);
  });

  test('comes back from its logarithm, but not from below 0 or far above all that was trained on', ({ expect }) => {
    const scale = { mean: [2], sd: [1.7], log: { most: [1e6] } };
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2e6, noNaN: true }), (value) => {
        const back = unscaleTarget(scale, scaleTarget(scale, value, 0), 0);
        expect(Math.abs(back - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, value));
      }),
    );
    expect(unscaleTarget(scale, 1_000, 0)).toBe(2e6);
    expect(unscaleTarget(scale, -1_000, 0)).toBe(0);
  });
});
