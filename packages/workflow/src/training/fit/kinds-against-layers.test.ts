import { tf } from '@stepwell/backend';
import { describe, test } from 'vitest';
import { generator, permutation } from '@stepwell/base/random';
import { buildModel, initialWeights, weightShapes, type ModelSpec } from '../architecture/index.ts';
import { startEngine } from '../architecture/testing/start-engine.ts';
import type { IdRows, Inputs } from '../preparation/index.ts';
import { fitStep } from './index.ts';
import { KINDS_OF_ROWS, smallFitOf } from './testing/kinds-of-rows.ts';
import type { SmallFit } from './testing/small-fits.ts';

/**
 * Whether tf.layers has the same: it takes a variance of so many values for that of a sample; and a bias that the next
 * layer's normalization takes off again is moved by rounding alone.
 */
function isComparable(spec: ModelSpec, name: string): boolean {
  const [, place] = /-(\d+)\//.exec(name) ?? [];
  const isNormalized = spec.layers[Number(place) + 1]?.kind === 'batch-normalization';
  return !name.endsWith('moving-variance') && !(isNormalized && name.endsWith('bias'));
}

/** The same model by tf.layers; texts come in as numbers of each word, or as padded words. */
function modelOf(spec: ModelSpec): tf.LayersModel {
  const { image, text } = spec;
  const numbers = text?.numbers ?? image?.numbers ?? 0;
  const joinsLater = spec.layers.some(({ kind }) => kind === 'concatenate');
  const [first] = spec.layers;
  const main = tf.input({ shape: image ? [image.height, image.width, image.channels] : [widthOf(spec)] });
  const beside = tf.input({ shape: [Math.max(1, numbers)] });
  let x: tf.SymbolicTensor = main;
  if (text?.encoding === 'multi-hot' && numbers > 0 && !joinsLater) x = concatenated(x, beside);
  for (const layer of spec.layers) {
    switch (layer.kind) {
      case 'dense':
        x = one(
          tf.layers.dense({ units: layer.units, activation: layer.activation, kernelRegularizer: l2(layer) }).apply(x),
        );
        break;
      case 'conv2d': {
        const { filters, kernelSize, padding, activation } = layer;
        x = one(tf.layers.conv2d({ filters, kernelSize, padding, activation, kernelRegularizer: l2(layer) }).apply(x));
        break;
      }
      case 'separable-conv2d': {
        const { filters, kernelSize, padding, activation } = layer;
        const separable = { filters, kernelSize, padding, activation };
        const regularizers = { depthwiseRegularizer: l2(layer), pointwiseRegularizer: l2(layer) };
        x = one(tf.layers.separableConv2d({ ...separable, ...regularizers }).apply(x));
        break;
      }
      case 'max-pooling':
        x = one(tf.layers.maxPooling2d({ poolSize: 2 }).apply(x));
        break;
      case 'average-pooling':
        x = one(tf.layers.averagePooling2d({ poolSize: 2 }).apply(x));
        break;
      case 'global-average-pooling':
        x = one(tf.layers.globalAveragePooling2d({}).apply(x));
        break;
      case 'flatten':
        x = one(tf.layers.flatten().apply(x));
        break;
      case 'batch-normalization':
        x = one(tf.layers.batchNormalization().apply(x));
        break;
      case 'activation':
        x = one(tf.layers.activation({ activation: layer.activation }).apply(x));
        break;
      case 'embedding': {
        const { dimensions, pooling, length } = layer;
        const words = (text?.vocabulary ?? 0) + 1;
        if (pooling === 'average') {
          x = one(tf.layers.dense({ units: dimensions, useBias: false }).apply(x));
          break;
        }
        x = one(tf.layers.embedding({ inputDim: words, outputDim: dimensions, inputLength: length }).apply(x));
        x = one(tf.layers.flatten().apply(x));
        break;
      }
      case 'concatenate':
        x = concatenated(x, branchOf(layer, beside));
        break;
      case 'dropout':
        throw new TypeError('masks are drawn otherwise');
    }
  }
  return tf.model({ inputs: numbers > 0 ? [main, beside] : main, outputs: x, name: `like-${first?.kind}` });
}

function branchOf({ branch }: Extract<Layer, { kind: 'concatenate' }>, beside: tf.SymbolicTensor): tf.SymbolicTensor {
  if (branch === undefined) return beside;
  const { units } = branch;
  return one(tf.layers.dense({ units, activation: 'relu', kernelRegularizer: l2(branch) }).apply(beside));
}

function widthOf({ inputs, text, layers: [first] }: ModelSpec): number {
  if (first?.kind === 'embedding') return first.pooling === 'average' ? (text?.vocabulary ?? 0) + 1 : first.length;
  return text?.vocabulary ?? inputs;
}

function l2(layer: { l2: number }) {
  return tf.regularizers.l2({ l2: layer.l2 });
}

function concatenated(x: tf.SymbolicTensor, beside: tf.SymbolicTensor): tf.SymbolicTensor {
  return one(tf.layers.concatenate().apply([x, beside]));
}

