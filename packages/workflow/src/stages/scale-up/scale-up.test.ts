import { describe, test } from 'vitest';
import { cells } from '../../../../data/src/testing/columns.ts';
import { outcomeOf, plainTrial } from '../../testing/outcomes.ts';
import { specOf } from '../../testing/spec.ts';
import { definitionOf, measureOf, protocolOf } from '../../testing/states.ts';
import { concludeRung, planRung, rung, scaleUp, type Rung, type ScaleUpContext } from './index.ts';

const falling = cells(20, (epoch) => 1 / (epoch + 1));
/** Smallest at epoch `at`, the first being 1. */
const turningAt = (at: number) => cells(20, (epoch) => 0.5 + 0.01 * (epoch + 1 - at) ** 2);

function contextOf(fields: Parameters<typeof specOf>[0] = {}, train = 100): ScaleUpContext {
  const spec = specOf({ effort: 'quick', ...fields });
  return { definition: definitionOf(), measure: measureOf('accuracy'), protocol: protocolOf(train), spec };
}

const QUICK = contextOf();

describe('concludeRung', () => {
  test('stops at the first rung that overfits, and starts tuning from it', ({ expect }) => {
    const trial = plainTrial('rung-1', { epochs: 20, config: { units: [32] } });
    const folds = [outcomeOf(falling, turningAt(6)), outcomeOf(falling, turningAt(8))];
    const { rungs, next, finished, decisions } = concludeRung([], trial, folds, QUICK);
    // Turns at 6 and 8: their mean turns at 7, and they differ by √2.
    expect(rungs).toMatchObject([{ units: [32], trainLoss: 0.05, overfitEpoch: 7, bestEpoch: 7, diverged: false }]);
    expect(rungs[0]!.overfitSpread).toBeCloseTo(Math.SQRT2, 12);
    expect(next).toBeNull();
    expect(finished).toMatchObject({ verdict: 'overfits', start: { config: trial.config, bestEpoch: 7 } });
    expect(decisions).toMatchObject([{ stage: 'scale-up', choice: 'rung 1: 32 overfits from epoch 7' }]);
    expect(decisions[0]!.why).toContain('±1 over the folds');
    expect(scaleUp.parse(finished)).toEqual(finished);
  });

  test('judges the mean over the folds', ({ expect }) => {
    // One fold turns, the other falls by more than that: the mean does not turn.
    const straight = cells(20, (epoch) => 6 - 0.3 * epoch);
    const slowly = cells(20, (epoch) => 4 / (epoch + 1));
    const folds = [outcomeOf(slowly, turningAt(6)), outcomeOf(slowly, straight)];
    const { rungs, finished, next } = concludeRung([], plainTrial('rung-1'), folds, QUICK);
    expect(rungs[0]!.overfitEpoch).toBeNull();
    expect(finished).toBeNull();
    expect(next!.id).toBe('rung-2');
  });

  test('says that the data are too small where the folds don’t agree on a turn', ({ expect }) => {
    const folds = [2, 2, 15].map((at) => outcomeOf(falling, turningAt(at)));
    const { finished, decisions } = concludeRung([], plainTrial('rung-1', { epochs: 20 }), folds, QUICK);
    expect(finished).toMatchObject({ verdict: 'data-too-small' });
    expect(decisions.at(-1)).toMatchObject({ choice: 'data too small to pinpoint overfitting' });
  });

  test('stops climbing once the training rows are memorized', ({ expect }) => {
    const level = cells(20, (epoch) => 1 + 1 / (epoch + 1));
    // Training loss ends at 0.05, validation loss at 1.05: under a tenth.
    const context = contextOf({ effort: 'standard' });
    const folds = [outcomeOf(falling, level)];
    expect(concludeRung([], planRung(1, context), folds, context).next!.id).toBe('rung-3');
    const { finished, next, decisions } = concludeRung([], planRung(2, context), folds, context);
    expect(next).toBeNull();
    expect(finished).toMatchObject({ verdict: 'data-too-small', start: { config: { units: [128, 128] } } });
    expect(decisions.at(-1)!.choice).toBe('data too small for more units');
  });

  test('climbs as far as the effort allows, then takes the best rung it met', ({ expect }) => {
    const level = (height: number) => [
      outcomeOf(
        falling,
        cells(20, (epoch) => (height + 1 / (epoch + 1)) / 2),
      ),
    ];
    let rungs: Rung[] = [];
    let trial = planRung(0, QUICK);
    for (const [index, height] of [0.5, 0.3, 0.1].entries()) {
      const concluded = concludeRung(rungs, trial, level(height), QUICK);
      rungs = concluded.rungs;
      if (index < 2) {
        expect(concluded.finished).toBeNull();
        trial = concluded.next!;
        expect(trial.id).toBe(`rung-${index + 2}`);
      } else {
        expect(concluded.finished).toMatchObject({
          verdict: 'capacity-not-reached',
          start: { config: { units: [128, 128] } },
        });
        expect(concluded.decisions.map(({ choice }) => choice)).toEqual([
          "rung 3: 128-128 doesn't overfit",
          'capacity not reached',
        ]);
      }
    }
    for (const judged of rungs) expect(rung.parse(judged)).toEqual(judged);
  });

  test.for([
    // 1 % below the best of those before is worth another rung; less isn't.
    { heights: [0.5, 0.1, 0.0995], verdict: 'no-gain', start: [128, 128] },
    { heights: [0.5, 0.1, 0.3], verdict: 'no-gain', start: [64, 64] },
    { heights: [0.5, 0.1, 0.0985], verdict: null, start: null },
    { heights: [0.5, 0.1, 0.09, 0.09], verdict: 'no-gain', start: [128, 128] },
  ])('climbs no further than larger models bring something: $heights', ({ heights, verdict, start }, { expect }) => {
    const context = contextOf({ effort: 'standard' });
    let rungs: Rung[] = [];
    let trial = planRung(0, context);
    for (const [index, height] of heights.entries()) {
      const flat = cells(20, (epoch) => height - epoch / 1e9);
      const { next, finished, ...concluded } = concludeRung(rungs, trial, [outcomeOf(falling, flat)], context);
      rungs = concluded.rungs;
      if (index < heights.length - 1 || verdict === null) {
        expect(finished).toBeNull();
        trial = next!;
        continue;
      }
      expect(finished).toMatchObject({ verdict, start: { config: { units: start } } });
      expect(concluded.decisions.at(-1)!.choice).toBe('larger models bring nothing');
    }
  });

  test('retries a diverged rung once with a lower learning rate, and says so', ({ expect }) => {
    const diverged = { ...outcomeOf([1, Number.MAX_VALUE], [0.01]), diverged: true };
    const first = concludeRung([], planRung(0, QUICK), [diverged], QUICK);
    expect(first.rungs).toMatchObject([{ diverged: true, overfitEpoch: null, bestEpoch: 1 }]);
    expect(first.next).toMatchObject({ id: 'rung-1-slower', config: { units: [32], learningRate: 0.0001 } });
    expect(first.decisions.at(-1)!.choice).toBe('lower the learning rate to 0.0001');
    // Not a third time: the ladder goes on at its own rate.
    const second = concludeRung(first.rungs, first.next!, [diverged], QUICK);
    expect(second.next).toMatchObject({ id: 'rung-2', config: { learningRate: 0.001 } });
    expect(second.finished).toBeNull();
    // A fit may diverge before its first epoch is validated.
    const atOnce = { ...outcomeOf([Number.MAX_VALUE], []), diverged: true };
    const empty = concludeRung([], planRung(0, QUICK), [atOnce], QUICK);
    expect(rung.parse(empty.rungs[0])).toMatchObject({ valLoss: Number.MAX_VALUE, bestEpoch: 1, diverged: true });
  });

  test('does not take a rung that diverged for the best', ({ expect }) => {
    const before: Rung = {
      trial: 'rung-1',
      units: [32],
      epochs: 60,
      learningRate: 0.001,
      trainLoss: 1,
      valLoss: 0.1,
      bestEpoch: 60,
      overfitEpoch: null,
      overfitSpread: null,
      diverged: false,
    };
    const rungs = [before, { ...before, trial: 'rung-2', units: [64, 64], valLoss: 0.01, diverged: true }];
    const level = cells(20, (epoch) => 0.4 - epoch / 250);
    const { finished } = concludeRung(rungs, planRung(2, QUICK), [outcomeOf(falling, level)], QUICK);
    expect(finished).toMatchObject({ verdict: 'no-gain', start: { config: { units: [32] } } });
  });

  test('comes to an end where rungs are alike: many outputs, epochs settled', ({ expect }) => {
    const many = contextOf({ effort: 'standard', model: { epochs: 9 } });
    const classes = cells(300, (i) => `class ${i}`);
    const context = { ...many, definition: definitionOf({ type: 'multiclass', classes }) };
    const level = [outcomeOf(falling, falling)];
    let rungs: Rung[] = [];
    let trial: ReturnType<typeof planRung> | null = planRung(0, context);
    while (trial !== null && rungs.length < 20) {
      const concluded = concludeRung(rungs, trial, level, context);
      rungs = concluded.rungs;
      trial = concluded.next;
    }
    expect(rungs.map((judged) => judged.trial)).toEqual(['rung-1', 'rung-2', 'rung-3']);
  });

  test('has one rung where the person settled the layers', ({ expect }) => {
    const context = contextOf({ model: { units: [7], epochs: 9 } });
    const trial = planRung(0, context);
    expect(trial).toMatchObject({ config: { units: [7] }, epochs: 9 });
    const { finished, decisions } = concludeRung([], trial, [outcomeOf(falling, falling)], context);
    expect(finished).toMatchObject({ verdict: 'capacity-not-reached' });
    expect(decisions.map(({ by }) => by)).toContain('user');
  });
});

