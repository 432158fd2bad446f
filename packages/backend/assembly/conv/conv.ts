import { activate, RELU } from '../activations/activate';
import { fillRows } from '../dense/product';
import { gemm, gemmScratch } from '../gemm/gemm';
import {
  directFilterGradient,
  directFilterGradientPooled,
  directForward,
  directForwardPooled,
  directPooledScratch,
  directScratch,
  isDirect,
} from './direct';
import { Geometry, outPixels, patchSize } from './geometry';
import { gatherPatches, scatterPatches } from './patches';
import {
  isForWinograd,
  winogradFilterGradient,
  winogradForward,
  winogradInputGradient,
  winogradScratch,
} from './winograd';

/** The three products of a convolution, as the callers in src/ number them. */
const FORWARD = 0;
const FILTER_GRADIENT = 1;
const INPUT_GRADIENT = 2;

/** Bytes of a block's patches and outputs together: they are used again from the second-level cache. */
const BLOCK_BYTES = 393216;
/** Fewer pixels at a time would pack the filter too often. */
const LEAST_PIXELS = 96;
/** @returns pixels of a block: all blocks of about the same size, so that the last is no sliver. */
// @ts-ignore: decorator
@inline
function blockPixels(pixels: i32, patch: i32, outChannels: i32): i32 {
  const most = max(LEAST_PIXELS, BLOCK_BYTES / (4 * (patch + outChannels)));
  const blocks = (pixels + most - 1) / most;
  return (pixels + blocks - 1) / blocks;
}

// @ts-ignore: decorator
@inline
function productScratch(product: i32, pixels: i32, patch: i32, outChannels: i32): usize {
  if (product == INPUT_GRADIENT) return gemmScratch(pixels, patch, outChannels, false);
  if (product == FORWARD) return gemmScratch(pixels, outChannels, patch, false);
  return gemmScratch(patch, outChannels, pixels, true);
}

// @ts-ignore: decorator
@inline
function patchesBytes(pixels: i32, patch: i32, pointwise: i32): usize {
  return pointwise ? 0 : (((<usize>pixels * patch) << 2) + 15) & ~15;
}

/**
 * @param geometry a `Geometry`.
 * @param product 0 forward, 1 the filter's gradient, 2 the input's gradient.
 * @returns bytes of scratch that the product wants.
 */
export function convScratch(geometry: usize, product: i32): usize {
  const g = changetype<Geometry>(geometry);
  if (isForWinograd(g, product != FORWARD)) return winogradScratch(g);
  if (product != INPUT_GRADIENT && isDirect(g)) return directScratch(g);
  const pixels = outPixels(g);
  const patch = patchSize(g);
  const outChannels = g.outChannels;
  const block = blockPixels(pixels, patch, outChannels);
  const last = pixels - ((pixels - 1) / block) * block;
  // A product of less depth may want more: its depth is cut into other parts.
  const multiplying = max(
    productScratch(product, block, patch, outChannels),
    productScratch(product, last, patch, outChannels),
  );
  return patchesBytes(block, patch, g.pointwise) + multiplying;
}

/**
 * `y = activation(x ∗ filter + bias)`.
 *
 * @param x [batch, inHeight, inWidth, inChannels].
 * @param filter [filterHeight, filterWidth, inChannels, outChannels].
 * @param bias [outChannels], or 0 for none.
 * @param y [batch, outHeight, outWidth, outChannels].
 * @param scratch `convScratch(geometry, 0)` bytes, 16-byte aligned.
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
  const byWinograd = isForWinograd(g, false);
  if (byWinograd || isDirect(g)) {
    if (byWinograd) winogradForward(g, x, filter, bias, activation == RELU, y, scratch);
    else directForward(g, x, filter, bias, activation == RELU, y, scratch);
    if (activation != RELU) activate(activation, slope, outPixels(g) * g.outChannels, y);
    return;
  }
  const pixels = outPixels(g);
  const patch = patchSize(g);
  const channels = g.outChannels;
  const xRow = (<usize>patch) << 2;
  const yRow = (<usize>channels) << 2;
  const block = blockPixels(pixels, patch, channels);
  const rest = scratch + patchesBytes(block, patch, g.pointwise);
  for (let i = 0; i < pixels; i += block) {
    const count = min(block, pixels - i);
    const to = y + <usize>i * yRow;
    const patches = g.pointwise ? x + <usize>i * xRow : scratch;
    if (!g.pointwise) gatherPatches(g, i, count, x, scratch);
    fillRows(count, channels, bias, to);
    gemm(count, channels, patch, patches, xRow, 4, filter, yRow, 4, to, yRow, rest);
    activate(activation, slope, count * channels, to);
  }
}

/**
 * The filter's gradient: the sum over all output pixels of patch · dy.
 *
 * @param x [batch, inHeight, inWidth, inChannels].
 * @param dy [batch, outHeight, outWidth, outChannels].
 * @param dFilter [filterHeight, filterWidth, inChannels, outChannels].
 * @param scratch `convScratch(geometry, 1)` bytes, 16-byte aligned.
 */
