import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test } from 'vitest';
import { multiHotRows } from '../multi-hot-rows.ts';
import type { OptimizerSettings } from '../optimizer-settings.ts';
import type { StartedBackend } from '../started-backend.ts';
import { onCpu, relativeDistance, startForTest, values, wave } from '../testing/against-cpu.ts';
import { KernelOptimizer } from './kernel-optimizer.ts';
import { multiHotMatMul, multiHotTensors } from './multi-hot-mat-mul.ts';
import { rowLosses } from './row-losses.ts';

let backend: StartedBackend;
beforeAll(async () => {
  backend = await startForTest();
});

/** Logits from -20 to 20. */
function logits(rows: number, columns: number): tf.Tensor2D {
  return tf.mul(tf.tensor2d(wave(rows * columns, 4), [rows, columns]), 20);
}

const SHAPES = [
  [1, 1],
  [3, 1],
  [5, 3],
  [4, 4],
  [7, 10],
  [33, 46],
] as const;

describe.for(SHAPES)('losses of %i rows and %i columns', ([rows, columns]) => {
  const codes = () => Int32Array.from({ length: rows }, (_, i) => (i * 3) % columns);

  const oneHot = () => {
    const ones = tf.buffer([rows, columns]);
    codes().forEach((code, row) => ones.set(1, row, code));
    return ones.toTensor();
  };

  /** Our losses or their derivative beside those of TensorFlow.js's own ops on the cpu backend. */
  async function compare(ours: (z: tf.Tensor2D) => tf.Tensor, theirs: (z: tf.Tensor2D) => tf.Tensor) {
    const derivative = (loss: (z: tf.Tensor2D) => tf.Tensor) => () =>
      tf.grad((z: tf.Tensor) => tf.sum(tf.mul(loss(tf.reshape(z, [rows, columns])), tf.range(1, rows + 1))))(
        logits(rows, columns),
      );
    return [
      relativeDistance(
        values(() => ours(logits(rows, columns))),
        await onCpu(() => theirs(logits(rows, columns))),
      ),
      relativeDistance(values(derivative(ours)), await onCpu(derivative(theirs))),
    ];
  }

  test('are those of tf.losses for softmax, and so are their derivatives', async ({ expect }) => {
    const distances = await compare(
      (z) => rowLosses('categorical-crossentropy', z, tf.tensor1d(codes(), 'float32')),
      (z) => tf.neg(tf.sum(tf.mul(tf.logSoftmax(z), oneHot()), 1)),
    );
    distances.forEach((distance) => expect(distance).toBeLessThan(1e-5));
  });

  test('are those of the formula for sigmoid, and so are their derivatives', async ({ expect }) => {
    const y = () =>
      tf.tensor2d(
        wave(rows * columns, 6).map((value) => Number(value > 0)),
        [rows, columns],
      );
    const distances = await compare(
      (z) => rowLosses('binary-crossentropy', z, y()),
      (z) => tf.mean(tf.sub(tf.softplus(z), tf.mul(z, y())), 1),
    );
    distances.forEach((distance) => expect(distance).toBeLessThan(1e-5));
  });

  test('are the squares for numbers, and so are their derivatives', async ({ expect }) => {
    const y = () => tf.tensor2d(wave(rows * columns, 6), [rows, columns]);
    const distances = await compare(
      (z) => rowLosses('mean-squared-error', z, y()),
      (z) => tf.mean(tf.square(tf.sub(z, y())), 1),
    );
    distances.forEach((distance) => expect(distance).toBeLessThan(1e-5));
  });
});

test('absolute errors cost their size, and pull by their sign alone', ({ expect }) => {
  const z = () => tf.tensor2d([3, 1, -2, 5, 0.5], [5, 1]);
  const y = () => tf.tensor2d([1, 1, 1, 6, 0], [5, 1]);
  expect([...values(() => rowLosses('mean-absolute-error', z(), y()))]).toEqual([2, 0, 3, 1, 0.5]);
  const pull = tf.grad((logits) => tf.sum(rowLosses('mean-absolute-error', tf.reshape(logits, [5, 1]), y())));
  expect([...values(() => pull(z()))]).toEqual([1, 0, -1, -1, 1]);
});

