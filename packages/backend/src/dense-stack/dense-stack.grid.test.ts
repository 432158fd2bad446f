import { beforeAll, describe, test } from 'vitest';
import { slotsPerWeight, type OptimizerSettings } from '../optimizer-settings.ts';
import type { StartedBackend } from '../started-backend.ts';
import { relativeDistance, startForTest, wave } from '../testing/against-cpu.ts';
import { ReferenceStack } from '../testing/reference-stack.ts';
import { dense, initialWeights, RMSPROP, rowsFor } from '../testing/small-stacks.ts';
import { DenseStack } from './dense-stack.ts';
import type { StackLoss } from '../loss.ts';
import type { DenseStackOptions, StackLayer } from './options.ts';

let backend: StartedBackend;
beforeAll(async () => {
  backend = await startForTest();
});

const ENDS = {
  'binary-crossentropy': 'sigmoid',
  'categorical-crossentropy': 'softmax',
  'mean-squared-error': 'linear',
  'mean-absolute-error': 'linear',
} as const;

/** The kernel's and the reference's training on the same minibatches: six, the last one short. */
function trainBoth(options: DenseStackOptions, outputs: number, rowsOf: typeof rowsFor = rowsFor) {
  const count = 5 * options.batchSize + 3;
  const rows = rowsOf(options, count, outputs);
  const order = Int32Array.from({ length: count }, (_, i) => (i * 7) % count);
  const weights = initialWeights(options);
  const stack = new DenseStack(backend, options);
  stack.load(weights, null);
  const losses = stack.train(rows, order, 0, 6, 0);
  const reference = new ReferenceStack(options, weights);
  const targets = options.loss === 'categorical-crossentropy' ? 1 : outputs;
  const cut = (values: Float32Array, row: number, width: number) => [
    ...values.subarray(row * width, (row + 1) * width),
  ];
  const expected = Array.from({ length: 6 }, (_, b) => {
    const batch = [...order.subarray(b * options.batchSize, (b + 1) * options.batchSize)];
    return reference.step(
      batch.map((row) => cut(rows.x as Float32Array, row, options.inputs)),
      batch.map((row) => cut(rows.y, row, targets)),
      b,
    );
  });
  const trained = stack.read();
  stack.dispose();
  return { losses, expected, trained, reference };
}

const STACKS: { name: string; inputs: number; layers: StackLayer[]; loss: StackLoss; batchSize: number }[] = [
  {
    name: '13-64-64-1',
    inputs: 13,
    layers: [dense(64, 'relu'), dense(64, 'relu')],
    loss: 'mean-squared-error',
    batchSize: 16,
  },
  { name: '5-7-1', inputs: 5, layers: [dense(7, 'tanh')], loss: 'binary-crossentropy', batchSize: 8 },
  { name: '30-17-3', inputs: 30, layers: [dense(17, 'sigmoid')], loss: 'categorical-crossentropy', batchSize: 9 },
  {
    name: '9-12-1, absolute error',
    inputs: 9,
    layers: [dense(12, 'relu')],
    loss: 'mean-absolute-error',
    batchSize: 16,
  },
  { name: '4-1, no hidden layer', inputs: 4, layers: [], loss: 'mean-squared-error', batchSize: 4 },
  { name: '1-1-1', inputs: 1, layers: [dense(1, 'relu')], loss: 'binary-crossentropy', batchSize: 1 },
  {
    name: '90-46-5-46',
    inputs: 90,
    layers: [dense(46, 'relu'), dense(5, 'linear')],
    loss: 'categorical-crossentropy',
    batchSize: 33,
  },
];
const OUTPUTS: Record<StackLoss, number> = {
  'binary-crossentropy': 1,
  'categorical-crossentropy': 3,
  'mean-squared-error': 1,
  'mean-absolute-error': 1,
};

