import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test } from 'vitest';
import { onCpu, relativeDistance, startForTest, values, wave } from '../testing/against-cpu.ts';

const ROWS = [1, 2, 7, 50];
const INNER = [[], [1], [3], [4], [17], [3, 5]];

beforeAll(async () => {
  await startForTest();
});

function filled(shape: readonly number[]): tf.Tensor {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  return tf.tensor(wave(size, 1), [...shape]);
}

/** Ids from -2 to `limit` - 1, repeated and out of order. */
function someIds(count: number, limit: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => ((i * 7919) % (limit + 2)) - 2);
}

describe.for(ROWS)('of %i rows', (rows) => {
  test.for(INNER.map((inner) => ({ inner })))(
    'of shape $inner the sums are the cpu backend’s',
    async ({ inner }, { expect }) => {
      for (const segments of [1, 3, 40]) {
        const run = () =>
          tf.unsortedSegmentSum(filled([rows, ...inner]), tf.tensor1d(someIds(rows, segments), 'int32'), segments);
        expect(tf.tidy(() => run().shape)).toEqual([segments, ...inner]);
        expect(relativeDistance(values(run), await onCpu(run)), `${segments} segments`).toBeLessThan(1e-5);
      }
    },
  );
});

describe('sums by segment', () => {
  test('take ids of several dimensions as if they were in one line', ({ expect }) => {
    const ids = someIds(12, 5);
    const line = values(() => tf.unsortedSegmentSum(filled([12, 6]), tf.tensor1d(ids, 'int32'), 5));
    const square = () =>
      tf
        .engine()
        .runKernel<tf.Tensor>(
          'UnsortedSegmentSum',
          { x: filled([3, 4, 6]), segmentIds: tf.tensor2d(ids, [3, 4], 'int32') },
          { numSegments: 5 },
        );
    expect(tf.tidy(() => square().shape)).toEqual([5, 6]);
    expect(values(square)).toEqual(line);
  });

  test('make the gradient of a lookup', async ({ expect }) => {
    const gradient = () =>
      tf.grad((table: tf.Tensor) =>
        tf.sum(
          tf.square(
            tf.gather(
              table,
              tf.tensor2d(
                [
                  [0, 3, 3],
                  [1, 0, 4],
                ],
                [2, 3],
                'int32',
              ),
            ),
          ),
        ),
      )(filled([6, 5]));
    expect(relativeDistance(values(gradient), await onCpu(gradient))).toBeLessThan(1e-6);
  });
});

describe('bad input', () => {
  const run = (x: tf.Tensor, segmentIds: tf.Tensor, numSegments: number) =>
    tf.engine().runKernel('UnsortedSegmentSum', { x, segmentIds }, { numSegments });

  test.for<{ what: string; code: string; says: RegExp; run: () => unknown }>([
    {
      what: 'an id as large as the number of segments',
      code: 'id_out_of_range',
      says: /UnsortedSegmentSum .* id 4 .*\[3\].* numSegments, 4/,
      run: () => run(tf.ones([3, 2]), tf.tensor1d([1, 4, 0], 'int32'), 4),
    },
    {
      what: 'ids as floats',
      code: 'unknown_dtype',
      says: /segmentIds as int32/,
      run: () => run(tf.ones([3, 2]), tf.tensor1d([1, 2, 0]), 4),
    },
    {
      what: 'values as ints',
      code: 'unknown_dtype',
      says: /x as float32/,
      run: () => run(tf.ones([3, 2], 'int32'), tf.tensor1d([1, 2, 0], 'int32'), 4),
    },
    {
      what: 'more ids than rows',
      code: 'shape_mismatch',
      says: /\[4\].*\[3,2\]/,
      run: () => run(tf.ones([3, 2]), tf.tensor1d([1, 2, 0, 0], 'int32'), 4),
    },
    {
      what: 'no segments',
      code: 'bad_option',
      says: /numSegments 0/,
      run: () => run(tf.ones([3, 2]), tf.tensor1d([0, 0, 0], 'int32'), 0),
    },
    {
      what: 'no rows',
      code: 'empty_tensor',
      says: /\[0,2\]/,
      run: () => run(tf.zeros([0, 2]), tf.tensor1d([], 'int32'), 2),
    },
  ])('of $what is refused, and the backend goes on', ({ code, says, run: refused }, { expect }) => {
    const before = tf.memory().numTensors;
    expect(() => tf.tidy(() => void refused())).toThrow(
      expect.objectContaining({ name: 'BackendError', code, message: expect.stringMatching(says) }),
    );
    expect(tf.memory().numTensors).toBe(before);
    const sums = values(() => tf.unsortedSegmentSum(tf.tensor1d([1, 2, 4]), tf.tensor1d([1, 0, 1], 'int32'), 2));
    expect([...sums]).toEqual([2, 5]);
  });

  test('a lookup of a row that is not there is refused', ({ expect }) => {
    for (const id of [-1, 3]) {
      expect(() => tf.tidy(() => tf.gather(tf.ones([3, 2]), tf.tensor1d([id], 'int32')))).toThrow(`${id}`);
    }
  });
});
