import { tf } from '@stepwell/backend';
import { beforeAll, describe, test } from 'vitest';
import type { Definition } from '../../stages/define/index.ts';
import { startEngine } from '../architecture/testing/start-engine.ts';
import {
  decodeCheckpoint,
  fitStep,
  unitsPerEpoch,
  type Checkpoint,
  type CurvePoint,
  type StepBudget,
} from './index.ts';
import { KINDS_OF_ROWS, smallFitOf } from './testing/kinds-of-rows.ts';
import { smallFit, type SmallFit } from './testing/small-fits.ts';
import { bytesOf } from './testing/bytes-of.ts';

beforeAll(startEngine);

const ALL: StepBudget = { minibatches: 1_000, flops: Infinity };

interface Trained {
  checkpoint: Checkpoint;
  points: CurvePoint[];
  steps: number;
}

/** Steps a fit to its end; `store` may write and read the checkpoint between steps. */
function train({ fit, context, data }: SmallFit, budget: StepBudget, store = (given: Checkpoint) => given): Trained {
  let checkpoint: Checkpoint | null = null;
  const points: CurvePoint[] = [];
  for (let steps = 1; ; steps++) {
    const step = fitStep(fit, context, data, checkpoint, budget);
    points.push(...step.points);
    checkpoint = store(step.checkpoint);
    if (step.done) return { checkpoint, points, steps };
  }
}

function stored(checkpoint: Checkpoint): Checkpoint {
  return decodeCheckpoint(bytesOf(checkpoint).buffer);
}

/** A checkpoint whose fit began at this rate: without it, a rate that is never set would be that of the first epoch. */
function beganAt(learningRate: number, checkpoint: Checkpoint | null): Checkpoint | null {
  if (checkpoint === null) return null;
  const { spec } = checkpoint;
  return { ...checkpoint, spec: { ...spec, optimizer: { ...spec.optimizer, learningRate } } };
}

/** Three minibatches an epoch: one of them is neither the first nor the last. */
const ROWS = { train: 19, validation: 11 };

const CASES: { name: string; small: () => SmallFit }[] = [
  ...(
    [
      { type: 'binary', dropout: 0.3, l2: 0.001 },
      { type: 'multiclass', dropout: 0.5, l2: 0 },
      { type: 'scalar-regression', dropout: 0.1, l2: 0.01 },
      { type: 'multilabel', dropout: 0.2, l2: 0 },
      { type: 'vector-regression', dropout: 0, l2: 0.001 },
      { type: 'ordinal', dropout: 0.2, l2: 0, levels: 'cumulative' },
    ] as const
  ).map(({ type, ...config }) => ({
    name: `${type} with dropout ${config.dropout} and L2 ${config.l2}`,
    small: () => smallFit(type, config, ROWS),
  })),
  ...(['pairwise-logistic', 'lambdarank', 'listwise-cross-entropy', 'mean-squared-error'] as const).map((loss) => ({
    name: `ranking by ${loss}`,
    small: () => smallFit('ranking', { dropout: 0.2, l2: 0.001, loss }, ROWS),
  })),
  ...KINDS_OF_ROWS.map((kind) => ({
    name: kind.name,
    small: () => smallFitOf(kind, { dropout: 0.2, l2: 0.001 }, ROWS),
  })),
];

describe.for(['turned', 'settled'] as const)('a fit that may end once it has %s', (rule) => {
  const small = smallFit('binary', { dropout: 0, l2: 0, learningRate: 0.05 });
  // Targets of other rows: what is learned makes validation worse.
  small.data.validation!.prepared.y.reverse();
  const fit = { ...small.fit, epochs: 400, ending: { rule, greaterIsBetter: false } };

  test('ends at the same epoch and bits, however it is cut', ({ expect }) => {
    const whole = train({ ...small, fit }, { minibatches: 100_000, flops: Infinity });
    const cut = train({ ...small, fit }, { minibatches: 7, flops: Infinity });
    expect(whole.points.length).toBeGreaterThanOrEqual(24);
    expect(whole.points.length).toBeLessThan(400);
    expect(cut.points).toEqual(whole.points);
    expect(bytesOf(cut.checkpoint)).toEqual(bytesOf(whole.checkpoint));
  });
});

