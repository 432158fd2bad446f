import type { DenseStackOptions, StackLayer, StackLoss } from '@stepwell/backend';

/** A model and the batch that it is timed on. peers.py has the same list. */
export interface BenchCase {
  name: string;
  /** Width of a dense row, the vocabulary of a sparse one, the values of an image. */
  inputs: number;
  /** Units of the dense layers; relu but for the last. */
  units: readonly number[];
  loss: StackLoss;
  batchSize: number;
  /** Distinct ids of a sparse row, on average; 0 where rows are dense. */
  idsPerRow: number;
  /** Whether the rows are the first images of MNIST's training set instead of uniform numbers. */
  pixels: boolean;
  /** Filters in front of the dense layers, [height, width, in, out], with max-pooling between them. */
  filters: readonly (readonly [number, number, number, number])[];
}

const dense = { idsPerRow: 0, pixels: false, filters: [] };

const mnist = { ...dense, inputs: 784, units: [512, 10], loss: 'categorical-crossentropy', batchSize: 128 } as const;

/** What `npm run bench` times. */
export const CASES: readonly BenchCase[] = [
  {
    ...dense,
    name: 'imdb',
    inputs: 10_000,
    units: [16, 16, 1],
    loss: 'binary-crossentropy',
    batchSize: 512,
    idsPerRow: 133,
  },
  {
    ...dense,
    name: 'reuters',
    inputs: 10_000,
    units: [64, 64, 46],
    loss: 'categorical-crossentropy',
    batchSize: 512,
    idsPerRow: 75,
  },
  { ...dense, name: '13-64-64-1', inputs: 13, units: [64, 64, 1], loss: 'mean-squared-error', batchSize: 16 },
  { ...mnist, name: 'mnist-pixels', pixels: true },
  { ...mnist, name: 'mnist-dense' },
  {
    ...dense,
    name: 'mnist-convnet',
    inputs: 784,
    filters: [
      [3, 3, 1, 32],
      [3, 3, 32, 64],
      [3, 3, 64, 64],
    ],
    units: [64, 10],
    loss: 'categorical-crossentropy',
    batchSize: 64,
  },
];

/** Side of the convnet's images. */
export const IMAGE_SIDE = 28;
/** Values of an image behind the last filter: 28 - 2 = 26, 13, 11, 5, 3. */
const FLATTENED = 3 * 3 * 64;

/** Keras's rmsprop. */
export const RMSPROP = { name: 'rmsprop', learningRate: 1e-3, rho: 0.9, epsilon: 1e-7 } as const;

/**
 * In place of `RMSPROP.epsilon` when losses are compared: tfjs and ours add epsilon below the root and PyTorch behind
 * it, which comes to the same only when it is this small.
 */
export const CHECKED_EPSILON = 1e-20;

/** @throws {RangeError} when there is no such case. */
export function caseNamed(name: string | null): BenchCase {
  const found = CASES.find((one) => one.name === name);
  if (found === undefined) {
    throw new RangeError(`There is no case "${name}"; the cases are ${CASES.map((one) => one.name).join(', ')}.`);
  }
  return found;
}

/** @returns a shape for each weight: filters and kernels, each followed by its bias. */
export function weightShapes({ inputs, units, filters }: BenchCase): number[][] {
  const widths = [filters.length > 0 ? FLATTENED : inputs, ...units];
  return [
    ...filters.flatMap((filter) => [[...filter], [filter[3]]]),
    ...units.flatMap((count, i) => [[widths[i]!, count], [count]]),
  ];
}

/** @returns the case as a dense stack takes it. */
export function stackOptions({
  inputs,
  units,
  loss,
  batchSize,
  idsPerRow,
}: BenchCase): Omit<DenseStackOptions, 'optimizer'> {
  const endings = {
    'binary-crossentropy': 'sigmoid',
    'categorical-crossentropy': 'softmax',
    'mean-squared-error': 'linear',
    'mean-absolute-error': 'linear',
  } as const;
  const layers = units.map((count, i): StackLayer => ({
    kind: 'dense',
    units: count,
    activation: i < units.length - 1 ? 'relu' : endings[loss],
  }));
  return { inputs, layers, loss, batchSize, sparse: idsPerRow > 0 };
}
