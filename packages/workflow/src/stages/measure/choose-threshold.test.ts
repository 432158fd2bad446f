import { describe, test } from 'vitest';
import fc from 'fast-check';
import { score } from '@stepwell/metrics';
import { chooseThreshold } from './index.ts';
import { asked, CASES, twoClasses } from '../../../../metrics/src/testing/cases.ts';

describe('chooseThreshold', () => {
  test('by hand: a costly false negative moves it down between two probabilities', ({ expect }) => {
    const { predictions, target } = twoClasses([0.1, 0.2, 0.3, 0.6, 0.9], [0, 0, 1, 0, 1]);
    // At one half: one false positive, one false negative. From (0.2, 0.3] on: one false positive.
    const chosen = chooseThreshold(predictions, target, { falsePositive: 1, falseNegative: 5 });
    expect(chosen.threshold).toBeCloseTo(0.25, 12);
    expect(chosen.cost).toBe(1 / 5);
    expect(chosen.costAtHalf).toBe(6 / 5);
  });

  test('by hand: a costly false positive moves it up', ({ expect }) => {
    const { predictions, target } = twoClasses([0.1, 0.2, 0.3, 0.6, 0.9], [0, 0, 1, 0, 1]);
    const chosen = chooseThreshold(predictions, target, { falsePositive: 5, falseNegative: 1 });
    expect(chosen.threshold).toBeCloseTo(0.75, 12);
    expect(chosen).toMatchObject({ cost: 1 / 5, costAtHalf: 6 / 5 });
  });

  test('names none or all where that costs least', ({ expect }) => {
    const { predictions, target } = twoClasses([0, 0.7, 1], [1, 1, 0]);
    const none = chooseThreshold(predictions, target, { falsePositive: 1, falseNegative: 0 });
    expect(none.threshold).toBeGreaterThan(1);
    expect(none.cost).toBe(0);
    const all = chooseThreshold(predictions, target, { falsePositive: 0, falseNegative: 1 });
    expect(all).toMatchObject({ threshold: 0, cost: 0 });
  });

  test('stays at one half where nothing costs less', ({ expect }) => {
    for (const costs of [
      { falsePositive: 0, falseNegative: 0 },
      { falsePositive: 1, falseNegative: 1 },
    ]) {
      const { predictions, target } = twoClasses([0.1, 0.4, 0.6, 0.8], [0, 0, 1, 1]);
      expect(chooseThreshold(predictions, target, costs).threshold).toBe(0.5);
    }
  });

  test('costs what the named classes cost, and no other threshold costs less', ({ expect }) => {
    const cost = fc.constantFrom(0, 0.1, 0.3, 1, 7);
    const row = fc.record({
      p: fc.constantFrom(0, 0.1, 0.25, 0.5, 0.5 + 2 ** -53, 0.75, 1),
      code: fc.constantFrom(-1, 0, 1),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), cost, cost, (rows, falsePositive, falseNegative) => {
        const costAt = (threshold: number) =>
          rows.reduce((sum, { p, code }) => {
            if (p >= threshold) return sum + (code === 1 ? 0 : falsePositive);
            return sum + (code === 1 ? falseNegative : 0);
          }, 0) / rows.length;
        const { predictions, target } = twoClasses(
          rows.map(({ p }) => p),
          rows.map(({ code }) => code),
        );
        const chosen = chooseThreshold(predictions, target, { falsePositive, falseNegative });
        expect(costAt(chosen.threshold)).toBeCloseTo(chosen.cost, 12);
        expect(costAt(0.5)).toBeCloseTo(chosen.costAtHalf, 12);
        for (const other of [0, 0.05, 0.2, 0.3, 0.5, 0.5 + 2 ** -53, 0.6, 0.9, 1.1]) {
          expect(chosen.cost).toBeLessThanOrEqual(costAt(other) + 1e-12);
        }
      }),
    );
  });

  test('of equal costs leads to the best accuracy', ({ expect }) => {
    const { predictions, target } = CASES.binary;
    const { threshold, cost } = chooseThreshold(predictions, target, { falsePositive: 1, falseNegative: 1 });
    expect(score(asked('accuracy', threshold), predictions, target)).toBeCloseTo(1 - cost, 12);
    for (let other = 0; other <= 1; other += 1 / 64) {
      expect(score(asked('accuracy', other), predictions, target)).toBeLessThanOrEqual(1 - cost + 1e-12);
    }
  });

  test('refuses anything but two classes, and no rows', ({ expect }) => {
    const costs = { falsePositive: 1, falseNegative: 1 };
    const mismatch = expect.objectContaining({ code: 'measure_mismatch' });
    for (const { predictions, target } of [CASES.multiclass, CASES.number, CASES.labels, twoClasses([], [])]) {
      expect(() => chooseThreshold(predictions, target, costs)).toThrow(mismatch);
    }
  });
});
