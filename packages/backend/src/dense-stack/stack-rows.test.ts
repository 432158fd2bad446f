import { beforeAll, describe, test } from 'vitest';
import { multiHotRows } from '../multi-hot-rows.ts';
import type { StartedBackend } from '../started-backend.ts';
import { relativeDistance, startForTest } from '../testing/against-cpu.ts';
import { dense, initialWeights, RMSPROP } from '../testing/small-stacks.ts';
import { DenseStack } from './dense-stack.ts';
import type { DenseStackOptions } from './options.ts';
import type { StackRows } from './stack-rows.ts';

let backend: StartedBackend;
beforeAll(async () => {
  backend = await startForTest();
});

/** Everything that training and evaluation on some rows give. */
function run(options: DenseStackOptions, rows: StackRows, order: Int32Array) {
  const stack = new DenseStack(backend, options);
  try {
    stack.load(initialWeights(options), null);
    const trained = stack.train(rows, order, 0, Math.ceil(order.length / options.batchSize), 0);
    return { trained, ...stack.read(), ...stack.evaluate(rows, order) };
  } finally {
    stack.dispose();
  }
}

describe('rows of bytes', () => {
  const options: DenseStackOptions = {
    inputs: 700,
    layers: [dense(8, 'relu'), { kind: 'dropout', rate: 0.3 }, dense(3, 'softmax')],
    loss: 'categorical-crossentropy',
    optimizer: RMSPROP,
    batchSize: 16,
  };
  const store = (salt: number, rows: number) =>
    Uint8Array.from({ length: rows * options.inputs }, (_, i) => (i * 97 + salt * 31) % 256);
  const stores = [store(1, 70), new Uint8Array(0), store(2, 130)];
  // 200 rows are stored; 150 are used, some of them twice.
  const at = Int32Array.from({ length: 150 }, (_, row) => (row * 77) % 190);
  const y = Float32Array.from({ length: 150 }, (_, row) => row % 3);
  const bytes: StackRows = { x: { stores, at, scale: 1 / 255 }, y };
  const order = Int32Array.from({ length: 150 }, (_, i) => (i * 7) % 150);

  test('train to the same bits as the same rows in floats', ({ expect }) => {
    const all = Float32Array.from([...stores[0]!, ...stores[2]!], (byte) => byte * (1 / 255));
    const floats = new Float32Array(150 * options.inputs);
    at.forEach((stored, row) =>
      floats.set(all.subarray(stored * options.inputs, (stored + 1) * options.inputs), row * options.inputs),
    );
    expect(run(options, bytes, order)).toEqual(run(options, { x: floats, y }, order));
  });

  test.for<{ what: string; code: string; x: StackRows['x'] }>([
    {
      what: 'a store that ends within a row',
      code: 'shape_mismatch',
      x: { stores: [store(1, 70).subarray(1)], at, scale: 1 },
    },
    { what: 'fewer rows than targets', code: 'shape_mismatch', x: { stores, at: at.subarray(1), scale: 1 } },
    {
      what: 'a row behind the last stored one',
      code: 'id_out_of_range',
      x: { stores, at: at.map(() => 200), scale: 1 },
    },
    { what: 'a row ahead of the first', code: 'id_out_of_range', x: { stores, at: at.map(() => -1), scale: 1 } },
  ])('with $what are refused before anything is trained', ({ code, x }, { expect }) => {
    expect(() => run(options, { x, y }, order)).toThrow(expect.objectContaining({ name: 'BackendError', code }));
  });
});

describe('a vocabulary whose gradient is taken in blocks', () => {
  const VOCABULARY = 3_000;
  const options: DenseStackOptions = {
    inputs: VOCABULARY,
    // 3,000 rows of 200 floats are 2.4 MB: three blocks of a megabyte.
    layers: [dense(200, 'relu', { l2: 0.001, l1: 0.0001 }), dense(1, 'sigmoid')],
    loss: 'binary-crossentropy',
    optimizer: { name: 'adam', learningRate: 0.01 },
    batchSize: 16,
  };
  const lists = Array.from({ length: 40 }, (_, r) =>
    Array.from({ length: r % 23 }, (_, i) => (r * 311 + i * 997) % VOCABULARY),
  );
  lists[1] = [0, VOCABULARY - 1];
  const y = Float32Array.from(lists, (_, row) => row % 2);
  const order = Int32Array.from({ length: 40 }, (_, i) => (i * 7) % 40);

  test.for([2, 4])('trains on ids of %i bytes as on the same rows written out', (bytes, { expect }) => {
    const wide = new Float32Array(40 * VOCABULARY);
    lists.forEach((ids, row) => ids.forEach((id) => (wide[row * VOCABULARY + id] = 1)));
    const hot = multiHotRows(lists, VOCABULARY);
    const x = bytes === 2 ? hot : { ...hot, ids: Int32Array.from(hot.ids) };
    const sparse = run({ ...options, sparse: true }, { x, y }, order);
    const written = run(options, { x: wide, y }, order);
    for (const what of ['weights', 'slots'] as const) {
      sparse[what].forEach((tensor, i) => expect(relativeDistance(tensor, written[what][i]!)).toBeLessThan(1e-5));
    }
    expect(relativeDistance(sparse.outputs, written.outputs)).toBeLessThan(1e-5);
  });
});