function one(output: tf.Tensor | tf.Tensor[] | tf.SymbolicTensor | tf.SymbolicTensor[]): tf.SymbolicTensor {
  if (output instanceof tf.SymbolicTensor) return output;
  throw new TypeError('a layer gave no symbol');
}

/** Rows as `modelOf` takes them, written out by hand. */
function inputsAt(spec: ModelSpec, x: Inputs, rows: number[]): tf.Tensor | tf.Tensor[] {
  if (x.kind === 'numbers') throw new TypeError('numbers have a test of their own');
  if (x.kind === 'images') {
    const { height, width, channels, stores, at, scale } = x.images;
    const size = height * width * channels;
    const all = stores.flatMap((store) => [...store]);
    const pixels = rows.flatMap((row) => all.slice(at[row]! * size, (at[row]! + 1) * size).map((byte) => byte * scale));
    const main = tf.tensor4d(pixels, [rows.length, height, width, channels]);
    return withNumbers(main, spec.image?.numbers ?? 0, x.numbers, rows);
  }
  const lists = listsOf(x.kind === 'multi-hot' ? x.hot : x.words, rows);
  const [first] = spec.layers;
  const main = tf.tensor2d(
    lists.map((words) => {
      if (first?.kind === 'embedding' && first.pooling === 'flatten') {
        return [...Array<number>(first.length).fill(spec.text!.vocabulary), ...words].slice(-first.length);
      }
      const counts = Array<number>(widthOf(spec)).fill(0);
      for (const word of words) counts[word] = x.kind === 'multi-hot' ? 1 : counts[word]! + 1 / words.length;
      return counts;
    }),
  );
  return withNumbers(main, spec.text!.numbers, x.numbers, rows);
}

function withNumbers(main: tf.Tensor, width: number, numbers: Float32Array | null, rows: number[]) {
  if (width === 0) return main;
  return [main, tf.tensor2d(rows.map((row) => [...numbers!.subarray(row * width, (row + 1) * width)]))];
}

function listsOf({ start, ids }: IdRows, rows: number[]): number[][] {
  return rows.map((row) => [...ids.subarray(start[row], start[row + 1])]);
}

/** Trains by tf.layers on tfjs's JavaScript backend; weights in the order of `weightShapes`. */
async function trainByLayers({ fit, context, data }: SmallFit): Promise<Float32Array[]> {
  await tf.setBackend('cpu');
  const spec = buildModel(context.question, fit.config, data.shape);
  const model = modelOf(spec);
  const shapes = weightShapes(spec);
  // tf.layers lists what is trained first.
  const places = [...shapes.keys()].sort(
    (a, b) => Number(shapes[b]!.trainable) - Number(shapes[a]!.trainable) || a - b,
  );
  const weights = initialWeights(spec, context.seed, fit.id);
  model.setWeights(places.map((i) => tf.tensor(weights[i]!, shapes[i]!.shape)));
  model.compile({
    optimizer: tf.train.rmsprop(fit.config.learningRate, 0.9, 0, 1e-7),
    loss: 'categoricalCrossentropy',
  });
  for (let epoch = 0; epoch < fit.epochs; epoch++) {
    const order = permutation(data.train.rows, generator(context.seed, 'shuffle', `${fit.id}/epoch-${epoch}`));
    for (let from = 0; from < order.length; from += fit.config.batchSize) {
      const rows = [...order.subarray(from, from + fit.config.batchSize)];
      const codes = rows.map((row) => data.train.y[row]!);
      await model.trainOnBatch(inputsAt(spec, data.train.x, rows), tf.oneHot(tf.tensor1d(codes, 'int32'), 3));
    }
  }
  const trained = model.getWeights().map((weight) => Float32Array.from(weight.dataSync()));
  return shapes.map((_, i) => trained[places.indexOf(i)]!);
}

type Layer = ModelSpec['layers'][number];

describe.for(KINDS_OF_ROWS)('a whole training on $name', (kind) => {
  test.for([0, 0.01])('with L2 %d comes out as tf.layers has it', async (l2, { expect }) => {
    const small = smallFitOf(kind, { l2 }, { train: 19, validation: 0 });
    const theirs = await trainByLayers(small);
    await startEngine();
    await tf.setBackend('wasm');
    const { checkpoint, done } = fitStep(small.fit, small.context, small.data, null, {
      minibatches: 1e4,
      flops: Infinity,
    });
    expect(done).toBe(true);
    const before = initialWeights(checkpoint.spec, small.context.seed, small.fit.id);
    weightShapes(checkpoint.spec).forEach(({ name }, i) => {
      if (!isComparable(checkpoint.spec, name)) return;
      const [ours, other] = [checkpoint.weights[i]!, theirs[i]!];
      expect(distance(ours, other), name).toBeLessThan(1e-3 * length(other));
      expect(distance(ours, before[i]!), name).toBeGreaterThan(1e-2 * length(other));
    });
  });
});

function distance(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0));
}

function length(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
