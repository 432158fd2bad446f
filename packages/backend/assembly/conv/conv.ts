import { activate } from '../activations/activate';
import { fillRows } from '../dense/product';
import { gemm, gemmScratch } from '../gemm/gemm';
import { Geometry, outPixels, patchSize } from './geometry';
import { gatherPatches, scatterPatches } from './patches';
import { transpose } from './transpose';

/** The three products of a convolution, as the callers in src/ number them. */
const FORWARD = 0;
const FILTER_GRADIENT = 1;
const INPUT_GRADIENT = 2;

/** Bytes of a block's patches and outputs together: they are used again from the second-level cache. */
const BLOCK_BYTES = 393216;
/** Fewer pixels at a time would pack the filter too often. */
const LEAST_PIXELS = 96;
/** With so many output channels at most, and patches of so many values at least, turning pays. */
const TURN_TO_CHANNELS = 256;
const TURN_FROM_PATCH = 32;

/** @returns pixels of a block: all blocks of about the same size, so that the last is no sliver. */
// @ts-ignore: decorator
@inline
function blockPixels(pixels: i32, patch: i32, outChannels: i32): i32 {
  const most = max(LEAST_PIXELS, BLOCK_BYTES / (4 * (patch + outChannels)));
  const blocks = (pixels + most - 1) / most;
  return (pixels + blocks - 1) / blocks;
}

/**
 * Whether a product is computed transposed: then the smaller matrix, with a row for each output channel, is the one
 * that is spread out for the tiles, and the patches make the panels.
 */
// @ts-ignore: decorator
@inline
function isTurned(pixels: i32, patch: i32, outChannels: i32): bool {
  return outChannels <= TURN_TO_CHANNELS && patch >= TURN_FROM_PATCH && pixels >= outChannels;
}

// @ts-ignore: decorator
@inline
function productScratch(product: i32, turned: bool, pixels: i32, patch: i32, outChannels: i32): usize {
  if (product == INPUT_GRADIENT) return gemmScratch(pixels, patch, outChannels, true);
  if (product == FORWARD) {
    return turned ? gemmScratch(outChannels, pixels, patch, true) : gemmScratch(pixels, outChannels, patch, true);
  }
  return turned ? gemmScratch(outChannels, patch, pixels, true) : gemmScratch(patch, outChannels, pixels, true);
}

/** @returns bytes of the transposed result. */
// @ts-ignore: decorator
@inline
function turnedBytes(product: i32, turned: bool, pixels: i32, patch: i32, outChannels: i32): usize {
  if (!turned || product == INPUT_GRADIENT) return 0;
  return (((<usize>outChannels * (product == FORWARD ? pixels : patch)) << 2) + 15) & ~15;
}

// @ts-ignore: decorator
@inline
function patchesBytes(pixels: i32, patch: i32, pointwise: i32): usize {
  return pointwise ? 0 : (((<usize>pixels * patch) << 2) + 15) & ~15;
}

/**
 * @param product 0 forward, 1 the filter's gradient, 2 the input's gradient.
 * @param pixels of the output, over all batches.
 * @param patch values under the filter.
 * @returns bytes of scratch that the product wants.
 */
export function convScratch(product: i32, pixels: i32, patch: i32, outChannels: i32, pointwise: i32): usize {
  const block = blockPixels(pixels, patch, outChannels);
  const last = pixels - ((pixels - 1) / block) * block;
  const turned = isTurned(block, patch, outChannels);
  // A product of less depth may want more: its depth is cut into other parts.
  const multiplying = max(
    productScratch(product, turned, block, patch, outChannels),
    productScratch(product, turned, last, patch, outChannels),
  );
  return (
    patchesBytes(block, patch, pointwise) + turnedBytes(product, turned, block, patch, outChannels) + multiplying
  );
}

/** Fills [rows, columns] with `values[row]` in each row, or with zeros where `values` is 0. */
function fillColumns(rows: i32, columns: i32, values: usize, to: usize): void {
  for (let i = 0; i < rows; i++) {
    const value: f32 = values == 0 ? 0 : load<f32>(values + (i << 2));
    for (let j = 0; j < columns; j++, to += 4) store<f32>(to, value);
  }
}

/**
 * `y = activation(x ∗ filter + bias)`.
 *
 * @param x [batch, inHeight, inWidth, inChannels].
 * @param filter [filterHeight, filterWidth, inChannels, outChannels].
 * @param bias [outChannels], or 0 for none.
 * @param y [batch, outHeight, outWidth, outChannels].
 * @param scratch `convScratch(0, …)` bytes, 16-byte aligned.
 */
