import { describe, test } from 'vitest';
import { cells } from '../testing/columns.ts';
import { outcomeOf, protocolOf, trialOf } from '../testing/outcomes.ts';
import { specOf } from '../testing/spec.ts';
import { concludeRung, planRung, rung, scaleUp, type Rung } from './index.ts';

const falling = cells(20, (epoch) => 1 / (epoch + 1));
/** Smallest at the sixth epoch, then rising steeply. */
const turning = cells(20, (epoch) => 0.5 + Math.abs(epoch - 5) * 0.05);
const QUICK = specOf({ effort: 'quick' });

describe('concludeRung', () => {
  test('stops at the first rung that overfits, and starts tuning from it', ({ expect }) => {
    const trial = trialOf('rung-1', { epochs: 20, config: { units: [32] } });
    const { rungs, finished, decisions } = concludeRung([], trial, [outcomeOf(falling, turning)], QUICK);
    expect(rungs).toMatchObject([
      { units: [32], epochs: 20, trainLoss: 0.05, overfitEpoch: 6, bestEpoch: 6, diverged: false },
    ]);
    expect(finished).toMatchObject({ verdict: 'overfits', start: { config: trial.config, bestEpoch: 6 } });
    expect(decisions).toMatchObject([{ stage: 'scale-up', choice: 'rung 1: 32 overfits from epoch 6' }]);
    expect(scaleUp.parse(finished)).toEqual(finished);
  });

  test('judges the mean over the folds', ({ expect }) => {
    // One fold turns, the other falls by more than that: the mean does not turn.
    const folds = [
      outcomeOf(falling, turning),
      outcomeOf(
        falling,
        cells(20, (epoch) => 3 - 0.15 * epoch),
      ),
    ];
    const { rungs, finished } = concludeRung([], trialOf('rung-1'), folds, QUICK);
    expect(rungs[0]!.overfitEpoch).toBeNull();
    expect(finished).toBeNull();
  });

  test('climbs as far as the effort allows, then takes the best rung it met', ({ expect }) => {
    const level = (height: number) => [
      outcomeOf(
        falling,
        cells(20, (epoch) => height + 1 / (epoch + 1)),
      ),
    ];
    let rungs: Rung[] = [];
    for (const [index, height] of [0.5, 0.1, 0.3].entries()) {
      const concluded = concludeRung(rungs, planRung(index, QUICK, protocolOf(100)), level(height), QUICK);
      rungs = concluded.rungs;
      if (index < 2) expect(concluded.finished).toBeNull();
      else {
        expect(concluded.finished).toMatchObject({
          verdict: 'capacity-not-reached',
          start: { config: { units: [64, 64] } },
        });
        expect(concluded.decisions.map(({ choice }) => choice)).toEqual([
          'rung 3: 128-128 does not overfit',
          'capacity not reached',
        ]);
      }
    }
    for (const judged of rungs) expect(rung.parse(judged)).toEqual(judged);
  });

  test('does not take a rung that diverged for one that overfits, nor for the best', ({ expect }) => {
    const diverged = { ...outcomeOf([1, Number.MAX_VALUE], [0.01]), diverged: true };
    const first = concludeRung([], trialOf('rung-1', { config: { units: [1] } }), [diverged], QUICK);
    expect(first.rungs).toMatchObject([{ diverged: true, overfitEpoch: null, bestEpoch: 1 }]);
    expect(first.finished).toBeNull();
    const second = concludeRung(
      first.rungs,
      trialOf('rung-2', { config: { units: [2] } }),
      [outcomeOf(falling, falling)],
      QUICK,
    );
    const third = concludeRung(second.rungs, trialOf('rung-3', { config: { units: [3] } }), [diverged], QUICK);
    expect(third.finished).toMatchObject({
      verdict: 'capacity-not-reached',
      start: { config: { units: [2] }, bestEpoch: 20 },
    });
    // A fit may diverge before its first epoch is validated.
    const atOnce = { ...outcomeOf([Number.MAX_VALUE], []), diverged: true };
    const empty = concludeRung([], trialOf('rung-1'), [atOnce], QUICK);
    expect(rung.parse(empty.rungs[0])).toMatchObject({ valLoss: Number.MAX_VALUE, bestEpoch: 1, diverged: true });
  });
});

describe('planRung', () => {
  test('grows in units and epochs from rung to rung', ({ expect }) => {
    const spec = specOf({ effort: 'thorough' });
    const plans = cells(6, (index) => planRung(index, spec, protocolOf(1_000)));
    const sizes = plans.map(
      ({ config, epochs }) => config.units.reduce((sum, units) => sum + units * units, 0) * epochs,
    );
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(new Set(sizes).size).toBe(6);
    for (const { config } of plans) expect(config).toMatchObject({ dropout: 0, l2: 0, batchSize: 32 });
    expect(plans.map(({ id }) => id)).toEqual(['rung-1', 'rung-2', 'rung-3', 'rung-4', 'rung-5', 'rung-6']);
  });

  test('spends about the minibatches of the effort', ({ expect }) => {
    // 1 000 rows in batches of 32 are 32 minibatches: 600 of them, 18.75 epochs. Never under 8 epochs, never over 60.
    expect(planRung(0, QUICK, protocolOf(1_000)).epochs).toBe(19);
    expect(planRung(0, QUICK, protocolOf(100_000)).epochs).toBe(8);
    expect(planRung(0, QUICK, protocolOf(50)).epochs).toBe(60);
  });
});