describe('extreme logits', () => {
  test('cost their size when wrong and nothing when right', ({ expect }) => {
    const z = () => tf.tensor2d([[100], [-100], [100], [-100]]);
    const loss = values(() => rowLosses('binary-crossentropy', z(), tf.tensor2d([[1], [0], [0], [1]])));
    expect([...loss]).toEqual([expect.closeTo(0, 30), expect.closeTo(0, 30), 100, 100]);
    const rows = values(() => rowLosses('categorical-crossentropy', tf.tensor2d([[1e4, -1e4, 0]]), tf.tensor1d([1])));
    expect(rows[0]).toBe(2e4);
  });

  test('that are not numbers give no number', ({ expect }) => {
    const z = () => tf.tensor2d([[Number.NaN, 1]]);
    expect(values(() => rowLosses('categorical-crossentropy', z(), tf.tensor1d([1])))[0]).toBeNaN();
    expect(values(() => rowLosses('binary-crossentropy', z(), tf.tensor2d([[1, 1]])))[0]).toBeNaN();
  });
});

describe('class codes that are no whole numbers', () => {
  test('cost no number', ({ expect }) => {
    const z = () =>
      tf.tensor2d([
        [1, 2, 3],
        [1, 2, 3],
        [1, 2, 3],
      ]);
    const losses = values(() => rowLosses('categorical-crossentropy', z(), tf.tensor1d([Number.NaN, 1.5, 2])));
    expect([...losses].map(Number.isFinite)).toEqual([false, false, true]);
  });
});

describe('multiHotMatMul', () => {
  const lists = [[1, 5, 5, 2], [], [8], [0, 1, 2, 3, 4, 5, 6, 7, 8]];
  const wide = () => {
    const matrix = tf.buffer([4, 9]);
    lists.forEach((ids, row) => ids.forEach((id) => matrix.set(1, row, id)));
    return matrix.toTensor() as tf.Tensor2D;
  };

  test.for([1, 3, 4, 16, 37])(
    'of %i units is the product with the rows written out, forward and backward',
    async (units, { expect }) => {
      const kernel = () => tf.tensor2d(wave(9 * units, 2), [9, units]);
      const by = () => tf.tensor2d(wave(4 * units, 3), [4, units]);
      const sparse = (k: tf.Tensor) => multiHotMatMul(multiHotTensors(multiHotRows(lists, 9)), k as tf.Tensor2D);
      const dense = (k: tf.Tensor) => tf.matMul(wide(), k);
      expect(
        relativeDistance(
          values(() => sparse(kernel())),
          await onCpu(() => dense(kernel())),
        ),
      ).toBeLessThan(1e-5);
      expect(
        relativeDistance(
          values(() => tf.grad((k) => tf.sum(tf.mul(sparse(k), by())))(kernel())),
          await onCpu(() => tf.grad((k) => tf.sum(tf.mul(dense(k), by())))(kernel())),
        ),
      ).toBeLessThan(1e-5);
    },
  );

  test('refuses a kernel of another vocabulary', ({ expect }) => {
    const rows = multiHotTensors(multiHotRows(lists, 9));
    expect(() => multiHotMatMul(rows, tf.ones([8, 2]))).toThrow(expect.objectContaining({ code: 'shape_mismatch' }));
  });
});

