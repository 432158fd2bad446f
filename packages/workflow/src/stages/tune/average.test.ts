import { describe, test } from 'vitest';
import { configOf } from '../../testing/outcomes.ts';
import { specOf } from '../../testing/spec.ts';
import { definitionOf, protocolOf } from '../../testing/states.ts';
import { concludeAverage, fitsToAverage } from './average.ts';
import type { Tune } from './tuned.ts';

const TUNE: Tune = { trials: [], best: 'tune-1', optimism: null, importance: [], threshold: null };
const ACCURACY = { name: 'accuracy', greaterIsBetter: true } as const;
const MAE = { name: 'mae', greaterIsBetter: false } as const;
const split = (mean: number | null, ...single: (number | null)[]) => ({ mean, single });

describe('concludeAverage', () => {
  test('takes the mean where it is better, and says by how much', ({ expect }) => {
    const { tune, decisions } = concludeAverage(
      TUNE,
      [split(0.9, 0.8, 0.9), split(0.7, 0.7, 0.6)],
      ACCURACY,
      undefined,
    );
    // (0.9 + 0.7) / 2; (0.85 + 0.65) / 2.
    expect(tune.average?.score).toBeCloseTo(0.8, 12);
    expect(tune.average?.single).toBeCloseTo(0.75, 12);
    expect(tune.average?.fits).toBe(2);
    expect(decisions).toMatchObject([{ stage: 'tune', choice: 'average 2 fits', by: 'rule' }]);
  });

  test('takes it where it is worse by what may be chance, not where it clearly is', ({ expect }) => {
    // Gains -0.35 and -0.1: a mean of -0.225 with a standard error of 0.125.
    const perhaps = [split(2.35, 2, 2), split(2.1, 2, 2)];
    expect(concludeAverage(TUNE, perhaps, MAE, undefined).tune.average?.fits).toBe(2);
    // Gains -0.3 and -0.2: -0.25 with 0.05.
    const surely = [split(2.3, 2, 2), split(2.2, 2, 2)];
    const { tune, decisions } = concludeAverage(TUNE, surely, MAE, undefined);
    expect(tune).toBe(TUNE);
    expect(decisions).toMatchObject([{ choice: 'test a single fit' }]);
    const { tune: kept, decisions: said } = concludeAverage(TUNE, surely, MAE, 4);
    expect(kept.average?.fits).toBe(2);
    expect(said[0]!.why).toContain('You asked for 4.');
  });

  test('takes no loss of a measure that is no mean over rows', ({ expect }) => {
    const balanced = { name: 'balanced-accuracy', greaterIsBetter: true } as const;
    // Gains -0.03 and 0.01: the same of accuracy is within its doubt.
    const scores = [split(0.77, 0.8, 0.8), split(0.81, 0.8, 0.8)];
    expect(concludeAverage(TUNE, scores, balanced, undefined).tune).toBe(TUNE);
    expect(concludeAverage(TUNE, scores, ACCURACY, undefined).tune.average?.fits).toBe(2);
  });

  test('says nothing of a single fit, nor where the measure is defined on no split', ({ expect }) => {
    for (const asked of [undefined, 1]) {
      expect(concludeAverage(TUNE, [split(1, 1)], ACCURACY, asked)).toEqual({ tune: TUNE, decisions: [] });
    }
    // Asked for where there is more than dense layers.
    const { decisions } = concludeAverage(TUNE, [split(1, 1)], ACCURACY, 3);
    expect(decisions).toMatchObject([{ choice: 'test a single fit', evidence: { asked: 3 } }]);
    expect(concludeAverage(TUNE, [split(null, null, null)], ACCURACY, undefined)).toEqual({
      tune: TUNE,
      decisions: [],
    });
  });
});

describe('fitsToAverage', () => {
  const context = (fields: object = {}, rows = 300) => ({
    definition: definitionOf(),
    protocol: protocolOf(rows),
    spec: specOf(fields),
  });
  const config = configOf({ units: [32], batchSize: 32 });

  test('goes by the effort', ({ expect }) => {
    const byEffort = (['single', 'quick', 'standard', 'thorough'] as const).map((effort) =>
      fitsToAverage(config, 20, context({ effort })),
    );
    expect(byEffort).toEqual([1, 1, 5, 9]);
  });

  test('is what was asked for, and one of layers that were', ({ expect }) => {
    expect(fitsToAverage(config, 20, context({ model: { average: 7 } }))).toBe(7);
    expect(fitsToAverage(config, 20, context({ model: { units: [32] } }))).toBe(1);
    expect(fitsToAverage(config, 20, context({ model: { units: [32], average: 3 } }))).toBe(3);
  });

  test('is one where many would take long, be wide, or have more than dense layers', ({ expect }) => {
    expect(fitsToAverage(config, 20, context({}, 10_000_000))).toBe(1);
    // 1,024 units side by side at most; two are no use.
    expect(fitsToAverage({ ...config, units: [256] }, 20, context())).toBe(4);
    expect(fitsToAverage({ ...config, units: [512] }, 20, context())).toBe(1);
    // No more than that if more are asked for.
    const asked = context({ model: { average: 10 } });
    expect([100, 200, 4096].map((units) => fitsToAverage({ ...config, units: [units] }, 20, asked))).toEqual([
      10, 5, 1,
    ]);
    expect(fitsToAverage({ ...config, categories: 'embedding' }, 20, context({ model: { average: 7 } }))).toBe(1);
  });
});