export function conv2dFilterGradient(geometry: usize, x: usize, dy: usize, dFilter: usize, scratch: usize): void {
  const g = changetype<Geometry>(geometry);
  if (isForWinograd(g, true)) {
    winogradFilterGradient(g, x, dy, dFilter, scratch);
    return;
  }
  if (isDirect(g)) {
    directFilterGradient(g, x, dy, dFilter, scratch);
    return;
  }
  const pixels = outPixels(g);
  const patch = patchSize(g);
  const channels = g.outChannels;
  const xRow = (<usize>patch) << 2;
  const yRow = (<usize>channels) << 2;
  const block = blockPixels(pixels, patch, channels);
  const rest = scratch + patchesBytes(block, patch, g.pointwise);
  memory.fill(dFilter, 0, <usize>patch * yRow);
  for (let i = 0; i < pixels; i += block) {
    const count = min(block, pixels - i);
    const patches = g.pointwise ? x + <usize>i * xRow : scratch;
    const from = dy + <usize>i * yRow;
    if (!g.pointwise) gatherPatches(g, i, count, x, scratch);
    gemm(patch, channels, count, patches, 4, xRow, from, yRow, 4, dFilter, yRow, rest);
  }
}

/**
 * The input's gradient: dy · filterᵀ, added up where patches overlap.
 *
 * @param dy [batch, outHeight, outWidth, outChannels].
 * @param filter [filterHeight, filterWidth, inChannels, outChannels].
 * @param dx [batch, inHeight, inWidth, inChannels].
 * @param scratch `convScratch(geometry, 2)` bytes, 16-byte aligned.
 */
export function conv2dInputGradient(geometry: usize, dy: usize, filter: usize, dx: usize, scratch: usize): void {
  const g = changetype<Geometry>(geometry);
  if (isForWinograd(g, true)) {
    winogradInputGradient(g, dy, filter, dx, scratch);
    return;
  }
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

/** @returns bytes of scratch for the two below, or -1: they don't do such convolutions. */
export function pooledScratch(geometry: usize): i32 {
  const g = changetype<Geometry>(geometry);
  return isDirect(g) ? <i32>directPooledScratch(g) : -1;
}

/**
 * `conv2d` and `poolWithPlaces` in one pass.
 *
 * @param activation LINEAR or RELU.
 * @param scratch `pooledScratch(geometry)` bytes, 16-byte aligned.
 */
export function conv2dPooled(
  geometry: usize,
  x: usize,
  filter: usize,
  bias: usize,
  activation: i32,
  to: usize,
  places: usize,
  scratch: usize,
): void {
  directForwardPooled(changetype<Geometry>(geometry), x, filter, bias, activation, to, places, scratch);
}

/**
 * `spreadToPlaces` and `conv2dFilterGradient` in one pass.
 *
 * @param scratch `pooledScratch(geometry)` bytes, 16-byte aligned.
 */
export function conv2dFilterGradientPooled(
  geometry: usize,
  x: usize,
  dy: usize,
  places: usize,
  dFilter: usize,
  scratch: usize,
): void {
  directFilterGradientPooled(changetype<Geometry>(geometry), x, dy, places, dFilter, scratch);
}