describe.for(STACKS)('a stack $name', ({ inputs, layers, loss, batchSize }) => {
  const outputs = OUTPUTS[loss];
  const ending = dense(outputs, ENDS[loss]);

  test.for<OptimizerSettings>([
    RMSPROP,
    { name: 'rmsprop', learningRate: 0.003, rho: 0.8, momentum: 0.7 },
    { name: 'adam', learningRate: 0.01 },
    { name: 'sgd', learningRate: 0.05 },
    { name: 'sgd', learningRate: 0.02, momentum: 0.9 },
    { name: 'sgd', learningRate: 0.02, momentum: 0.9, nesterov: true },
  ])('trains as the textbook does, by $name with momentum $momentum', (optimizer, { expect }) => {
    const options = { inputs, layers: [...layers, ending], loss, optimizer, batchSize };
    const { losses, expected, trained, reference } = trainBoth(options, outputs);
    losses.forEach((value, i) => expect(Math.abs(value / expected[i]! - 1)).toBeLessThan(1e-4));
    trained.weights.forEach((weight, i) =>
      expect(relativeDistance(weight, Float32Array.from(reference.weights[i]!)), `tensor ${i}`).toBeLessThan(2e-5),
    );
    const slots = slotsPerWeight(optimizer) * trained.weights.length;
    expect(trained.slots).toHaveLength(slots);
    trained.slots.forEach((slot, i) =>
      expect(relativeDistance(slot, Float32Array.from(reference.slots[i]!)), `slot ${i}`).toBeLessThan(1e-4),
    );
  });

  test('trains with dropout, L1 and L2 as the textbook does', ({ expect }) => {
    const some = layers.flatMap((layer): StackLayer[] => [
      layer.kind === 'dense' ? { ...layer, l1: 0.001, l2: 0.01 } : layer,
      { kind: 'dropout', rate: 0.3 },
    ]);
    const options = {
      inputs,
      layers: [{ kind: 'dropout', rate: 0.2 } as const, ...some, ending],
      loss,
      optimizer: RMSPROP,
      batchSize,
      dropoutKey: [7, -3, 0x7fffffff, 12],
    };
    const { losses, expected, trained, reference } = trainBoth(options, outputs);
    losses.forEach((value, i) => expect(Math.abs(value / expected[i]! - 1)).toBeLessThan(1e-4));
    trained.weights.forEach((weight, i) =>
      expect(relativeDistance(weight, Float32Array.from(reference.weights[i]!)), `tensor ${i}`).toBeLessThan(2e-5),
    );
  });

  test('comes out the same however the minibatches are dealt out, and whatever was held before', ({ expect }) => {
    const options: DenseStackOptions = {
      inputs,
      layers: [...layers, { kind: 'dropout', rate: 0.5 }, ending],
      loss,
      optimizer: { name: 'adam', learningRate: 0.01 },
      batchSize,
    };
    const rows = rowsFor(options, 40, outputs);
    const order = Int32Array.from({ length: 40 }, (_, i) => (i * 11) % 40);
    const count = Math.ceil(40 / batchSize);
    const weights = initialWeights(options);
    const whole = new DenseStack(backend, options);
    whole.load(weights, null);
    whole.train(rows, order, 0, count, 0);
    let { weights: kept, slots }: { weights: Float32Array[]; slots: Float32Array[] } = { weights, slots: [] };
    for (let b = 0; b < count; b++) {
      const piece = new DenseStack(backend, options);
      piece.load(kept, b === 0 ? null : slots);
      piece.evaluate(rows, order);
      piece.train(rows, order, b, 1, b);
      ({ weights: kept, slots } = piece.read());
      piece.dispose();
    }
    expect(kept).toEqual(whole.read().weights);
    expect(slots).toEqual(whole.read().slots);
    whole.dispose();
  });

  test('gives each row the same outputs alone as among others', ({ expect }) => {
    const options = { inputs, layers: [...layers, ending], loss, optimizer: RMSPROP, batchSize };
    const rows = rowsFor(options, 150, outputs);
    const stack = new DenseStack(backend, options);
    stack.load(initialWeights(options), null);
    const all = stack.evaluate(
      rows,
      Int32Array.from({ length: 150 }, (_, i) => i),
    );
    for (const row of [0, 1, 77, 149]) {
      const alone = stack.evaluate(rows, Int32Array.of(row));
      expect(alone.outputs).toEqual(all.outputs.slice(row * outputs, (row + 1) * outputs));
      expect(alone.losses).toEqual(all.losses.slice(row, row + 1));
    }
    stack.dispose();
  });
});