describe('KernelOptimizer', () => {
  const SETTINGS: [OptimizerSettings, () => tf.Optimizer][] = [
    [{ name: 'rmsprop', learningRate: 0.01 }, () => tf.train.rmsprop(0.01, 0.9, 0, 1e-7)],
    [{ name: 'rmsprop', learningRate: 0.01, momentum: 0.8 }, () => tf.train.rmsprop(0.01, 0.9, 0.8, 1e-7)],
    [{ name: 'adam', learningRate: 0.02 }, () => tf.train.adam(0.02)],
    [{ name: 'sgd', learningRate: 0.1 }, () => tf.train.sgd(0.1)],
    [{ name: 'sgd', learningRate: 0.1, momentum: 0.9 }, () => tf.train.momentum(0.1, 0.9)],
  ];

  /** Ten updates of f(w) = Σ (w - target)²; the values at the end. */
  function descend(optimizer: tf.Optimizer): Float32Array {
    const w = tf.variable(tf.tensor1d(wave(13, 1)));
    const target = tf.tensor1d(wave(13, 2));
    for (let i = 0; i < 10; i++) {
      optimizer.minimize(() => tf.sum(tf.square(tf.sub(w, target))), false, [w]);
    }
    const end = Float32Array.from(w.dataSync());
    tf.dispose([w, target]);
    return end;
  }

  test.for(SETTINGS)('%o goes the way of tf.train on the cpu backend', async ([settings, theirs], { expect }) => {
    const ours = descend(new KernelOptimizer(backend, settings));
    await tf.setBackend('cpu');
    const reference = descend(theirs());
    await tf.setBackend('wasm');
    expect(relativeDistance(ours, reference)).toBeLessThan(settings.name === 'adam' ? 1e-4 : 1e-5);
  });

  test('leaves other tensors that show the same values alone', ({ expect }) => {
    const start = tf.tensor1d([1, 2, 3]);
    const w = tf.variable(start);
    new KernelOptimizer(backend, { name: 'sgd', learningRate: 1 }).minimize(() => tf.sum(w), false, [w]);
    expect([...start.dataSync()]).toEqual([1, 2, 3]);
    expect([...w.dataSync()]).toEqual([0, 1, 2]);
    w.dispose();
  });

  test('starts afresh for another variable of the same name', ({ expect }) => {
    const optimizer = new KernelOptimizer(backend, { name: 'sgd', learningRate: 1, momentum: 0.5 });
    const small = tf.variable(tf.tensor1d([1, 1]), true, 'again');
    optimizer.applyGradients({ again: tf.tensor1d([1, 1]) });
    small.dispose();
    const bystander = tf.ones([4096]);
    const large = tf.variable(tf.zeros([4000]), true, 'again');
    optimizer.applyGradients({ again: tf.ones([4000]) });
    expect([...large.dataSync()].every((value) => value === -1)).toBe(true);
    expect([...bystander.dataSync()].every((value) => value === 1)).toBe(true);
    tf.dispose([bystander, large]);
  });

  test('keeps no copies from step to step', ({ expect }) => {
    const start = tf.ones([100]);
    const w = tf.variable(start, true, 'kept');
    const optimizer = new KernelOptimizer(backend, { name: 'adam', learningRate: 0.1 });
    const gradient = tf.ones([100]);
    optimizer.applyGradients({ kept: gradient });
    const { numTensors, numBytes } = tf.memory();
    for (let i = 0; i < 5; i++) optimizer.applyGradients({ kept: gradient });
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
    tf.dispose([start, w, gradient]);
    optimizer.dispose();
  });

  test('leaves copies of its slots alone', async ({ expect }) => {
    const w = tf.variable(tf.tensor1d([1, 2]), true, 'copied');
    const optimizer = new KernelOptimizer(backend, { name: 'sgd', learningRate: 1, momentum: 0.5 });
    optimizer.applyGradients({ copied: tf.tensor1d([1, 1]) });
    const copies = (await optimizer.getWeights()).map(({ tensor }) => tf.clone(tensor));
    optimizer.applyGradients({ copied: tf.tensor1d([1, 1]) });
    expect([...copies[1]!.dataSync()]).toEqual([-1, -1]);
    w.dispose();
  });

  test('goes on from its stored slots as if it had never stopped', async ({ expect }) => {
    const settings: OptimizerSettings = { name: 'adam', learningRate: 0.05 };
    const train = (optimizer: tf.Optimizer, w: tf.Variable, times: number) => {
      for (let i = 0; i < times; i++) optimizer.minimize(() => tf.sum(tf.square(w)), false, [w]);
    };
    const whole = tf.variable(tf.tensor1d([1, -2]), true, 'resumed');
    train(new KernelOptimizer(backend, settings), whole, 6);
    const expected = [...whole.dataSync()];
    whole.assign(tf.tensor1d([1, -2]));
    const first = new KernelOptimizer(backend, settings);
    train(first, whole, 3);
    const second = new KernelOptimizer(backend, settings);
    await second.setWeights(await first.getWeights());
    train(second, whole, 3);
    expect([...whole.dataSync()]).toEqual(expected);
  });

  test('refuses gradients of another size and settings out of range', ({ expect }) => {
    const w = tf.variable(tf.tensor1d([1, 2, 3]), true, 'refused');
    const optimizer = new KernelOptimizer(backend, { name: 'sgd', learningRate: 1 });
    expect(() => optimizer.applyGradients({ refused: tf.ones([2]) })).toThrow(
      expect.objectContaining({ code: 'shape_mismatch' }),
    );
    expect([...w.dataSync()]).toEqual([1, 2, 3]);
    expect(() => new KernelOptimizer(backend, { name: 'adam', learningRate: 1, beta1: 1 })).toThrow(
      expect.objectContaining({ code: 'bad_option' }),
    );
  });
});
