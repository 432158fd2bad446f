import { generator } from '@stepwell/base/random';
import type { Config, Convolution } from '../../architecture/index.ts';
import type { IdRows, Inputs, InputShape } from '../../preparation/index.ts';
import type { Prepared } from '../fit-data.ts';
import { smallFit, type SmallFit } from './small-fits.ts';

/** A kind of rows and a model for them. */
export interface KindOfRows {
  name: string;
  shape: InputShape;
  config: Partial<Config>;
}

const VOCABULARY = 23;
const texts = (numbers: number): InputShape => ({ numbers, vocabulary: VOCABULARY, image: null });
const images = (height: number, width: number, channels: number, numbers = 0): InputShape => ({
  numbers,
  vocabulary: 0,
  image: { height, width, channels },
});
const convnet: Convolution = {
  kind: 'conv2d',
  filters: [3, 4],
  kernelSize: 3,
  padding: 'same',
  pooling: 'max',
  ending: 'flatten',
  batchNormalization: false,
};

/** Every kind of rows that a fit may have, and every kind of layer. */
export const KINDS_OF_ROWS: readonly KindOfRows[] = [
  { name: 'multi-hot words', shape: texts(0), config: { units: [6] } },
  { name: 'multi-hot words and numbers', shape: texts(2), config: { units: [6] } },
  { name: 'means of words', shape: texts(0), config: { units: [4], embedding: embeddingOf('average', 1) } },
  { name: 'means of words and numbers', shape: texts(2), config: { units: [], embedding: embeddingOf('average', 1) } },
  { name: 'words in a row', shape: texts(0), config: { units: [], embedding: embeddingOf('flatten', 5) } },
  { name: 'words in a row and numbers', shape: texts(2), config: { units: [4], embedding: embeddingOf('flatten', 5) } },
  { name: 'pixels', shape: images(4, 3, 2), config: { units: [6] } },
  { name: 'a convnet', shape: images(8, 7, 1), config: { units: [5], convolution: convnet } },
  {
    name: 'a convnet with batch normalization and average pooling',
    shape: images(8, 8, 3),
    config: { units: [], convolution: { ...convnet, batchNormalization: true, pooling: 'average' } },
  },
  {
    name: 'a separable convnet that ends in means',
    shape: images(9, 9, 2),
    config: {
      units: [5],
      convolution: {
        ...convnet,
        kind: 'separable-conv2d',
        padding: 'valid',
        batchNormalization: true,
        ending: 'global-average',
      },
    },
  },
  { name: 'pixels and numbers', shape: images(4, 3, 2, 2), config: { units: [6] } },
  { name: 'a convnet and numbers', shape: images(8, 7, 1, 2), config: { units: [5], convolution: convnet } },
  {
    name: 'a convnet and numbers with a layer of their own',
    shape: images(8, 8, 3, 2),
    config: { units: [5], branch: 4, convolution: { ...convnet, batchNormalization: true } },
  },
  {
    name: 'multi-hot words and numbers with a layer of their own',
    shape: texts(2),
    config: { units: [6, 5], branch: 3 },
  },
  {
    name: 'means of words and numbers with a layer of their own',
    shape: texts(2),
    config: { units: [4], branch: 3, embedding: embeddingOf('average', 1) },
  },
];

/** A small fit of such rows: what they are says something about the target. */
export function smallFitOf(
  kind: KindOfRows,
  config: Partial<Config> = {},
  rows: { train: number; validation: number } = { train: 37, validation: 11 },
): SmallFit {
  const small = smallFit('multiclass', { ...kind.config, ...config }, rows);
  const { validation } = small.data;
  return {
    ...small,
    data: {
      ...small.data,
      shape: kind.shape,
      train: inputsFor(small.data.train, kind),
      validation: validation && { ...validation, prepared: inputsFor(validation.prepared, kind) },
    },
  };
}

function embeddingOf(pooling: 'average' | 'flatten', length: number) {
  return { dimensions: 3, pooling, length };
}

function inputsFor(prepared: Prepared, { shape, config }: KindOfRows): Prepared {
  return { ...prepared, x: inputsOf(prepared, shape, config.embedding !== undefined) };
}

function inputsOf({ rows, y }: Prepared, { numbers, image }: InputShape, ordered: boolean): Inputs {
  const random = generator(29, 'test', `${rows} rows`);
  const beside = () =>
    numbers === 0 ? null : Float32Array.from({ length: rows * numbers }, () => random.uniform() - 0.5);
  if (image !== null) {
    const size = image.height * image.width * image.channels;
    const store = () =>
      Uint8Array.from({ length: size * rows }, (_, i) => random.below(150) + 50 * y[Math.floor(i / size)]!);
    // Two stores of which only every other image is used.
    const at = Int32Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? row : rows + row));
    return { kind: 'images', images: { ...image, stores: [store(), store()], at, scale: 1 / 255 }, numbers: beside() };
  }
  const some = beside();
  const lists = Array.from({ length: rows }, (_, row) => {
    // Some texts have no words at all.
    const words = Array.from({ length: row % 9 }, () => (random.below(5) < 2 ? y[row]! : random.below(VOCABULARY)));
    return ordered ? words : [...new Set(words)].sort((a, b) => a - b);
  });
  return ordered
    ? { kind: 'sequences', words: idRows(lists), numbers: some }
    : { kind: 'multi-hot', hot: idRows(lists), numbers: some };
}

function idRows(lists: readonly number[][]): IdRows {
  const start = new Int32Array(lists.length + 1);
  lists.forEach((list, row) => (start[row + 1] = start[row]! + list.length));
  return { vocabulary: VOCABULARY, start, ids: Uint16Array.from(lists.flat()) };
}