describe('more sparse rows than stay on the heap', () => {
  const options: DenseStackOptions = {
    inputs: 500,
    layers: [dense(4, 'relu'), dense(1, 'sigmoid')],
    loss: 'binary-crossentropy',
    optimizer: RMSPROP,
    batchSize: 32,
    sparse: true,
  };

  /** Rows of 200 ids of four bytes, every fifth of none. */
  function rowsOf(count: number): StackRows {
    const start = new Int32Array(count + 1);
    for (let row = 0; row < count; row++) start[row + 1] = start[row]! + (row % 5 === 0 ? 0 : 200);
    const ids = new Int32Array(start[count]!);
    for (let i = 0; i < ids.length; i++) ids[i] = (Math.floor(i / 200) % 100) + 2 * (i % 200);
    return { x: { vocabulary: 500, start, ids }, y: Float32Array.from({ length: count }, (_, row) => row % 2) };
  }

  test('come portion by portion, to the same bits', ({ expect }) => {
    const order = Int32Array.from({ length: 1_000 }, (_, i) => (i * 7) % 1_000);
    // 9.6 MB, and 0.6 MB that stay.
    expect(run(options, rowsOf(15_000), order)).toEqual(run(options, rowsOf(1_000), order));
  });
});

describe('rows that stay on the heap', () => {
  test('go when others need their room, and come back to the same bits', ({ expect }) => {
    const options: DenseStackOptions = {
      inputs: 500,
      layers: [dense(2, 'relu'), dense(1, 'sigmoid')],
      loss: 'binary-crossentropy',
      optimizer: RMSPROP,
      batchSize: 32,
      sparse: true,
    };
    // 7 MB each: both together are more than stay.
    const rows = (): StackRows => {
      const start = Int32Array.from({ length: 9_001 }, (_, row) => row * 190);
      const ids = Int32Array.from({ length: 9_000 * 190 }, (_, i) => (i % 190) * 2 + (Math.floor(i / 190) % 2));
      return { x: { vocabulary: 500, start, ids }, y: new Float32Array(9_000) };
    };
    const [one, other] = [rows(), rows()];
    const stack = new DenseStack(backend, options);
    stack.load(initialWeights(options), null);
    const order = Int32Array.of(0, 1, 2, 8_999);
    const first = stack.evaluate(one, order);
    // What is left of the heap now, but for less than a second lot.
    const spare = backend.heap.allocate(6 * 1024 * 1024, 'a test');
    const before = backend.heap.memory.buffer.byteLength;
    for (let again = 0; again < 3; again++) {
      expect(stack.evaluate(other, order)).toEqual(first);
      expect(stack.evaluate(one, order)).toEqual(first);
    }
    expect(backend.heap.memory.buffer.byteLength).toBe(before);
    backend.heap.free(spare);
    stack.dispose();
  });
});

describe('a dropout layer', () => {
  test('is keyed by the place it is told', ({ expect }) => {
    const of = (place: number | undefined, filler: number): DenseStackOptions => ({
      inputs: 5,
      layers: [
        ...Array.from({ length: filler }, () => ({ kind: 'dropout' as const, rate: 0 })),
        dense(16, 'relu'),
        { kind: 'dropout', rate: 0.5, ...(place === undefined ? {} : { place }) },
        dense(1, 'linear'),
      ],
      loss: 'mean-squared-error',
      optimizer: RMSPROP,
      batchSize: 4,
      dropoutKey: [1, 2, 3, 4],
    });
    const rows = { x: Float32Array.from({ length: 40 }, (_, i) => (i % 7) - 3), y: new Float32Array(8).fill(1) };
    const order = Int32Array.from({ length: 8 }, (_, i) => i);
    const weights = initialWeights(of(undefined, 0));
    const lossesOf = (options: DenseStackOptions) => {
      const stack = new DenseStack(backend, options);
      stack.load(weights, null);
      const losses = stack.train(rows, order, 0, 2, 0);
      stack.dispose();
      return losses;
    };
    expect(lossesOf(of(2, 0))).toEqual(lossesOf(of(undefined, 1)));
    expect(lossesOf(of(2, 0))).not.toEqual(lossesOf(of(undefined, 0)));
  });
});
