import { describe, test } from 'vitest';
import { planRung, type ScaleUp } from '../scale-up/index.ts';
import { configOf, outcomeOf, plainTrial } from '../../testing/outcomes.ts';
import { specOf } from '../../testing/spec.ts';
import { definitionOf, measureOf, protocolOf } from '../../testing/states.ts';
import type { FitOutcome, Trial } from '../../training/trial/index.ts';
import {
  concludeThreshold,
  concludeTuneRung,
  planOutOfFold,
  planTune,
  tune,
  type Search,
  type TuneContext,
} from './index.ts';

const START = configOf({ units: [64, 64], batchSize: 32 });

function contextOf(fields: Parameters<typeof specOf>[0] = {}, train = 100): TuneContext {
  return {
    definition: definitionOf(),
    measure: measureOf('accuracy'),
    protocol: protocolOf(train),
    spec: specOf({ effort: 'quick', ...fields }),
  };
}

function scaleUpTo(bestEpoch: number, verdict: ScaleUp['verdict'] = 'overfits'): ScaleUp {
  return { rungs: [], verdict, start: { config: START, bestEpoch } };
}

describe('planTune', () => {
  test('plans as many candidates as the effort buys, whose learning rates fall to zero', ({ expect }) => {
    const { candidates, rungs, alive } = planTune(scaleUpTo(45), contextOf());
    expect(candidates).toHaveLength(6);
    const falling = { ...START, learningRate: 0.003, decay: 45 };
    expect(candidates[0]).toMatchObject({ id: 'tune-1', config: falling, epochs: 45 });
    expect(candidates[0]!.ending).toBeUndefined();
    expect(candidates.map(({ config }) => config.decay)).toEqual(candidates.map(() => 45));
    expect(alive).toEqual([candidates.map(({ id }) => id)]);
    expect(rungs).toHaveLength(2);
  });

  test('trains to the best epoch of a rung that overfits, and less where none did', ({ expect }) => {
    const epochs = (scaleUp: ScaleUp, context = contextOf()) => planTune(scaleUp, context).candidates[0]!.epochs;
    expect(epochs(scaleUpTo(500))).toBe(120);
    expect(epochs(scaleUpTo(80, 'capacity-not-reached'))).toBe(60);
    // It overfits, but its folds disagree on when.
    const rung = {
      trial: 'rung-1',
      units: [64, 64],
      epochs: 90,
      learningRate: 0.001,
      trainLoss: 1,
      valLoss: 1,
      diverged: false,
    };
    const unsure = { ...rung, bestEpoch: 80, overfitEpoch: 80, overfitSpread: 60 };
    expect(epochs({ ...scaleUpTo(80, 'data-too-small'), rungs: [unsure] })).toBe(80);
    expect(epochs({ ...scaleUpTo(80, 'data-too-small'), rungs: [{ ...unsure, overfitEpoch: null }] })).toBe(60);
    // 600 minibatches at least, of 4 an epoch, but in no more than 40 epochs.
    expect(epochs(scaleUpTo(3))).toBe(40);
    // 20 minibatches an epoch: 30 epochs; 1,000: 8 epochs.
    expect(epochs(scaleUpTo(3), contextOf({}, 640))).toBe(30);
    expect(epochs(scaleUpTo(3), contextOf({}, 32_000))).toBe(8);
    // Of a convnet 400 minibatches.
    const convolution = {
      kind: 'conv2d' as const,
      filters: [16],
      kernelSize: 3,
      padding: 'same' as const,
      pooling: 'max' as const,
      ending: 'flatten' as const,
      batchNormalization: false,
    };
    const image = { column: 'i', kind: 'image' as const, size: { height: 28, width: 28, channels: 1 } };
    const start = { config: { ...START, convolution }, bestEpoch: 3 };
    const images = { ...contextOf({}, 640), definition: definitionOf({ inputs: [image] }) };
    expect(epochs({ ...scaleUpTo(3), start }, images)).toBe(20);
  });

  test('trains many images for as long as the effort allows, and judges fewer on all of them', ({ expect }) => {
    const image = { column: 'i', kind: 'image' as const, size: { height: 28, width: 28, channels: 1 } };
    const classes = Array.from({ length: 10 }, (_, i) => `${i}`);
    const imagesOf = (effort: 'quick' | 'standard' | 'thorough', train: number): TuneContext => ({
      ...contextOf({ effort }),
      definition: definitionOf({ type: 'multiclass', classes, inputs: [image] }),
      protocol: protocolOf(train, { k: null, rows: { train, validation: train / 4, test: 10 } }),
    });
    const searchOf = (effort: 'quick' | 'standard' | 'thorough', train: number) => {
      const context = imagesOf(effort, train);
      const { config } = planRung(0, context);
      return planTune({ ...scaleUpTo(8), start: { config, bestEpoch: 8 } }, context);
    };
    // The first rung takes 5.56 million operations a row: 5e11 are 2.3 epochs of 38,400 rows. 400 minibatches are 1.3.
    const quick = searchOf('quick', 38_400);
    expect(quick.candidates[0]).toMatchObject({ epochs: 2, config: { decay: 2 } });
    expect(quick.finalists).toBe(1);
    expect(quick.rungs[0]).toMatchObject({ share: 1 / 8, short: true });
    // Standard effort has eight times as much: the usual eight epochs.
    const standard = searchOf('standard', 38_400);
    expect(standard.candidates[0]!.epochs).toBe(8);
    expect(standard.finalists).toBe(2);
    expect(searchOf('thorough', 38_400).finalists).toBeUndefined();
    // Fewer images leave both as they are.
    const few = searchOf('quick', 4_000);
    expect(few.finalists).toBeUndefined();
    expect(few.candidates[0]!.epochs).toBe(13);
  });

  test('goes on with as many candidates as the search says', ({ expect }) => {
    const search = planTune(scaleUpTo(8), contextOf());
    const outcomes = (trial: Trial): FitOutcome[] => [
      outcomeOf([1], [Number(trial.id.slice(5, 6))], [1 - 0.1 * Number(trial.id.slice(5, 6))]),
    ];
    expect(concludeTuneRung(search, outcomes, contextOf()).search!.alive[1]).toEqual(['tune-1', 'tune-2', 'tune-3']);
    const one = concludeTuneRung({ ...search, finalists: 1 }, outcomes, contextOf());
    expect(one.search!.alive[1]).toEqual(['tune-1']);
  });

  test('leaves a rate or epochs that the person set as they are', ({ expect }) => {
    const settled = planTune(scaleUpTo(15), contextOf({ model: { epochs: 7 } })).candidates[0]!;
    expect(settled).toMatchObject({ config: START, epochs: 7 });
    expect(settled.config.decay).toBeUndefined();
    // Three times the best epoch, or until nothing comes any more.
    const rate = planTune(scaleUpTo(15), contextOf({ model: { learningRate: 0.001 } })).candidates[0]!;
    expect(rate).toMatchObject({ config: START, epochs: 45, ending: 'settled' });
    expect(rate.config.decay).toBeUndefined();
  });

  test('tries fewer where each takes long, and no fewer than the effort wants', ({ expect }) => {
    expect(planTune(scaleUpTo(15), contextOf({}, 500_000)).candidates).toHaveLength(4);
  });

  test('leaves out what takes much more than the start, unless it takes little', ({ expect }) => {
    const wide = { ...scaleUpTo(15), start: { config: { ...START, units: [256, 256] }, bestEpoch: 15 } };
    const inputs = Array.from({ length: 60 }, (_, i) => ({ column: `c${i}`, kind: 'numeric' as const }));
    const context = { ...contextOf({ effort: 'thorough' }), definition: definitionOf({ inputs }) };
    const weights = ({ units }: { units: number[] }) =>
      [...units, 1].reduce((sum, width, i) => sum + width * ((i === 0 ? 60 : units[i - 1]!) + 1), 0);
    const most = Math.max(...planTune(wide, context).candidates.map(({ config }) => weights(config)));
    expect(most).toBeLessThanOrEqual(1.25 * weights({ units: [256, 256] }));
    const ofSmall = planTune(scaleUpTo(15), context).candidates.map(({ config }) => weights(config));
    expect(Math.max(...ofSmall)).toBeGreaterThan(1.25 * weights(START));
  });

  test('engineers features of several numbers of small data only', ({ expect }) => {
    const two = definitionOf({
      inputs: [
        { column: 'a', kind: 'numeric' },
        { column: 'b', kind: 'numeric' },
      ],
    });
    const tried = (context: TuneContext) =>
      planTune(scaleUpTo(15), { ...context, spec: specOf({ effort: 'thorough' }) }).candidates.some(
        ({ config }) => config.features,
      );
    expect(tried({ ...contextOf(), definition: two })).toBe(true);
    expect(tried(contextOf())).toBe(false);
    expect(tried({ ...contextOf({}, 5_001), definition: two })).toBe(false);
  });

  test('takes numbers in pieces where rows suffice for two, and memory for all of them', ({ expect }) => {
    const tried = (kinds: ('numeric' | 'text' | 'categorical')[], rows = 100, most = Infinity) => {
      const inputs = kinds.map((kind, i) => ({ column: `c${i}`, kind }));
      const definition = definitionOf({ inputs });
      const hasRoom = (numbers: number) => numbers <= most;
      const context = { ...contextOf({ effort: 'thorough' }, rows), definition };
      return planTune(scaleUpTo(15), context, hasRoom).candidates.some(({ config }) => config.numbers !== undefined);
    };
    expect(tried(['numeric'])).toBe(true);
    expect(tried(['numeric'], 95)).toBe(false);
    expect(tried(['categorical'])).toBe(false);
    expect(tried(['numeric', 'text'])).toBe(false);
    // Two pieces each.
    expect(tried(['numeric', 'numeric'], 100, 4)).toBe(true);
    expect(tried(['numeric', 'numeric'], 100, 3)).toBe(false);
  });

  test('counts pieces among what a candidate takes, which may be more with them than without', ({ expect }) => {
    const config = { ...START, units: [256, 256] };
    const unitsInPieces = (numbers: number) => {
      const inputs = Array.from({ length: numbers }, (_, i) => ({ column: `c${i}`, kind: 'numeric' as const }));
      const context = { ...contextOf({ effort: 'thorough' }, 1_000), definition: definitionOf({ inputs }) };
      const { candidates } = planTune({ ...scaleUpTo(8), start: { config, bestEpoch: 8 } }, context);
      return candidates.flatMap(({ config: { units, numbers: form } }) =>
        form === undefined ? [] : [units.join('-')],
      );
    };
    // Of 8 numbers, 128 pieces more: 68,353 weights become 101,121, 1.48 times as many. Of 20, 71,425 become 153,345.
    expect(unitsInPieces(8)).toContain('256-256');
    expect(unitsInPieces(20)).not.toContain('256-256');
    expect(unitsInPieces(20).length).toBeGreaterThan(0);
  });
});

