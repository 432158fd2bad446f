import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, test } from 'vitest';
import { multiHotRows, type MultiHotRows } from '../multi-hot-rows.ts';
import { onCpu, relativeDistance, startForTest, values, wave } from '../testing/against-cpu.ts';
import { mixedMatMul } from './mixed-mat-mul.ts';
import { multiHotTensors } from './multi-hot-mat-mul.ts';
import { wordMeans, wordTensors } from './word-means.ts';
import { wordVectors } from './word-vectors.ts';

const VOCABULARY = 9;
/** In any order, repeated, and one text without words. */
const TEXTS = [[8, 1, 5, 1, 1, 0], [], [3], [7, 6, 7, 6, 5, 4, 3, 2, 1, 0]];

beforeAll(async () => {
  await startForTest();
});

function rowsOf(texts: readonly number[][]): MultiHotRows {
  const start = new Int32Array(texts.length + 1);
  texts.forEach((text, row) => (start[row + 1] = start[row]! + text.length));
  return { vocabulary: VOCABULARY, start, ids: Uint16Array.from(texts.flat()) };
}

/** How often each word stands in each text, a share of its words: the mean as a product. */
function shares(): tf.Tensor2D {
  const counts = tf.buffer([TEXTS.length, VOCABULARY]);
  TEXTS.forEach((text, row) => text.forEach((word) => counts.set(counts.get(row, word) + 1 / text.length, row, word)));
  return tf.tensor2d(Float32Array.from(counts.values), [TEXTS.length, VOCABULARY]);
}

function gradientBy(run: (vectors: tf.Tensor2D) => tf.Tensor, vectors: () => tf.Tensor2D): () => tf.Tensor {
  return () =>
    tf.grad((given: tf.Tensor) => {
      const y = run(tf.reshape(given, vectors().shape));
      return tf.sum(tf.mul(y, tf.reshape(tf.tensor(wave(y.size, 7)), y.shape)));
    })(vectors());
}

/** Largest distances of a result and of its gradient from those of the cpu backend. */
async function distances(
  ours: (vectors: tf.Tensor2D) => tf.Tensor,
  theirs: (vectors: tf.Tensor2D) => tf.Tensor,
  vectors: () => tf.Tensor2D,
): Promise<number[]> {
  return [
    relativeDistance(
      values(() => ours(vectors())),
      await onCpu(() => theirs(vectors())),
    ),
    relativeDistance(values(gradientBy(ours, vectors)), await onCpu(gradientBy(theirs, vectors))),
  ];
}

describe.for([1, 3, 4, 16, 37])('words of %i dimensions', (dimensions) => {
  const vectors = () => tf.tensor2d(wave(VOCABULARY * dimensions, 2), [VOCABULARY, dimensions]);

  test('come out as means, forward and backward', async ({ expect }) => {
    const ours = (v: tf.Tensor2D) => wordMeans(wordTensors(rowsOf(TEXTS)), v);
    for (const distance of await distances(ours, (v) => tf.matMul(shares(), v), vectors)) {
      expect(distance).toBeLessThan(1e-5);
    }
  });

  test('come out one behind the other, forward and backward', async ({ expect }) => {
    const ids = () => tf.tensor2d([0, 8, 8, 3, 8, 1], [2, 3], 'int32');
    const theirs = (v: tf.Tensor2D) => tf.reshape(tf.gather(v, tf.reshape(ids(), [6])), [2, 3 * dimensions]);
    for (const distance of await distances((v) => wordVectors(ids(), v), theirs, vectors)) {
      expect(distance).toBeLessThan(1e-6);
    }
  });

  test('beside numbers are multiplied as one written-out row, forward and backward', async ({ expect }) => {
    const kernel = () => tf.tensor2d(wave((VOCABULARY + 2) * dimensions, 5), [VOCABULARY + 2, dimensions]);
    const numbers = () => tf.tensor2d(wave(TEXTS.length * 2, 6), [TEXTS.length, 2]);
    const hot = multiHotRows(TEXTS, VOCABULARY);
    const wide = () => {
      const matrix = tf.buffer([TEXTS.length, VOCABULARY]);
      TEXTS.forEach((text, row) => text.forEach((word) => matrix.set(1, row, word)));
      return tf.concat([matrix.toTensor(), numbers()], 1);
    };
    const ours = (k: tf.Tensor2D) => mixedMatMul(multiHotTensors(hot), numbers(), k);
    for (const distance of await distances(ours, (k) => tf.matMul(wide(), k), kernel)) {
      expect(distance).toBeLessThan(1e-5);
    }
  });
});

describe('texts without any words', () => {
  const none = rowsOf([[], []]);

  test('have means of zero, and leave the vectors alone', ({ expect }) => {
    const vectors = () => tf.ones<tf.Rank.R2>([VOCABULARY, 3]);
    const means = (v: tf.Tensor2D) => wordMeans(wordTensors(none), v);
    expect([...values(() => means(vectors()))]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(values(gradientBy(means, vectors)).every((value) => value === 0)).toBe(true);
  });

  test('leave the numbers beside them', ({ expect }) => {
    const kernel = tf.tensor2d(
      Float32Array.from({ length: VOCABULARY + 1 }, (_, i) => i),
      [VOCABULARY + 1, 1],
    );
    const product = mixedMatMul(multiHotTensors(none), tf.tensor2d([[2], [-1]]), kernel);
    expect([...product.dataSync()]).toEqual([18, -9]);
  });
});

describe('words that are none', () => {
  const vectors = () => tf.ones<tf.Rank.R2>([VOCABULARY, 2]);

  test.for<{ what: string; code: string; run: () => unknown }>([
    { what: 'an id too large', code: 'id_out_of_range', run: () => wordTensors(rowsOf([[9]])) },
    {
      what: 'vectors of fewer words',
      code: 'shape_mismatch',
      run: () => wordMeans(wordTensors(rowsOf(TEXTS)), tf.ones([8, 2])),
    },
    {
      what: 'a looked-up id too large',
      code: 'id_out_of_range',
      run: () => wordVectors(tf.tensor2d([[9]], [1, 1], 'int32'), vectors()),
    },
    {
      what: 'a looked-up id below zero',
      code: 'id_out_of_range',
      run: () => wordVectors(tf.tensor2d([[-1]], [1, 1], 'int32'), vectors()),
    },
    { what: 'looked-up fractions', code: 'unknown_dtype', run: () => wordVectors(tf.tensor2d([[1]]), vectors()) },
    {
      what: 'a kernel without rows for the numbers',
      code: 'shape_mismatch',
      run: () =>
        mixedMatMul(multiHotTensors(multiHotRows(TEXTS, VOCABULARY)), tf.ones([4, 2]), tf.ones([VOCABULARY, 2])),
    },
  ])('like $what are refused', ({ code, run }, { expect }) => {
    expect(() => tf.tidy(() => void run())).toThrow(expect.objectContaining({ name: 'BackendError', code }));
  });
});
