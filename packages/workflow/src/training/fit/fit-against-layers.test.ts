import { tf } from '@stepwell/backend';
import { describe, test } from 'vitest';
import { generator, permutation } from '@stepwell/base/random';
import type { Definition } from '../../stages/define/index.ts';
import { buildModel, initialWeights, weightShapes, type ModelSpec } from '../architecture/index.ts';
import { startEngine } from '../architecture/testing/start-engine.ts';
import { fitStep } from './index.ts';
import { smallFit, type SmallFit } from './testing/small-fits.ts';

const LOSS_OF_LAYERS = {
  'binary-crossentropy': 'binaryCrossentropy',
  'categorical-crossentropy': 'categoricalCrossentropy',
  'mean-squared-error': 'meanSquaredError',
  'mean-absolute-error': 'meanAbsoluteError',
} as const;

/** The same training by tf.layers on tfjs's JavaScript backend: same weights, same batches in the same order. */
async function trainByLayers({ fit, context, data }: SmallFit): Promise<{ weights: Float32Array[]; losses: number[] }> {
  await tf.setBackend('cpu');
  const spec = buildModel(context.question, fit.config, data.shape);
  const model = tf.sequential();
  spec.layers.forEach((layer, i) => {
    if (layer.kind !== 'dense') return;
    const { units, activation, l2 } = layer;
    model.add(
      tf.layers.dense({
        units,
        activation,
        kernelRegularizer: l2 > 0 ? tf.regularizers.l2({ l2 }) : undefined,
        inputShape: i === 0 ? [spec.inputs] : undefined,
      }),
    );
  });
  const weights = initialWeights(spec, context.seed, fit.id);
  model.setWeights(weightShapes(spec).map(({ shape }, i) => tf.tensor(weights[i]!, shape)));
  model.compile({
    optimizer: tf.train.rmsprop(fit.config.learningRate, 0.9, 0, 1e-7),
    loss: Object.entries(LOSS_OF_LAYERS).find(([loss]) => loss === spec.loss)![1],
  });
  const losses: number[] = [];
  for (let epoch = 0; epoch < fit.epochs; epoch++) {
    const order = permutation(data.train.rows, generator(context.seed, 'shuffle', `${fit.id}/epoch-${epoch}`));
    let sum = 0;
    for (let from = 0; from < order.length; from += fit.config.batchSize) {
      const rows = [...order.subarray(from, from + fit.config.batchSize)];
      const loss = await model.trainOnBatch(inputsAt(data, rows, spec), targetsAt(data, rows, spec));
      sum += (loss as number) * rows.length;
    }
    losses.push(sum / order.length);
  }
  return { weights: model.getWeights().map((weight) => Float32Array.from(weight.dataSync())), losses };
}

function inputsAt(data: SmallFit['data'], rows: number[], spec: ModelSpec): tf.Tensor {
  const { inputs } = spec;
  const { x } = data.train;
  if (x.kind !== 'numbers') throw new TypeError(`expected numbers, got ${x.kind}`);
  return tf.tensor2d(rows.map((row) => [...x.values.subarray(row * inputs, (row + 1) * inputs)]));
}

function targetsAt(data: SmallFit['data'], rows: number[], spec: ModelSpec): tf.Tensor {
  const y = rows.map((row) => data.train.y[row]!);
  const width = data.train.y.length / data.train.rows;
  if (spec.loss !== 'categorical-crossentropy') {
    const all = rows.flatMap((row) => [...data.train.y.subarray(row * width, (row + 1) * width)]);
    return tf.tensor2d(all, [rows.length, width]);
  }
  return tf.oneHot(tf.tensor1d(y, 'int32'), 3);
}

/** Twelve epochs of five batches: the last one is short. */
function trainBySteps({ fit, context, data }: SmallFit) {
  return fitStep(fit, context, data, null, { minibatches: 10_000, flops: Infinity });
}

describe('a whole training', () => {
  test.for<{ type: Definition['type']; l2: number }>([
    { type: 'binary', l2: 0 },
    { type: 'multiclass', l2: 0 },
    { type: 'scalar-regression', l2: 0 },
    { type: 'scalar-regression', l2: 0.01 },
    { type: 'multilabel', l2: 0 },
    { type: 'vector-regression', l2: 0 },
  ])('of $type with L2 $l2 comes out as tf.layers has it', async ({ type, l2 }, { expect }) => {
    const small = smallFit(type, { l2 });
    small.fit.epochs = 12;
    const theirs = await trainByLayers(small);
    await startEngine();
    await tf.setBackend('wasm');
    const { checkpoint, points, done } = trainBySteps(small);
    expect(done).toBe(true);
    const moved = initialWeights(checkpoint.spec, small.context.seed, small.fit.id);
    checkpoint.weights.forEach((weight, i) => {
      expect(distance(weight, theirs.weights[i]!)).toBeLessThan(1e-4 * length(weight));
      expect(distance(weight, moved[i]!)).toBeGreaterThan(1e-2 * length(weight));
    });
    // tf.layers adds the penalty to its loss; without one the losses of all epochs agree.
    if (l2 === 0) points.forEach(({ trainLoss }, epoch) => expect(trainLoss).toBeCloseTo(theirs.losses[epoch]!, 4));
  });
});

function distance(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0));
}

function length(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