describe.for(CASES)('a fit of $name', ({ small: make }) => {
  const small = make();

  /** Trained in one step, once for all tests. */
  let whole: Trained;
  beforeAll(() => {
    whole = train(small, ALL);
  });

  test.for([
    { name: 'one minibatch', budget: { minibatches: 1, flops: Infinity }, keep: stored },
    { name: 'three minibatches', budget: { minibatches: 3, flops: Infinity } },
    { name: 'no work at all, hence one', budget: { minibatches: 0, flops: 0 } },
    { name: 'four thousand operations', budget: { minibatches: 1_000, flops: 4_000 }, keep: stored },
  ])('comes out the same bit for bit in steps of $name, stored or not', ({ budget, keep }, { expect }) => {
    const cut = train(make(), budget, keep);
    expect(whole.steps).toBe(1);
    expect(cut.steps).toBeGreaterThan(3);
    expect(bytesOf(cut.checkpoint)).toEqual(bytesOf(whole.checkpoint));
    expect(cut.points).toEqual(whole.points);
  });

  test('tells of every epoch once, and keeps the same numbers as its history', ({ expect }) => {
    const { points, checkpoint } = train(small, { minibatches: 2, flops: Infinity });
    expect(points.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(checkpoint.history).toEqual({
      trainLoss: points.map(({ trainLoss }) => trainLoss),
      validationLoss: points.map(({ validationLoss }) => validationLoss),
      validationScore: points.map(({ validationScore }) => validationScore),
    });
    expect(checkpoint.diverged).toBe(false);
  });

  test('depends on the seed and on its own name', ({ expect }) => {
    const bytes = bytesOf(whole.checkpoint);
    const reseeded = { ...small, context: { ...small.context, seed: 6 } };
    const renamed = { ...small, fit: { ...small.fit, id: 'test/fold-1' } };
    expect(bytesOf(train(reseeded, ALL).checkpoint)).not.toEqual(bytes);
    expect(bytesOf(train(renamed, ALL).checkpoint)).not.toEqual(bytes);
  });

  test('changes neither the checkpoint nor the rows it is given', ({ expect }) => {
    const { fit, context, data } = small;
    const { checkpoint } = fitStep(fit, context, data, null, { minibatches: 4, flops: Infinity });
    const [before, rows] = [bytesOf(checkpoint), structuredClone(data)];
    const first = fitStep(fit, context, data, checkpoint, { minibatches: 4, flops: Infinity });
    expect(bytesOf(checkpoint)).toEqual(before);
    expect(data).toEqual(rows);
    // So a step may be done again, and comes to the same.
    const again = fitStep(fit, context, data, checkpoint, { minibatches: 4, flops: Infinity });
    expect(bytesOf(again.checkpoint)).toEqual(bytesOf(first.checkpoint));
  });

  test('takes the tensors out of what it was given where it is told to, and comes to the same', ({ expect }) => {
    const { fit, context, data } = small;
    const { checkpoint } = fitStep(fit, context, data, null, { minibatches: 4, flops: Infinity });
    const kept = fitStep(fit, context, data, checkpoint, { minibatches: 4, flops: Infinity });
    const given = stored(checkpoint);
    const whole = given.weights[0]!.buffer;
    const released = fitStep(fit, context, data, given, { minibatches: 4, flops: Infinity }, { release: true });
    expect(bytesOf(released.checkpoint)).toEqual(bytesOf(kept.checkpoint));
    expect(given).toMatchObject({ weights: [], slots: [] });
    expect(whole.byteLength).toBe(0);
  });

  test('leaves no tensors behind', ({ expect }) => {
    const before = tf.memory().numTensors;
    train(small, ALL);
    expect(tf.memory().numTensors).toBe(before);
  });
});

/** One of each trainer, and of each kind of rows that one takes: the rate is set in a trainer, whatever the model. */
const TRAINERS = [
  'binary with dropout 0.3 and L2 0.001',
  'ranking by lambdarank',
  'multi-hot words',
  'words in a row and numbers',
  'pixels',
  'a convnet with batch normalization and average pooling',
];

describe.for(CASES.filter(({ name }) => TRAINERS.includes(name)))('a fit of $name', ({ small: make }) => {
  test('learns at a rate that falls to zero by the same amount after each epoch, however it is cut', ({ expect }) => {
    const at = (learningRate: number, decay: { decay?: number }, epochs: number): SmallFit => {
      const { fit, context, data } = make();
      return { fit: { ...fit, config: { ...fit.config, learningRate, ...decay }, epochs }, context, data };
    };
    const falling = at(0.008, { decay: 4 }, 4);
    const whole = train(falling, ALL);
    expect(bytesOf(train(falling, { minibatches: 1, flops: Infinity }, stored).checkpoint)).toEqual(
      bytesOf(whole.checkpoint),
    );
    // One fit an epoch, each at a rate that stays, from where the one before ended.
    let checkpoint: Checkpoint | null = null;
    for (const [epoch, rate] of [0.008, 0.006, 0.004, 0.002].entries()) {
      const { fit, context, data } = at(rate, {}, epoch + 1);
      checkpoint = fitStep(fit, context, data, beganAt(rate, checkpoint), ALL).checkpoint;
    }
    expect(checkpoint!.weights).toEqual(whole.checkpoint.weights);
    // A fit that is shorter than its decay is the beginning of it, and one that is longer stays at the last rate.
    expect(train(at(0.008, { decay: 4 }, 3), ALL).points).toEqual(whole.points.slice(0, 3));
    const long = train(at(0.008, { decay: 4 }, 5), ALL);
    expect(long.points.slice(0, 4)).toEqual(whole.points);
    const { fit, context, data } = at(0.002, {}, 5);
    expect(fitStep(fit, context, data, beganAt(0.002, checkpoint), ALL).checkpoint.weights).toEqual(
      long.checkpoint.weights,
    );
  });
});

describe('fitStep', () => {
  test('says what of the budget it spent', ({ expect }) => {
    const small = smallFit('binary');
    const { minibatches, flops } = fitStep(small.fit, small.context, small.data, null, {
      minibatches: 3,
      flops: Infinity,
    }).spent;
    expect(minibatches).toBe(3);
    expect(flops).toBeGreaterThan(0);
  });

  test('does as many minibatches as the budget says', ({ expect }) => {
    const { fit, context, data } = smallFit('binary');
    // 37 training rows in batches of 8, and 11 validation rows in one chunk.
    expect(unitsPerEpoch(fit.config, data)).toEqual({ trainBatches: 5, validationChunks: 1 });
    for (const minibatches of [1, 4, 7]) {
      expect(fitStep(fit, context, data, null, { minibatches, flops: Infinity }).checkpoint.position).toBe(minibatches);
    }
    expect(fitStep(fit, context, data, null, { minibatches: 100, flops: 1 }).checkpoint.position).toBe(1);
  });

  test('does nothing more once it is done', ({ expect }) => {
    const small = smallFit('binary');
    const { checkpoint } = train(small, ALL);
    const after = fitStep(small.fit, small.context, small.data, checkpoint, ALL);
    expect(after).toEqual({ checkpoint, points: [], done: true, spent: { minibatches: 0, flops: 0 } });
  });

  test('goes without validation on all development rows', ({ expect }) => {
    const small = smallFit('binary', {}, { train: 37, validation: 0 });
    const { points, checkpoint } = train(small, { minibatches: 2, flops: Infinity });
    expect(points.map(({ validationLoss, validationScore }) => [validationLoss, validationScore])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
    expect(checkpoint.history.validationLoss).toEqual([]);
  });

  test('validates in chunks of 1 024 rows, stopping between them too', ({ expect }) => {
    const small = smallFit('multiclass', { batchSize: 32 }, { train: 30, validation: 2_500 });
    expect(unitsPerEpoch(small.fit.config, small.data)).toEqual({ trainBatches: 1, validationChunks: 3 });
    const whole = train(small, ALL);
    expect(bytesOf(train(small, { minibatches: 1, flops: 1 }, stored).checkpoint)).toEqual(bytesOf(whole.checkpoint));
  });

  test('learns: the loss falls, and the score rises above chance', ({ expect }) => {
    const small = smallFit('binary', {}, { train: 200, validation: 100 });
    small.fit.epochs = 30;
    const { points } = train(small, ALL);
    expect(points.at(-1)!.trainLoss).toBeLessThan(points[0]!.trainLoss / 2);
    expect(points.at(-1)!.validationScore).toBeGreaterThan(0.9);
  });

  test.for<Definition['type']>(['binary', 'multiclass', 'multilabel', 'scalar-regression', 'vector-regression'])(
    'ends a fit of %s that leaves the numbers, and writes numbers all the same',
    (type, { expect }) => {
      const small = smallFit(type, { learningRate: 1e30 });
      const { checkpoint, points } = train(small, { minibatches: 1, flops: Infinity }, stored);
      expect(checkpoint.diverged).toBe(true);
      expect(points.length).toBeGreaterThan(0);
      expect(points.length).toBeLessThanOrEqual(3);
      for (const point of points) {
        for (const value of Object.values(point)) expect(value === null || Number.isFinite(value)).toBe(true);
      }
      expect(JSON.parse(JSON.stringify(checkpoint.history))).toEqual(checkpoint.history);
      expect(bytesOf(train(small, ALL).checkpoint)).toEqual(bytesOf(checkpoint));
    },
  );
});
