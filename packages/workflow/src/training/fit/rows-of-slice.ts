import { slotsPerWeight } from '@stepwell/backend';
import { countParams, layerShapes, sizeOf, type ModelSpec } from '../architecture/index.ts';

const MEBIBYTE = 1024 * 1024;
/** What weights, slots and gradients may leave to the rows of a minibatch, of a heap of 64 MiB. */
const ROOM = 48 * MEBIBYTE;
/** Rows take so much of it at most, and so much at least. */
const MOST = 32 * MEBIBYTE;
const LEAST = 4 * MEBIBYTE;

/**
 * How many rows of a minibatch go forward and back through the layers together: all of them where there is room, else
 * equal slices, whose gradients are added up. The spec alone says, so that a fit has the same bits on every machine. A
 * batch normalization needs its minibatch whole.
 */
export function rowsOfSlice(spec: ModelSpec): number {
  const { batchSize, layers, optimizer } = spec;
  if (layers.some(({ kind }) => kind === 'batch-normalization')) return batchSize;
  // Weights, slots, the gradients of a slice and their sum so far.
  const held = 4 * countParams(spec) * (3 + slotsPerWeight(optimizer));
  const room = Math.max(LEAST, Math.min(MOST, ROOM - held));
  const most = Math.max(1, Math.floor(room / bytesOfRow(spec)));
  return Math.ceil(batchSize / Math.ceil(batchSize / most));
}

/** What one row takes: each layer's values and their derivatives, and what the largest one is computed with. */
function bytesOfRow(spec: ModelSpec): number {
  const sizes = layerShapes(spec).map(({ output }) => sizeOf(output));
  return 4 * (2 * sizes.reduce((sum, size) => sum + size, 0) + Math.max(...sizes));
}