describe('planRung', () => {
  test('trains on two splits, which can disagree; on one where there is one', ({ expect }) => {
    const { k } = QUICK.protocol;
    expect(k).not.toBeNull();
    expect(planRung(0, QUICK).splits).toEqual([0, 1]);
    // The last windows by time have the most rows to train on.
    expect(
      planRung(0, { ...QUICK, protocol: { ...QUICK.protocol, k: 4, iterations: 1, order: 'time' } }).splits,
    ).toEqual([2, 3]);
    expect(planRung(0, { ...QUICK, protocol: { ...QUICK.protocol, k: null } }).splits).toBeNull();
    expect(planRung(0, { ...QUICK, protocol: { ...QUICK.protocol, k: 2, iterations: 1 } }).splits).toBeNull();
  });

  test('grows in units and epochs from rung to rung', ({ expect }) => {
    const context = contextOf({ effort: 'thorough' }, 1_000);
    const plans = cells(6, (index) => planRung(index, context));
    const sizes = plans.map(
      ({ config, epochs }) => config.units.reduce((sum, units) => sum + units * units, 0) * epochs,
    );
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(new Set(sizes).size).toBe(6);
    for (const { config } of plans) expect(config).toMatchObject({ dropout: 0, l1: 0, l2: 0, batchSize: 32 });
    expect(plans.map(({ id }) => id)).toEqual(['rung-1', 'rung-2', 'rung-3', 'rung-4', 'rung-5', 'rung-6']);
  });

  test('spends about the minibatches of the effort', ({ expect }) => {
    // 1 000 rows in batches of 32 are 32 minibatches: 600 of them, 18.75 epochs. Never under 8 epochs, never over 60.
    expect(planRung(0, contextOf({}, 1_000)).epochs).toBe(19);
    expect(planRung(0, contextOf({}, 100_000)).epochs).toBe(8);
    expect(planRung(0, contextOf({}, 50)).epochs).toBe(60);
  });

  test('is never narrower than the outputs, and balances classes where the measure counts them alike', ({ expect }) => {
    const classes = cells(46, (i) => `class ${i}`);
    const definition = definitionOf({ type: 'multiclass', classes });
    const many = { ...QUICK, definition, measure: measureOf('balanced-accuracy') };
    expect(planRung(0, many).config).toMatchObject({ units: [46], classWeight: 'balanced' });
    expect(planRung(0, QUICK).config).toMatchObject({ units: [32], classWeight: 'none' });
  });
});
