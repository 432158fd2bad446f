import * as tf from '@tensorflow/tfjs';
import { loadModules } from '#testing-modules';
import { beforeAll, describe, test } from 'vitest';
import { DenseStack } from './dense-stack/dense-stack.ts';
import { startBackend } from './start.ts';
import type { StartedBackend } from './started-backend.ts';
import { wave } from './testing/against-cpu.ts';

const LIMIT = 40 * 1024 * 1024;
const MEBIBYTE_OF_FLOATS = 262_144;

let backend: StartedBackend;
beforeAll(async () => {
  backend = await startBackend(await loadModules(), { heapLimit: LIMIT });
});

const exhausted = {
  name: 'BackendError',
  code: 'heap_exhausted',
};

describe('a heap with a limit', () => {
  test('refuses what goes beyond it, says the limit, and goes on', ({ expect }) => {
    const kept: tf.Tensor[] = [];
    const fill = () => {
      for (let i = 0; i < 100; i++) kept.push(tf.zeros([MEBIBYTE_OF_FLOATS]));
    };
    expect(fill).toThrow(expect.objectContaining({ ...exhausted, message: expect.stringContaining(`${LIMIT}`) }));
    expect(kept.length).toBeGreaterThan(20);
    // Bookkeeping may have taken some of the reserve.
    expect(backend.heap.memory.buffer.byteLength).toBeLessThanOrEqual(LIMIT + 4 * 1024 * 1024);
    // A product needs room for its result: the message names the kernel.
    expect(() => tf.matMul(tf.reshape(kept[0]!, [512, 512]), tf.reshape(kept[1]!, [512, 512]))).toThrow(
      expect.objectContaining({ ...exhausted, message: expect.stringMatching(/bytes/) }),
    );
    tf.dispose(kept);
    expect([...tf.matMul([[1, 2]], [[3], [4]]).dataSync()]).toEqual([11]);
  });

  test('refuses a stack that is too large, and trains one that fits', ({ expect }) => {
    const stackOf = (units: number) =>
      new DenseStack(backend, {
        inputs: 1000,
        layers: [
          { kind: 'dense', units, activation: 'relu' },
          { kind: 'dense', units: 1, activation: 'linear' },
        ],
        loss: 'mean-squared-error',
        optimizer: { name: 'rmsprop', learningRate: 0.001 },
        batchSize: 4,
      });
    expect(() => stackOf(5000)).toThrow(
      expect.objectContaining({ ...exhausted, message: expect.stringContaining('1000-5000-1') }),
    );
    const stack = stackOf(8);
    expect(stack.train({ x: wave(4000), y: wave(4) }, Int32Array.of(0, 1, 2, 3), 0, 1, 0)).toHaveLength(1);
    stack.dispose();
  });

  test('has room for a wide sparse stack: it reserves what it uses', ({ expect }) => {
    const stack = new DenseStack(backend, {
      inputs: 60_000,
      layers: [
        { kind: 'dense', units: 16, activation: 'relu' },
        { kind: 'dense', units: 1, activation: 'sigmoid' },
      ],
      loss: 'binary-crossentropy',
      optimizer: { name: 'rmsprop', learningRate: 0.001 },
      batchSize: 512,
      sparse: true,
    });
    expect(stack.isFinite()).toBe(true);
    stack.dispose();
  });

  test('gives back what is freed', ({ expect }) => {
    const before = backend.heap.memory.buffer.byteLength;
    for (let i = 0; i < 200; i++) backend.heap.free(backend.heap.allocate(8 * 1024 * 1024, 'a test'));
    expect(backend.heap.memory.buffer.byteLength).toBeLessThanOrEqual(Math.max(before, 32 * 1024 * 1024));
    const offsets = [1, 3, 17, 100].map((bytes) => backend.heap.allocate(bytes, 'a test'));
    offsets.forEach((offset) => expect(offset % 16).toBe(0));
    expect(new Set(offsets).size).toBe(4);
    offsets.forEach((offset) => backend.heap.free(offset));
  });
});
