import { beforeAll, describe, test } from 'vitest';
import type { BackendError } from '../backend-error.ts';
import { multiHotRows } from '../multi-hot-rows.ts';
import { slotsPerWeight, type OptimizerSettings } from '../optimizer-settings.ts';
import type { StartedBackend } from '../start.ts';
import { relativeDistance, startForTest, wave } from '../testing/against-cpu.ts';
import { ReferenceStack } from '../testing/reference-stack.ts';
import { DenseStack } from './dense-stack.ts';
import { canTrainFused, type DenseStackOptions, type StackLayer, type StackLoss } from './options.ts';
import type { StackRows } from './rows-on-heap.ts';

let backend: StartedBackend;
beforeAll(async () => {
  backend = await startForTest();
});

const RMSPROP: OptimizerSettings = { name: 'rmsprop', learningRate: 0.01 };
const ENDS = {
  'binary-crossentropy': 'sigmoid',
  'categorical-crossentropy': 'softmax',
  'mean-squared-error': 'linear',
} as const;

function dense(units: number, activation: 'relu' | 'tanh' | 'sigmoid' | 'linear' | 'softmax', more = {}): StackLayer {
  return { kind: 'dense', units, activation, ...more };
}

function initialWeights(options: DenseStackOptions): Float32Array[] {
  let width = options.inputs;
  return options.layers.flatMap((layer, i) => {
    if (layer.kind !== 'dense') return [];
    const kernel = wave(width * layer.units, i + 3).map((value) => value / Math.sqrt(width));
    width = layer.units;
    return [kernel, wave(layer.units, i + 50).map((value) => value / 10)];
  });
}

function rowsFor(options: DenseStackOptions, count: number, outputs: number): StackRows {
  const y =
    options.loss === 'categorical-crossentropy'
      ? Float32Array.from({ length: count }, (_, i) => (i * 5) % outputs)
      : wave(count * outputs, 9).map((value) => (options.loss === 'binary-crossentropy' ? Number(value > 0) : value));
  return { x: wave(count * options.inputs, 1), y };
}

/** The kernel's and the reference's training on the same minibatches: six, the last one short. */
function trainBoth(options: DenseStackOptions, outputs: number) {
  const count = 5 * options.batchSize + 3;
  const rows = rowsFor(options, count, outputs);
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
  test.for(['binary-crossentropy', 'mean-squared-error'] as const)('of %s are averaged', (loss, { expect }) => {
    const layers = [dense(6, 'relu'), dense(5, ENDS[loss])];
    const { losses, expected, trained, reference } = trainBoth(
      { inputs: 7, layers, loss, optimizer: RMSPROP, batchSize: 10 },
      5,
    );
    losses.forEach((value, i) => expect(Math.abs(value / expected[i]! - 1)).toBeLessThan(1e-4));
    trained.weights.forEach((weight, i) =>
      expect(relativeDistance(weight, Float32Array.from(reference.weights[i]!))).toBeLessThan(2e-5),
    );
  });
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

describe('bad input', () => {
  const options: DenseStackOptions = {
    inputs: 3,
    layers: [dense(2, 'relu'), dense(1, 'linear')],
    loss: 'mean-squared-error',
    optimizer: RMSPROP,
    batchSize: 4,
  };
  const fine: StackRows = { x: wave(30), y: wave(10) };
  const make = (changes: Partial<DenseStackOptions>) => new DenseStack(backend, { ...options, ...changes });
  const CASES: { what: string; code: BackendError['code']; run: () => unknown }[] = [
    {
      what: 'an ending that does not fit the loss',
      code: 'bad_option',
      run: () => make({ loss: 'binary-crossentropy' }),
    },
    {
      what: 'softmax in the middle',
      code: 'bad_option',
      run: () => make({ layers: [dense(2, 'softmax'), dense(1, 'linear')] }),
    },
    { what: 'units of none', code: 'bad_option', run: () => make({ layers: [dense(0, 'relu'), dense(1, 'linear')] }) },
    {
      what: 'a learning rate of none',
      code: 'bad_option',
      run: () => make({ optimizer: { name: 'adam', learningRate: 0 } }),
    },
    {
      what: 'dropout of everything',
      code: 'bad_option',
      run: () => make({ layers: [{ kind: 'dropout', rate: 1 }, dense(1, 'linear')] }),
    },
    { what: 'weights of another size', code: 'shape_mismatch', run: () => make({}).load([wave(3)], null) },
    {
      what: 'rows of another width',
      code: 'shape_mismatch',
      run: () => make({}).train({ x: wave(31), y: wave(10) }, Int32Array.of(0), 0, 1, 0),
    },
    {
      what: 'a row that is not there',
      code: 'id_out_of_range',
      run: () => make({}).train(fine, Int32Array.of(10), 0, 1, 0),
    },
    {
      what: 'a minibatch that is not there',
      code: 'shape_mismatch',
      run: () => make({}).train(fine, Int32Array.of(1), 1, 1, 0),
    },
    { what: 'an id beyond the vocabulary', code: 'id_out_of_range', run: () => multiHotRows([[1], [3]], 3) },
    {
      what: 'compressed rows with an id beyond the vocabulary',
      code: 'id_out_of_range',
      run: () =>
        make({ sparse: true }).train(
          { x: { vocabulary: 3, start: Int32Array.of(0, 1), ids: Uint16Array.of(3) }, y: wave(1) },
          Int32Array.of(0),
          0,
          1,
          0,
        ),
    },
    {
      what: 'more than the heap has',
      code: 'heap_exhausted',
      run: () => make({ inputs: 2 ** 20, layers: [dense(2 ** 11, 'relu'), dense(1, 'linear')] }),
    },
  ];

  test.for(CASES)('$what is refused, and training goes on elsewhere', ({ code, run }, { expect }) => {
    expect(run).toThrow(expect.objectContaining({ name: 'BackendError', code }));
    const stack = make({});
    expect(stack.train(fine, Int32Array.of(0, 1, 2), 0, 1, 0)).toHaveLength(1);
    stack.dispose();
  });
});

describe('canTrainFused', () => {
  test('says yes to stacks of dense and dropout layers, and no to the rest', ({ expect }) => {
    const loss = 'mean-squared-error';
    expect(canTrainFused({ layers: [dense(1, 'linear')], loss })).toBe(true);
    expect(canTrainFused({ layers: [{ kind: 'dropout', rate: 0.1 }, dense(1, 'linear')], loss })).toBe(true);
    expect(canTrainFused({ layers: [{ kind: 'dropout', rate: 0.1 }, dense(1, 'linear')], loss, sparse: true })).toBe(
      false,
    );
    expect(canTrainFused({ layers: [dense(3, 'softmax'), dense(1, 'linear')], loss })).toBe(false);
    expect(canTrainFused({ layers: [dense(1, 'sigmoid')], loss })).toBe(false);
    expect(canTrainFused({ layers: [], loss })).toBe(false);
  });
});
