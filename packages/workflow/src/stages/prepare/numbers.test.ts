import { describe, test } from 'vitest';
import fc from 'fast-check';
import { describeNumbers } from './describe-numbers.ts';
import reference from '../../training/preparation/fixtures/reference.json' with { type: 'json' };
import { numberStep, applyScaling, fillOf, fitScaling } from '../../training/preparation/index.ts';

const HUGE_TO_TINY = fc.double({ noNaN: true, noDefaultInfinity: true });
const anyNumbers = fc.array(HUGE_TO_TINY, { maxLength: 30 }).map((values) => Float64Array.from(values));

function scaled(
  present: number[],
  step: 'z-score' | 'zero-to-one' | 'minus-one-to-one' | 'robust' | 'log',
  ...at: number[]
) {
  const scaling = fitScaling(Float64Array.from(present), step);
  return at.map((value) => applyScaling(scaling, value));
}

describe('fitScaling', () => {
  test.for(['z-score', 'zero-to-one', 'minus-one-to-one', 'robust'] as const)(
    'of %s is what scikit-learn 1.2.1 makes of training and unseen rows',
    (step, { expect }) => {
      const { train, unseen, scaled: expected } = reference;
      const found = scaled(train, step, ...train, ...unseen);
      found.forEach((value, row) => expect(value).toBeCloseTo(expected[step][row]!, 12));
    },
  );

  test("of log is what scikit-learn's StandardScaler makes of NumPy's log1p", ({ expect }) => {
    const { skewed, logScaled } = reference;
    scaled(skewed, 'log', ...skewed).forEach((value, row) => expect(value).toBeCloseTo(logScaled[row]!, 12));
  });

  test('takes the logarithm from the least value where there are values below 0', ({ expect }) => {
    // ln(1 + 0) = 0 and ln(1 + e - 1) = 1: mean 1/2, deviation 1/2. What is below the least counts as the least.
    const [low, high, below] = scaled([-3, -3 + Math.E - 1], 'log', -3, -3 + Math.E - 1, -1e9);
    expect(low).toBeCloseTo(-1, 12);
    expect(high).toBeCloseTo(1, 12);
    expect(below).toBe(low);
  });

  test('puts equal numbers at 0', ({ expect }) => {
    for (const step of numberStep.options) {
      for (const value of [0, 5, -7, 1e300, 1e-300])
        expect(scaled([value, value, value], step, value)[0]).toBeCloseTo(0, 12);
    }
    // The mean of ten tenths is off by rounding.
    expect(
      Math.abs(
        scaled(
          Array.from({ length: 10 }, () => 0.1),
          'z-score',
          0.1,
        )[0]!,
      ),
    ).toBeLessThan(1e-12);
  });

  test('divides by the standard deviation where most numbers are equal', ({ expect }) => {
    // Median 0, quartiles 0 and 0; mean 1, deviation 3.
    const values = [0, 0, 0, 0, 0, 0, 0, 0, 0, 10];
    expect(scaled(values, 'robust', 0, 3)).toEqual([0, 1]);
  });

  test('keeps numbers never seen within bounds that float32 can hold', ({ expect }) => {
    // Mean 1 and standard deviation 1; median 1 and interquartile range 1.
    expect(scaled([0, 2], 'z-score', 1e39, -1e300, 3)).toEqual([1e6, -1e6, 2]);
    expect(scaled([0, 2], 'robust', 1e39, -1e300, 3)).toEqual([20, -20, 2]);
  });

  test('keeps apart numbers whose squares leave float64', ({ expect }) => {
    // In units of 1e308: 1, -1 and 0 have mean 0 and deviation √(2/3).
    for (const unit of [1e308, 1e-200]) {
      const [first, second, third] = scaled([unit, -unit, 0], 'z-score', unit, -unit, 0);
      expect(first).toBeCloseTo(Math.sqrt(1.5), 12);
      expect(second).toBeCloseTo(-Math.sqrt(1.5), 12);
      expect(third).toBe(0);
      expect(scaled([unit, -unit, 0], 'zero-to-one', unit, -unit, 0)).toEqual([1, 0, 0.5]);
      expect(scaled([unit, -unit, 0], 'minus-one-to-one', unit, -unit, 0)).toEqual([1, -1, 0]);
    }
  });

  test.for(numberStep.options)('of %s is finite for any finite numbers, seen and unseen', (step, { expect }) => {
    fc.assert(
      fc.property(anyNumbers, anyNumbers, (train, unseen) => {
        const scaling = fitScaling(train, step);
        for (const value of Object.values(scaling))
          if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite);
        expect(scaling.spread).toBeGreaterThan(0);
        for (const value of [...train, ...unseen]) {
          expect(Math.abs(applyScaling(scaling, value))).toBeLessThanOrEqual(scaling.limit);
        }
        expect(fillOf(scaling, step, train)).toSatisfy(Number.isFinite);
      }),
      { numRuns: 500 },
    );
  });

  test.for(numberStep.options)('of %s keeps the order of numbers', (step, { expect }) => {
    fc.assert(
      fc.property(anyNumbers, HUGE_TO_TINY, HUGE_TO_TINY, (train, a, b) => {
        const scaling = fitScaling(train, step);
        expect(applyScaling(scaling, Math.min(a, b))).toBeLessThanOrEqual(applyScaling(scaling, Math.max(a, b)));
      }),
    );
  });
});

test('a missing number becomes the mean, the median if robust', ({ expect }) => {
  const present = Float64Array.of(0, 1, 5);
  const fill = (step: (typeof numberStep.options)[number]) => fillOf(fitScaling(present, step), step, present);
  expect(fill('z-score')).toBe(0);
  expect(fill('robust')).toBe(0);
  expect(fill('log')).toBe(0);
  expect(fill('zero-to-one')).toBeCloseTo(2 / 5, 12);
  expect(fill('minus-one-to-one')).toBeCloseTo(-1 / 5, 12);
});

describe('describeNumbers', () => {
  test('is what NumPy 1.24.2 and SciPy 1.10.1 compute', ({ expect }) => {
    const { median, interquartileRange, skewness, excessKurtosis } = reference.shape;
    const shape = describeNumbers(Float64Array.from(reference.skewed));
    expect(shape.count).toBe(40);
    expect(shape.median).toBeCloseTo(median, 12);
    expect(shape.interquartileRange).toBeCloseTo(interquartileRange, 12);
    expect(shape.skewness).toBeCloseTo(skewness, 12);
    expect(shape.excessKurtosis).toBeCloseTo(excessKurtosis, 12);
    expect([shape.least, shape.greatest]).toEqual([Math.min(...reference.skewed), Math.max(...reference.skewed)]);
  });

  test('is finite for any finite numbers, and 0 of equal ones', ({ expect }) => {
    fc.assert(
      fc.property(
        anyNumbers.filter(({ length }) => length > 0),
        (present) => {
          for (const value of Object.values(describeNumbers(present))) expect(value).toSatisfy(Number.isFinite);
        },
      ),
      { numRuns: 500 },
    );
    expect(describeNumbers(Float64Array.of(0.1, 0.1, 0.1))).toMatchObject({ skewness: 0, excessKurtosis: 0 });
  });

  test('does not depend on the unit', ({ expect }) => {
    const { skewness, excessKurtosis } = describeNumbers(Float64Array.from(reference.skewed));
    for (const unit of [1e250, 1e-250]) {
      const shape = describeNumbers(Float64Array.from(reference.skewed, (value) => value * unit));
      expect(shape.skewness).toBeCloseTo(skewness, 10);
      expect(shape.excessKurtosis).toBeCloseTo(excessKurtosis, 10);
    }
  });
});
