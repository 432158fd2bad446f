import { beforeAll, describe, test } from 'vitest';
import { multiHotRows } from '../multi-hot-rows.ts';
import type { OptimizerSettings } from '../optimizer-settings.ts';
import type { StartedBackend } from '../started-backend.ts';
import { relativeDistance, startForTest } from '../testing/against-cpu.ts';
import { dense, initialWeights, RMSPROP, rowsFor } from '../testing/small-stacks.ts';
import { DenseStack } from './dense-stack.ts';
import type { DenseStackOptions } from './options.ts';

let backend: StartedBackend;
beforeAll(async () => {
  backend = await startForTest();
});

describe('multi-hot rows', () => {
  const VOCABULARY = 400;
  const lists = Array.from({ length: 60 }, (_, r) =>
    Array.from({ length: r % 23 }, (_, i) => (r * 31 + i * i * 7) % VOCABULARY),
  );
  const y = Float32Array.from(lists, (_, r) => r % 2);

  test.for([
    { units: 16, vocabulary: VOCABULARY, l2: 0, optimizer: RMSPROP },
    { units: 16, vocabulary: VOCABULARY, l2: 0.001, optimizer: RMSPROP },
    { units: 64, vocabulary: VOCABULARY, l2: 0, optimizer: { name: 'sgd', learningRate: 0.1 } },
    { units: 5, vocabulary: VOCABULARY, l2: 0, optimizer: { name: 'rmsprop', learningRate: 0.01, momentum: 0.6 } },
    { units: 6, vocabulary: VOCABULARY, l2: 0, optimizer: { name: 'adam', learningRate: 0.01 } },
    { units: 7, vocabulary: 70_000, l2: 0, optimizer: RMSPROP },
  ] as { units: number; vocabulary: number; l2: number; optimizer: OptimizerSettings }[])(
    'train $units units of $vocabulary ids by $optimizer.name with L2 $l2 as the same rows written out do',
    ({ units, vocabulary, l2, optimizer }, { expect }) => {
      const options: DenseStackOptions = {
        inputs: vocabulary,
        layers: [dense(units, 'relu', { l2 }), dense(1, 'sigmoid')],
        loss: 'binary-crossentropy',
        optimizer,
        batchSize: 16,
      };
      const weights = initialWeights(options);
      const order = Int32Array.from({ length: 60 }, (_, i) => (i * 7) % 60);
      const wide = new Float32Array(60 * vocabulary);
      lists.forEach((ids, r) => ids.forEach((id) => (wide[r * vocabulary + id] = 1)));
      const [sparse, written] = [
        { options: { ...options, sparse: true }, rows: { x: multiHotRows(lists, vocabulary), y } },
        { options, rows: { x: wide, y } },
      ].map(({ options, rows }) => {
        const stack = new DenseStack(backend, options);
        stack.load(weights, null);
        const losses = stack.train(rows, order, 0, 4, 0);
        const result = { perBatch: losses, ...stack.read(), ...stack.evaluate(rows, order) };
        stack.dispose();
        return result;
      });
      for (const what of ['weights', 'slots'] as const) {
        sparse![what].forEach((tensor, i) =>
          expect(relativeDistance(tensor, written![what][i]!), `${what} ${i}`).toBeLessThan(1e-5),
        );
      }
      sparse!.weights.forEach((weight, i) => expect(relativeDistance(weight, written!.weights[i]!)).toBeLessThan(1e-5));
      expect(relativeDistance(sparse!.outputs, written!.outputs)).toBeLessThan(1e-5);
      sparse!.perBatch.forEach((loss, i) => expect(loss).toBeCloseTo(written!.perBatch[i]!, 5));
    },
  );
});

describe('sparse rows that were changed', () => {
  test('are checked again by the next stack', ({ expect }) => {
    const options: DenseStackOptions = {
      inputs: 5,
      layers: [dense(1, 'sigmoid')],
      loss: 'binary-crossentropy',
      optimizer: RMSPROP,
      batchSize: 2,
      sparse: true,
    };
    const x = multiHotRows([[1], [2, 4]], 5);
    const rows = { x, y: Float32Array.of(0, 1) };
    const train = () => {
      const stack = new DenseStack(backend, options);
      try {
        return stack.train(rows, Int32Array.of(0, 1), 0, 1, 0);
      } finally {
        stack.dispose();
      }
    };
    expect(train()).toHaveLength(1);
    x.ids[0] = 60_000;
    expect(train).toThrow(expect.objectContaining({ code: 'id_out_of_range' }));
  });
});

describe('the heap', () => {
  test('does not grow over a run, resident rows or not', ({ expect }) => {
    for (const inputs of [13, 3000]) {
      const options = {
        inputs,
        layers: [dense(32, 'relu'), dense(1, 'linear')],
        loss: 'mean-squared-error',
        optimizer: RMSPROP,
        batchSize: 16,
      } as const;
      const rows = rowsFor(options, 500, 1);
      const order = Int32Array.from({ length: 500 }, (_, i) => i);
      let bytes = 0;
      let { weights, slots }: { weights: Float32Array[]; slots: Float32Array[] | null } = {
        weights: initialWeights(options),
        slots: null,
      };
      for (let round = 0; round < 30; round++) {
        const stack = new DenseStack(backend, options);
        stack.load(weights, slots);
        stack.train(rows, order, 0, 32, round * 32);
        stack.evaluate(rows, order);
        ({ weights, slots } = stack.read());
        stack.dispose();
        if (round === 0) bytes = backend.heap.memory.buffer.byteLength;
      }
      expect(backend.heap.memory.buffer.byteLength).toBe(bytes);
    }
  });

  test('brings rows that are not resident in portions, to the same weights', ({ expect }) => {
    const options = {
      inputs: 3000,
      layers: [dense(4, 'relu'), dense(1, 'linear')],
      loss: 'mean-squared-error',
      optimizer: RMSPROP,
      batchSize: 16,
    } as const;
    const many = rowsFor(options, 500, 1);
    const order = Int32Array.from({ length: 100 }, (_, i) => i);
    const few = { x: (many.x as Float32Array).slice(0, 100 * 3000), y: many.y.slice(0, 100) };
    const [first, second] = [many, few].map((rows) => {
      const stack = new DenseStack(backend, options);
      stack.load(initialWeights(options), null);
      stack.train(rows, order, 0, 7, 0);
      const read = stack.read();
      stack.dispose();
      return read.weights;
    });
    expect(first).toEqual(second);
  });
});
