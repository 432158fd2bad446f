import { beforeAll, describe, test } from 'vitest';
import type { BackendError } from '../backend-error.ts';
import { multiHotRows } from '../multi-hot-rows.ts';
import type { StartedBackend } from '../started-backend.ts';
import { startForTest, wave } from '../testing/against-cpu.ts';
import { dense, RMSPROP } from '../testing/small-stacks.ts';
import { DenseStack } from './dense-stack.ts';
import { canTrainFused, type DenseStackOptions } from './options.ts';
import type { StackRows } from './stack-rows.ts';

let backend: StartedBackend;
beforeAll(async () => {
  backend = await startForTest();
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
    { what: 'a position below zero', code: 'bad_option', run: () => make({}).train(fine, Int32Array.of(0), 0, 1, -1) },
    { what: 'half a minibatch', code: 'bad_option', run: () => make({}).train(fine, Int32Array.of(0), 0.5, 1, 0) },
    {
      what: 'targets of half a row',
      code: 'shape_mismatch',
      run: () =>
        make({ inputs: 2, layers: [dense(2, 'linear')] }).evaluate({ x: wave(3), y: wave(3) }, Int32Array.of(0)),
    },
    {
      what: 'a penalty that is no number',
      code: 'bad_option',
      run: () => make({ layers: [dense(1, 'linear', { l2: Number.NaN })] }),
    },
    { what: 'a dropout key of five words', code: 'bad_option', run: () => make({ dropoutKey: [1, 2, 3, 4, 5] }) },
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
