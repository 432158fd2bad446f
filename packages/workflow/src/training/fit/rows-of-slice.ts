import { slotsPerWeight } from '@stepwell/backend';
import { countParams, layerShapes, sizeOf, type ModelSpec } from '../architecture/index.ts';

const MEBIBYTE = 1024 * 1024;
/** Heap bytes for weights, slots, gradients and the rows of a minibatch; the heap has 64 MiB. */
const ROOM = 48 * MEBIBYTE;
/** Upper and lower limit of the bytes for rows. */
const MOST = 32 * MEBIBYTE;
const LEAST = 4 * MEBIBYTE;

/**
 * Computes how many rows of a minibatch are processed together: all of them if they fit, else equal slices whose gradients
 * are added. Depends only on the spec, so a fit has the same bits on every machine. Batch normalization needs the complete
 * minibatch.
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

/** @returns the bytes of one row: the values and derivatives of each layer, and scratch for the largest. */
function bytesOfRow(spec: ModelSpec): number {
  const sizes = layerShapes(spec).map(({ output }) => sizeOf(output));
  return 4 * (2 * sizes.reduce((sum, size) => sum + size, 0) + Math.max(...sizes));
}