describe('rows of mostly zeros', () => {
  /** Rows of which nine in ten values are zero in every other minibatch, and none in the others. */
  const pixelsFor: typeof rowsFor = (options, count, outputs) => {
    const { x, y } = rowsFor(options, count, outputs);
    const ink = wave(count * options.inputs, 17);
    const dense = (row: number) => Math.floor(row / 40) % 2 === 1;
    const pixels = (x as Float32Array).map((value, i) =>
      ink[i]! > 0.8 || dense(Math.floor(i / options.inputs)) ? value : 0,
    );
    return { x: pixels, y };
  };
  const layers = [dense(101, 'relu'), dense(40, 'tanh'), dense(3, 'softmax')];
  const options: DenseStackOptions = {
    inputs: 75,
    layers,
    loss: 'categorical-crossentropy',
    optimizer: RMSPROP,
    batchSize: 20,
  };

  test.for<{ what: string; layers: StackLayer[] }>([
    { what: 'first', layers },
    { what: 'behind dropout', layers: [{ kind: 'dropout', rate: 0.4 }, ...layers] },
  ])('train as the textbook does, the dense layer $what', ({ layers }, { expect }) => {
    const { losses, expected, trained, reference } = trainBoth({ ...options, layers }, 3, pixelsFor);
    losses.forEach((value, i) => expect(Math.abs(value / expected[i]! - 1)).toBeLessThan(1e-4));
    trained.weights.forEach((weight, i) =>
      expect(relativeDistance(weight, Float32Array.from(reference.weights[i]!)), `tensor ${i}`).toBeLessThan(2e-5),
    );
  });

  test('come out the same however the minibatches are dealt out, and alone', ({ expect }) => {
    const rows = pixelsFor(options, 100, 3);
    const order = Int32Array.from({ length: 100 }, (_, i) => i);
    const train = (pieces: number[]) => {
      const stack = new DenseStack(backend, options);
      stack.load(initialWeights(options), null);
      let done = 0;
      for (const count of pieces) {
        stack.train(rows, order, done, count, done);
        stack.evaluate(rows, order.subarray(40, 80));
        done += count;
      }
      const result = {
        ...stack.read(),
        all: stack.evaluate(rows, order),
        alone: stack.evaluate(rows, order.subarray(0, 1)),
      };
      stack.dispose();
      return result;
    };
    const whole = train([5]);
    const pieces = train([1, 3, 1]);
    expect(pieces.weights).toEqual(whole.weights);
    expect(pieces.slots).toEqual(whole.slots);
    expect(whole.alone.outputs).toEqual(whole.all.outputs.slice(0, 3));
  });
});

describe('load', () => {
  test('without slots starts the optimizer afresh', ({ expect }) => {
    const options: DenseStackOptions = {
      inputs: 3,
      layers: [dense(1, 'linear')],
      loss: 'mean-squared-error',
      optimizer: { name: 'adam', learningRate: 0.1 },
      batchSize: 4,
    };
    const rows = rowsFor(options, 4, 1);
    const stack = new DenseStack(backend, options);
    const trainOnce = () => {
      stack.load(initialWeights(options), null);
      stack.train(rows, Int32Array.of(0, 1, 2, 3), 0, 1, 0);
      return stack.read();
    };
    expect(trainOnce()).toEqual(trainOnce());
    stack.dispose();
  });
});

describe('several outputs', () => {
  test.for(['binary-crossentropy', 'mean-squared-error', 'mean-absolute-error'] as const)(
    'of %s are averaged',
    (loss, { expect }) => {
      const layers = [dense(6, 'relu'), dense(5, ENDS[loss])];
      const { losses, expected, trained, reference } = trainBoth(
        { inputs: 7, layers, loss, optimizer: RMSPROP, batchSize: 10 },
        5,
      );
      losses.forEach((value, i) => expect(Math.abs(value / expected[i]! - 1)).toBeLessThan(1e-4));
      trained.weights.forEach((weight, i) =>
        expect(relativeDistance(weight, Float32Array.from(reference.weights[i]!))).toBeLessThan(2e-5),
      );
    },
  );
});

describe('a loss that is not finite', () => {
  test('ends the call behind its minibatch', ({ expect }) => {
    const options = {
      inputs: 2,
      layers: [dense(1, 'linear')],
      loss: 'mean-squared-error',
      optimizer: { name: 'sgd', learningRate: 1e30 },
      batchSize: 2,
    } as const;
    const stack = new DenseStack(backend, options);
    const losses = stack.train(
      { x: wave(40), y: wave(20, 1) },
      Int32Array.from({ length: 20 }, (_, i) => i),
      0,
      10,
      0,
    );
    stack.dispose();
    expect(losses.length).toBeLessThan(10);
    expect(losses.at(-1)).not.toSatisfy(Number.isFinite);
    expect(losses.slice(0, -1).every(Number.isFinite)).toBe(true);
  });
});
