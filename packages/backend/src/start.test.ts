import { beforeAll, describe, test } from 'vitest';
import { startBackend, tf, type StartedBackend } from './index.ts';
import { compileModules } from './node.ts';

// The smallest module there is: the magic number and version 1, no exports.
const EMPTY_MODULE = new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
const LISTENED = ['uncaughtException', 'unhandledRejection'] as const;

function countListeners(): number[] {
  return LISTENED.map((event) => process.listenerCount(event));
}

describe('startBackend', () => {
  let started: StartedBackend;
  let wrong: unknown[];
  let listenersBefore: number[];
  let processBefore: PropertyDescriptor | undefined;

  beforeAll(async () => {
    listenersBefore = countListeners();
    processBefore = Object.getOwnPropertyDescriptor(globalThis, 'process');
    const modules = await compileModules();
    const empty = await WebAssembly.compile(EMPTY_MODULE);
    wrong = [
      await startBackend({ ...modules, stock: empty }).catch((cause: unknown) => cause),
      await startBackend({ ...modules, kernels: empty }).catch((cause: unknown) => cause),
    ];
    started = await startBackend(await compileModules());
  });

  test('rejects modules that are something else, and starts from the right ones afterwards', ({ expect }) => {
    wrong.forEach((cause) => expect(cause).toBeInstanceOf(WebAssembly.LinkError));
    expect(started.heap.memory).toBeInstanceOf(WebAssembly.Memory);
  });

  test('makes wasm the current backend', ({ expect }) => {
    expect(tf.getBackend()).toBe('wasm');
    expect(tf.tensor1d([1, 2]).add(1).arraySync()).toEqual([2, 3]);
  });

  test('returns the first start to later callers', async ({ expect }) => {
    expect(await startBackend(await compileModules())).toBe(started);
  });

  test('leaves the global process and its listeners as they were', ({ expect }) => {
    expect(processBefore).toBeDefined();
    expect(Object.getOwnPropertyDescriptor(globalThis, 'process')).toEqual(processBefore);
    expect(countListeners()).toEqual(listenersBefore);
  });

  test('points at the values of a tensor on the heap', ({ expect }) => {
    const tensor = tf.tensor1d([1.5, -2, 3.25, 1e-3]);
    const at = started.offsetOf(tensor);
    expect([...new Float32Array(started.heap.memory.buffer, at, 4)]).toEqual([1.5, -2, 3.25, Math.fround(1e-3)]);
    new Float32Array(started.heap.memory.buffer, at, 4)[1] = 7;
    expect([...tensor.dataSync()]).toEqual([1.5, 7, 3.25, Math.fround(1e-3)]);
  });
});

describe('the wasm kernels', () => {
  beforeAll(async () => {
    await startBackend(await compileModules());
  });

  test('multiply matrices, transposed ones too', ({ expect }) => {
    const a = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
    const b = tf.tensor2d([7, 8, 9, 10, 11, 12], [3, 2]);
    // By hand: 1·7 + 2·9 + 3·11 = 58, 1·8 + 2·10 + 3·12 = 64, and so on.
    expect(tf.matMul(a, b).arraySync()).toEqual([
      [58, 64],
      [139, 154],
    ]);
    expect(tf.matMul(a, a, false, true).arraySync()).toEqual([
      [14, 32],
      [32, 77],
    ]);
    expect(tf.matMul(a, a, true, false).arraySync()).toEqual([
      [17, 22, 27],
      [22, 29, 36],
      [27, 36, 45],
    ]);
  });

  test('cut relu at zero', ({ expect }) => {
    expect([...tf.relu(tf.tensor1d([-1, 0, 2.5, -100])).dataSync()]).toEqual([0, 0, 2.5, 0]);
  });

  test('divide softmax by the sum of the powers', ({ expect }) => {
    // e^0 : e^ln2 : e^ln5 = 1 : 2 : 5, so eighths; and a large shift changes nothing.
    const z = [0, Math.log(2), Math.log(5)];
    const rows = tf.softmax(tf.tensor2d([...z, ...z.map((value) => value + 50)], [2, 3])).dataSync();
    [1 / 8, 2 / 8, 5 / 8, 1 / 8, 2 / 8, 5 / 8].forEach((share, i) => expect(rows[i]).toBeCloseTo(share, 5));
  });
});
