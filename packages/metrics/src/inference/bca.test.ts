import { describe, test } from 'vitest';
import reference from '../fixtures/reference.json' with { type: 'json' };
import { mean, scorer, type Scorer } from '../index.ts';
import { asked, CASES } from '../testing/cases.ts';
import { bcaInterval, bcaMeanInterval, bootstrapReach } from './bca.ts';
import { normalBelow, normalQuantile } from './normal.ts';

const sample = Float64Array.from(reference.sample);
const ofSample: Scorer = (weights) => mean(weights === null ? sample : sample.map((each, row) => each * weights[row]!));
/** The mean of rows, by how often each counts, also where they are fewer. */
const meanOf =
  (values: readonly number[]): Scorer =>
  (weights) => {
    const counts = weights ?? new Float64Array(values.length).fill(1);
    return values.reduce((sum, value, row) => sum + value * counts[row]!, 0) / counts.reduce((a, b) => a + b, 0);
  };

/** The mean squared distance from the mean, by how often each row counts. */
function varianceOf(values: Float64Array): Scorer {
  const squares = meanOf(Array.from(values, (value) => value * value));
  const center = meanOf([...values]);
  return (weights) => squares(weights) - center(weights) ** 2;
}

describe('bcaInterval', () => {
  const scored = (name: 'roc-auc' | 'r2') => {
    const { predictions, target } = name === 'r2' ? CASES.number : CASES.binary;
    return scorer(asked(name), predictions, target);
  };
  test.for([
    ['mean', meanOf([...sample]), 80, reference.bca.mean, 0.03],
    ['roc-auc', scored('roc-auc'), 60, reference.bca.rocAuc, 0.03],
    ['variance', varianceOf(sample.subarray(0, 12)), 12, reference.bca.variance, 0.05],
    ['r2', scored('r2'), 60, reference.bca.r2, 0.03],
  ] as const)('of %s agrees with the BCa of SciPy 1.10.1', ([, value, rows, [low, high], share], { expect }) => {
    // Averaged over twenty seeds, and SciPy's over ten times the resamples: ends lie far out in a tail.
    const all = Array.from({ length: 20 }, (_, seed) =>
      bcaInterval(value, rows, 2_000, 1.959963984540054, seed, 'test'),
    );
    const within = share * (high! - low!);
    expect(Math.abs(mean(all.map((each) => each[0])) - low!)).toBeLessThan(within);
    expect(Math.abs(mean(all.map((each) => each[1])) - high!)).toBeLessThan(within);
  });

  test('of a mean over rows is the same without weighing them', ({ expect }) => {
    const weighed = bcaInterval(meanOf([...sample]), 80, 400, 1.96, 5, 'test');
    bcaMeanInterval(sample, 400, 1.96, 5, 'test').forEach((end, i) => expect(end).toBeCloseTo(weighed[i]!, 9));
    expect(bcaMeanInterval(Float64Array.of(2), 100, 2, 0, 'test')).toEqual([-Number.MAX_VALUE, Number.MAX_VALUE]);
  });

  test('has about the same ends where rows are left out in groups', ({ expect }) => {
    // A quarter of 200 resamples: fifty groups of eighty rows.
    const grouped = bcaInterval(meanOf([...sample]), 80, 200, 1.96, 0, 'test');
    const alone = bcaInterval(meanOf([...sample]), 80, 400, 1.96, 0, 'test');
    expect(Math.abs(grouped[0] - alone[0])).toBeLessThan(0.2);
    expect(Math.abs(grouped[1] - alone[1])).toBeLessThan(0.4);
  });

  test('is the same for the same seed and purpose, and another for others', ({ expect }) => {
    const interval = (seed: number, purpose: string) => bcaInterval(ofSample, 80, 500, 1.96, seed, purpose);
    expect(interval(1, 'a')).toEqual(interval(1, 'a'));
    expect(interval(2, 'a')).not.toEqual(interval(1, 'a'));
    expect(interval(1, 'b')).not.toEqual(interval(1, 'a'));
  });

  test('is a point of rows all alike, and everywhere of one row and of what is not defined', ({ expect }) => {
    expect(bcaInterval(meanOf([2, 2, 2, 2]), 4, 100, 2, 0, 'test')).toEqual([2, 2]);
    const everywhere = [-Number.MAX_VALUE, Number.MAX_VALUE];
    expect(bcaInterval(meanOf([2]), 1, 100, 2, 0, 'test')).toEqual(everywhere);
    expect(bcaInterval(() => Number.NaN, 4, 100, 2, 0, 'test')).toEqual(everywhere);
    expect(bcaInterval((weights) => (weights === null ? 1 : Number.NaN), 4, 100, 2, 0, 'test')).toEqual(everywhere);
  });

  test('holds the observed value, whatever the reach', ({ expect }) => {
    // The greatest of the rows: no resample is above it.
    const greatest: Scorer = (weights) => Math.max(...sample.filter((_, row) => weights === null || weights[row]! > 0));
    for (const reach of [1.96, 4, 100]) {
      const [low, high] = bcaInterval(greatest, 80, 300, reach, 0, 'test');
      expect(low).toBeLessThanOrEqual(greatest(null));
      expect(high).toBe(greatest(null));
    }
  });
});

test('bootstrapReach is a little beyond Student, and that of the normal for many rows', ({ expect }) => {
  // t(9) = 2.262157, times sqrt(10 / 9).
  expect(bootstrapReach(10)).toBeCloseTo(2.384525, 5);
  expect(bootstrapReach(1_000_000)).toBeCloseTo(1.959966, 5);
});

describe('normalBelow', () => {
  test.for(reference.normal)('of $x is that of SciPy 1.10.1', ({ x, below }, { expect }) => {
    expect(Math.abs(normalBelow(x) - below)).toBeLessThan(1e-15);
    if (x > -5) expect(normalQuantile(below)).toBeCloseTo(x, 9);
  });
});