describe('concludeTuneRung', () => {
  const flat = Array.from({ length: 5 }, () => 1);
  const valley = [3, 2, 1, 2, 3];
  /** A measure that peaks at the third epoch. */
  const peak = (top: number) => outcomeOf(flat, valley, [top - 0.6, top - 0.3, top, top - 0.3, top - 0.6]);
  /** Outcomes by candidate, one a split. */
  const FOLDS: Record<string, FitOutcome[]> = {
    a: [0.7, 0.8, 0.7, 0.8].map(peak),
    b: [0.9, 0.9, 0.8, 0.8].map(peak),
    c: [peak(0.5)],
    d: [{ ...peak(0.99), diverged: true }],
  };
  const outcomesOf = ({ id, splits }: Trial) => splits!.map((split) => FOLDS[id]![split]!);
  const start: Search = {
    candidates: ['a', 'b', 'c', 'd'].map((id) => plainTrial(id, { epochs: 5 })),
    rung: 0,
    rungs: [
      { from: 0, to: 1, share: 1 },
      { from: 1, to: 4, share: 1 },
    ],
    alive: [['a', 'b', 'c', 'd']],
  };

  test('sends the better ones on', ({ expect }) => {
    const { search, tune: tuned, decisions } = concludeTuneRung(start, outcomesOf, contextOf());
    expect(search).toEqual({ ...start, rung: 1, alive: [...start.alive, ['b', 'a', 'c']] });
    expect(tuned).toBeNull();
    expect(decisions).toEqual([]);
  });

  test('scores the finalists where the mean of the measure is best, and tells what became of the others', ({
    expect,
  }) => {
    const last = { ...start, rung: 1, alive: [...start.alive, ['b', 'a']] };
    const { search, tune: tuned, decisions } = concludeTuneRung(last, outcomesOf, contextOf());
    expect(search).toBeNull();
    expect(tune.parse(tuned)).toEqual(tuned);
    expect(tuned).toMatchObject({
      best: 'b',
      trials: [
        { id: 'a', bestEpoch: 3, splits: 4, status: 'finished' },
        { id: 'b', bestEpoch: 3, splits: 4, status: 'finished' },
        { id: 'c', splits: 1, status: 'dropped' },
        { id: 'd', status: 'diverged', score: null, sd: null },
      ],
    });
    // (0.9 + 0.9 + 0.8 + 0.8) / 4; nobody is ahead of it on any split by more than 0.
    expect(tuned!.trials[1]!.score).toBeCloseTo(0.85, 12);
    expect(tuned!.trials[0]!.score).toBeCloseTo(0.75, 12);
    expect(tuned!.optimism!.bias).toBeCloseTo(0, 12);
    expect(decisions[0]!.why).toContain('accuracy 85.0 %');
    expect(decisions[0]!.why).toContain('Of 4 trials, 2 were evaluated on every split');
  });

  test.for([
    // Eighths of the epochs: the measure is best in the seventh, and in the fourth.
    { scores: [0.5, 0.6, 0.7, 0.7, 0.75, 0.8, 0.9, 0.85], falling: 8, still: 7 },
    { scores: [0.5, 0.6, 0.7, 0.9, 0.7, 0.6, 0.5, 0.5], falling: 4, still: 4 },
  ])('takes the last epoch where a rate has fallen: $scores', ({ scores, falling, still }, { expect }) => {
    const long = scores.flatMap((score) => Array.from({ length: 4 }, () => score));
    const bestOf = (decay: { decay?: number }) => {
      const candidate = plainTrial('a', { epochs: 32, config: configOf(decay) });
      const only: Search = { candidates: [candidate], rung: 0, rungs: [{ from: 0, to: 1, share: 1 }], alive: [['a']] };
      const outcome = outcomeOf(
        long.map(() => 1),
        long.map(() => 1),
        long,
      );
      return concludeTuneRung(only, () => [outcome], contextOf()).tune!.trials[0]!.bestEpoch;
    };
    const eighth = (epoch: number) => Math.ceil(epoch / 4);
    expect(eighth(bestOf({}))).toBe(still);
    expect(eighth(bestOf({ decay: 32 }))).toBe(falling);
  });

  test('has those that were dropped after short fits as these were: epoch, and epochs over which the rate fell', ({
    expect,
  }) => {
    const candidates = ['a', 'b', 'c', 'd'].map((id) => plainTrial(id, { epochs: 15, config: { decay: 15 } }));
    const whole = { from: 0, to: 1, share: 1 };
    const last: Search = {
      candidates,
      rung: 1,
      rungs: [{ ...whole, short: true }, whole],
      alive: [candidates.map(({ id }) => id), ['a', 'b', 'c']],
    };
    const { tune: tuned } = concludeTuneRung(last, () => [peak(0.8)], contextOf());
    expect(tuned!.trials.map(({ id, config, status }) => [id, config.decay, status])).toEqual([
      ['a', 15, 'finished'],
      ['b', 15, 'finished'],
      ['c', 15, 'finished'],
      ['d', 5, 'dropped'],
    ]);
  });

  test('takes the smallest of errors', ({ expect }) => {
    const last = { ...start, rung: 1, alive: [...start.alive, ['b', 'a']] };
    const context = { ...contextOf(), measure: measureOf('mae') };
    const { tune: tuned } = concludeTuneRung(last, outcomesOf, context);
    expect(tuned!.best).toBe('a');
    // Nobody does better than it on any split: nothing to correct.
    expect(tuned!.optimism).toMatchObject({ bias: 0 });
  });

  test('gives nothing when all diverged', ({ expect }) => {
    const only: Search = { ...start, candidates: start.candidates.slice(3), alive: [['d']] };
    expect(concludeTuneRung(only, outcomesOf, contextOf())).toEqual({
      search: null,
      tune: null,
      failure: 'diverged',
      decisions: [],
    });
  });

  test('uses the loss while the measure is not defined, and reports when it never is', ({ expect }) => {
    const blank = (loss: number) => {
      const outcome = outcomeOf(flat, [loss, loss, loss, loss, loss]);
      return { ...outcome, history: { ...outcome.history, validationScore: [null, null, null, null, null] } };
    };
    const undefinedFor = ({ id }: Trial) => [blank(id === 'c' ? 0.1 : id === 'b' ? 0.2 : 0.3)];
    const { search } = concludeTuneRung(start, undefinedFor, contextOf());
    expect(search!.alive.at(-1)).toEqual(['c', 'b', 'a']);
    const last: Search = { ...start, rungs: [{ from: 0, to: 1, share: 1 }] };
    expect(concludeTuneRung(last, undefinedFor, contextOf())).toMatchObject({ tune: null, failure: 'undefined' });
  });
});