export function conv2d(
  geometry: usize,
  x: usize,
  filter: usize,
  bias: usize,
  activation: i32,
  slope: f32,
  y: usize,
  scratch: usize,
): void {
  const g = changetype<Geometry>(geometry);
  const pixels = outPixels(g);
  const patch = patchSize(g);
  const channels = g.outChannels;
  const xRow = (<usize>patch) << 2;
  const yRow = (<usize>channels) << 2;
  const block = blockPixels(pixels, patch, channels);
  const turned = isTurned(block, patch, channels);
  const across = scratch + patchesBytes(block, patch, g.pointwise);
  const rest = across + turnedBytes(FORWARD, turned, block, patch, channels);
  for (let i = 0; i < pixels; i += block) {
    const count = min(block, pixels - i);
    const to = y + <usize>i * yRow;
    const patches = g.pointwise ? x + <usize>i * xRow : scratch;
    if (!g.pointwise) gatherPatches(g, i, count, x, scratch);
    if (turned) {
      fillColumns(channels, count, bias, across);
      gemm(channels, count, patch, filter, 4, yRow, patches, 4, xRow, across, (<usize>count) << 2, rest);
      transpose(channels, count, across, to);
    } else {
      fillRows(count, channels, bias, to);
      gemm(count, channels, patch, patches, xRow, 4, filter, yRow, 4, to, yRow, rest);
    }
    activate(activation, slope, count * channels, to);
  }
}

/**
 * The filter's gradient: the sum over all output pixels of patch · dy.
 *
 * @param x [batch, inHeight, inWidth, inChannels].
 * @param dy [batch, outHeight, outWidth, outChannels].
 * @param dFilter [filterHeight, filterWidth, inChannels, outChannels].
 * @param scratch `convScratch(1, …)` bytes, 16-byte aligned.
 */
export function conv2dFilterGradient(geometry: usize, x: usize, dy: usize, dFilter: usize, scratch: usize): void {
  const g = changetype<Geometry>(geometry);
  const pixels = outPixels(g);
  const patch = patchSize(g);
  const channels = g.outChannels;
  const xRow = (<usize>patch) << 2;
  const yRow = (<usize>channels) << 2;
  const block = blockPixels(pixels, patch, channels);
  const turned = isTurned(block, patch, channels);
  const across = scratch + patchesBytes(block, patch, g.pointwise);
  const rest = across + turnedBytes(FILTER_GRADIENT, turned, block, patch, channels);
  memory.fill(turned ? across : dFilter, 0, <usize>patch * yRow);
  for (let i = 0; i < pixels; i += block) {
    const count = min(block, pixels - i);
    const patches = g.pointwise ? x + <usize>i * xRow : scratch;
    const from = dy + <usize>i * yRow;
    if (!g.pointwise) gatherPatches(g, i, count, x, scratch);
    if (turned) gemm(channels, patch, count, from, 4, yRow, patches, xRow, 4, across, xRow, rest);
    else gemm(patch, channels, count, patches, 4, xRow, from, yRow, 4, dFilter, yRow, rest);
  }
  if (turned) transpose(channels, patch, across, dFilter);
}

/**
 * The input's gradient: dy · filterᵀ, added up where patches overlap.
 *
 * @param dy [batch, outHeight, outWidth, outChannels].
 * @param filter [filterHeight, filterWidth, inChannels, outChannels].
 * @param dx [batch, inHeight, inWidth, inChannels].
 * @param scratch `convScratch(2, …)` bytes, 16-byte aligned.
 */
export function conv2dInputGradient(geometry: usize, dy: usize, filter: usize, dx: usize, scratch: usize): void {
  const g = changetype<Geometry>(geometry);
  const pixels = outPixels(g);
  const patch = patchSize(g);
  const channels = g.outChannels;
  const xRow = (<usize>patch) << 2;
  const yRow = (<usize>channels) << 2;
  const block = blockPixels(pixels, patch, channels);
  const rest = scratch + patchesBytes(block, patch, g.pointwise);
  memory.fill(dx, 0, (<usize>(g.batch * g.inHeight * g.inWidth) * g.inChannels) << 2);
  for (let i = 0; i < pixels; i += block) {
    const count = min(block, pixels - i);
    const patches = g.pointwise ? dx + <usize>i * xRow : scratch;
    if (!g.pointwise) memory.fill(scratch, 0, <usize>count * xRow);
    gemm(count, patch, channels, dy + <usize>i * yRow, yRow, 4, filter, 4, yRow, patches, xRow, rest);
    if (!g.pointwise) scatterPatches(g, i, count, scratch, dx);
  }
}
