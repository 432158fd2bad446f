import { multiHotTensors, takeIdRows, tf, widenRows, wordTensors } from '@stepwell/backend';
import { numbersBeside, type ModelInputs, type ModelSpec } from '../architecture/index.ts';
import type { IdRows, Inputs } from '../preparation/index.ts';
import { truncateToLast } from './truncate-to-last.ts';

/**
 * Creates a model's input tensors for some rows: images as floats, words as bags for a mean or as sequences of equal
 * length. The caller disposes the tensors.
 *
 * @param rows positions of the rows, in order.
 */
export function inputTensors(spec: ModelSpec, x: Inputs, rows: Int32Array): ModelInputs {
  switch (x.kind) {
    case 'numbers':
      return { kind: 'numbers', values: numberRows(x.values, spec.inputs, rows) };
    case 'images': {
      const { height, width, channels } = x.images;
      const size = height * width * channels;
      const values = new Float32Array(rows.length * size);
      widenRows(x.images, size, rows, values);
      return {
        kind: 'images',
        values: tf.tensor4d(values, [rows.length, height, width, channels]),
        numbers: beside(spec, x, rows),
      };
    }
    case 'multi-hot':
      return { kind: 'multi-hot', hot: multiHotTensors(takeIdRows(x.hot, rows)), numbers: beside(spec, x, rows) };
    case 'sequences':
      return wordInputs(spec, x.words, rows, beside(spec, x, rows));
  }
}

function wordInputs(spec: ModelSpec, words: IdRows, rows: Int32Array, numbers: tf.Tensor2D | null): ModelInputs {
  const [layer] = spec.layers;
  if (layer?.kind !== 'embedding') throw new TypeError(`words in their order go into an embedding, not ${layer?.kind}`);
  if (layer.pooling === 'average') {
    // The last vector is for padding, which a mean doesn't have.
    const some = takeIdRows(words, rows);
    return { kind: 'bags', words: wordTensors({ ...some, vocabulary: words.vocabulary + 1 }), numbers };
  }
  const ids = tf.tensor2d(truncateToLast(words, rows, layer.length), [rows.length, layer.length], 'int32');
  return { kind: 'sequences', ids, numbers };
}

/** @returns the numeric inputs next to a text or an image. */
function beside(spec: ModelSpec, x: { numbers: Float32Array | null }, rows: Int32Array): tf.Tensor2D | null {
  const width = numbersBeside(spec);
  return width === 0 || x.numbers === null ? null : numberRows(x.numbers, width, rows);
}

function numberRows(values: Float32Array, width: number, rows: Int32Array): tf.Tensor2D {
  const some = new Float32Array(rows.length * width);
  rows.forEach((row, i) => some.set(values.subarray(row * width, (row + 1) * width), i * width));
  return tf.tensor2d(some, [rows.length, width]);
}