describe('the threshold', () => {
  const tuned = {
    trials: [
      {
        id: 'tune-1',
        config: START,
        score: 0.8,
        sd: null,
        splits: 1,
        bestEpoch: 12,
        status: 'finished' as const,
      },
    ],
    best: 'tune-1',
    optimism: null,
    importance: [],
    threshold: null,
  };

  test('is chosen on the chosen trial, trained for its epochs on splits that hold each row out once', ({ expect }) => {
    const planned = { id: 'out-of-fold', config: START, epochs: 12, on: 'splits' };
    expect(planOutOfFold(tuned, { k: 3 }, [])).toMatchObject([{ ...planned, splits: [0, 1, 2] }]);
    expect(planOutOfFold(tuned, { k: null }, [])).toMatchObject([{ ...planned, splits: null }]);
  });

  test("is chosen on the search's own fits where they were trained to the chosen epoch", ({ expect }) => {
    const candidate = plainTrial('tune-1', { config: START, epochs: 12 });
    expect(planOutOfFold(tuned, { k: 3 }, [candidate])).toEqual([{ ...candidate, splits: [0, 1, 2] }]);
    expect(planOutOfFold(tuned, { k: null }, [candidate])).toEqual([{ ...candidate, splits: null }]);
    const others = [{ epochs: 13 }, { ending: 'settled' as const }].map((fields) => ({ ...candidate, ...fields }));
    for (const other of others) expect(planOutOfFold(tuned, { k: 3 }, [other])[0]!.id).toBe('out-of-fold');
  });

  test('is where validation rows of all splits cost least', ({ expect }) => {
    const part = (...rows: [number, number][]) => ({
      predictions: {
        kind: 'probabilities' as const,
        numClasses: 2,
        values: Float64Array.from(rows.flatMap(([p]) => [1 - p, p])),
      },
      target: { kind: 'classes' as const, classes: ['no', 'yes'], codes: Int32Array.from(rows, ([, code]) => code) },
    });
    // A missed positive costs nine false alarms: the lowest positive, 0.2, must be named, at the price of 0.3.
    const rows = part([0.1, 0], [0.2, 1], [0.3, 0], [0.9, 1]);
    const spec = specOf({ costs: { falsePositive: 1, falseNegative: 9 } });
    const { threshold, tune: settled, decisions } = concludeThreshold(tuned, rows, measureOf('accuracy'), spec);
    expect(threshold).toBeGreaterThan(0.1);
    expect(threshold).toBeLessThanOrEqual(0.2);
    // One false alarm in four rows; at one half one positive of four is missed.
    expect(settled.threshold).toMatchObject({ cost: 0.25, costAtHalf: 2.25, score: 0.75 });
    expect(decisions).toMatchObject([{ stage: 'tune', by: 'user' }]);
  });
});
