import { describe, test } from 'vitest';
import fc from 'fast-check';
import { config as configSchema, type Config } from '../build/index.ts';
import type { Measure } from '../measure/index.ts';
import type { ScaleUp } from '../scale-up/index.ts';
import { outcomeOf, protocolOf, trialOf } from '../testing/outcomes.ts';
import { specOf } from '../testing/spec.ts';
import { concludeTune, planTune, sampleConfigs, tune } from './index.ts';

const START: Config = { units: [64, 64], dropout: 0, l2: 0, learningRate: 0.001, batchSize: 32 };
const ACCURACY: Measure = { name: 'accuracy', greaterIsBetter: true, why: '', beside: [] };
const MAE: Measure = { name: 'mae', greaterIsBetter: false, why: '', beside: [] };

describe('sampleConfigs', () => {
  test('begins with the start, and gives others all different from each other', ({ expect }) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (count, seed) => {
        const configs = sampleConfigs(START, count, seed);
        expect(configs).toHaveLength(count);
        expect(configs[0]).toEqual(START);
        expect(new Set(configs.map((candidate) => JSON.stringify(candidate))).size).toBe(count);
        for (const candidate of configs) {
          expect(configSchema.parse(candidate)).toEqual(candidate);
          expect(candidate.batchSize).toBe(START.batchSize);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('samples alike for the same seed, otherwise for another, and more of the same for a greater count', ({
    expect,
  }) => {
    expect(sampleConfigs(START, 8, 3)).toEqual(sampleConfigs(START, 8, 3));
    expect(sampleConfigs(START, 8, 3)).not.toEqual(sampleConfigs(START, 8, 4));
    expect(sampleConfigs(START, 20, 3).slice(0, 8)).toEqual(sampleConfigs(START, 8, 3));
  });

  test('comes to an end where there are fewer than were asked for', ({ expect }) => {
    // 5 dropouts, 5 L2s, 1 width (4 is the least), 2 depths, 3 learning rates.
    const few = sampleConfigs({ ...START, units: [4] }, 10_000, 0);
    expect(few.length).toBeLessThanOrEqual(150);
    expect(few.length).toBeGreaterThan(100);
  });

  test('reaches every part of its space', ({ expect }) => {
    const configs = sampleConfigs(START, 200, 1);
    const distinct = (value: (candidate: Config) => unknown) => new Set(configs.map(value)).size;
    expect(distinct(({ dropout }) => dropout)).toBe(5);
    expect(distinct(({ l2 }) => l2)).toBe(5);
    expect(distinct(({ learningRate }) => learningRate)).toBe(3);
    expect(distinct(({ units }) => units.length)).toBe(3);
    expect(distinct(({ units }) => units[0])).toBe(3);
  });
});

describe('planTune', () => {
  const scaleUp = (bestEpoch: number): ScaleUp => ({
    rungs: [],
    verdict: 'overfits',
    start: { config: START, bestEpoch },
  });
  const quick = specOf({ effort: 'quick' });

  test('plans as many trials as the effort buys, for twice the best epoch', ({ expect }) => {
    const plan = planTune(scaleUp(15), quick, protocolOf(100));
    expect(plan.map(({ id }) => id)).toEqual(['tune-1', 'tune-2', 'tune-3', 'tune-4']);
    expect(plan.every(({ epochs, on }) => epochs === 30 && on === 'splits')).toBe(true);
    expect(plan[0]!.config).toEqual(START);
  });

  test('takes twenty epochs at least, and twice the most of an effort at most', ({ expect }) => {
    expect(planTune(scaleUp(1), quick, protocolOf(100))[0]!.epochs).toBe(20);
    expect(planTune(scaleUp(100), quick, protocolOf(100))[0]!.epochs).toBe(120);
  });

  test('tries fewer configurations where each takes long, and two at least', ({ expect }) => {
    // 12 000 minibatches over 30 epochs of 4 folds: 100 an epoch and fold. 1 024 rows in batches of 32 are 32: three.
    expect(planTune(scaleUp(15), quick, protocolOf(1_024))).toHaveLength(3);
    expect(planTune(scaleUp(15), quick, protocolOf(50_000))).toHaveLength(2);
  });
});

describe('concludeTune', () => {
  const flat = [1, 1, 1];
  const results = [
    {
      trial: trialOf('tune-1'),
      outcomes: [outcomeOf(flat, [3, 1, 2], [0.5, 0.7, 0.99]), outcomeOf(flat, [3, 1, 2], [0.5, 0.8, 0.99])],
    },
    {
      trial: trialOf('tune-2'),
      outcomes: [outcomeOf(flat, [1, 2, 3], [0.9, 0.1, 0.1]), outcomeOf(flat, [2, 3, 1], [0.7, 0.1, 0.1])],
    },
    {
      trial: trialOf('tune-3'),
      outcomes: [{ ...outcomeOf([1], [9], [1]), diverged: true }, outcomeOf(flat, flat, [1, 1, 1])],
    },
  ];

  test('scores a trial at the epoch where the mean validation loss is smallest, not at its best score', ({
    expect,
  }) => {
    const { tune: tuned, decisions } = concludeTune(results, ACCURACY);
    expect(tuned!.trials).toMatchObject([
      { id: 'tune-1', bestEpoch: 2, status: 'finished' },
      { id: 'tune-2', bestEpoch: 1, status: 'finished' },
      { id: 'tune-3', status: 'diverged', score: null, sd: null },
    ]);
    // (0.7 + 0.8) / 2 with sd 0.1 / sqrt 2, and (0.9 + 0.7) / 2.
    expect(tuned!.trials[0]!.score).toBeCloseTo(0.75, 12);
    expect(tuned!.trials[0]!.sd).toBeCloseTo(0.1 / Math.SQRT2, 12);
    expect(tuned!.trials[1]!.score).toBeCloseTo(0.8, 12);
    expect(tuned!.best).toBe('tune-2');
    expect(tune.parse(tuned)).toEqual(tuned);
    expect(decisions[0]!.why).toContain('accuracy 80.0 %');
    expect(decisions[0]!.why).toContain('unregularised: 75.0 %');
  });

  test('takes the smallest error, and the first of equals', ({ expect }) => {
    expect(concludeTune(results, MAE).tune!.best).toBe('tune-1');
    const twins = [results[1]!, { ...results[1]!, trial: trialOf('tune-9') }];
    expect(concludeTune(twins, ACCURACY).tune!.best).toBe('tune-2');
  });

  test('says when the unregularised trial diverged, and gives nothing when all did', ({ expect }) => {
    const { tune: tuned, decisions } = concludeTune(
      [{ ...results[2]!, trial: trialOf('tune-1') }, results[1]!],
      ACCURACY,
    );
    expect(tuned!.best).toBe('tune-2');
    expect(decisions[0]!.why).toContain('unregularised: diverged');
    expect(concludeTune([results[2]!], ACCURACY)).toEqual({ tune: null, decisions: [] });
  });
});
