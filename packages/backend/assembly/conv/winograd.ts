import { gemm, gemmScratch } from '../gemm/gemm';
import { copyFloats, load4 } from '../memory/lanes';
import { Geometry } from './geometry';
import * as ofFour from './winograd-of-four';
import * as ofTwo from './winograd-of-two';

/**
 * Convolutions of 3 × 3 in steps of one by Winograd's F(4 × 4, 3 × 3), or F(2 × 2, 3 × 3) where that saves too little: products
 * of tiles by channels, one for each place of a tile, in place of one of patches, with 36 multiplications for sixteen outputs
 * instead of 144, or 16 for four. Which images are in a batch changes no bit of the others.
 */

/** Bytes of a block's transformed tiles: they are used again from the second-level cache. */
const BLOCK_BYTES: i32 = 786432;
/** With fewer channels the transforms cost more than they save. */
const LEAST_CHANNELS = 16;
/** From so many images of three by three outputs and so many channels on, their gradients are for Winograd. */
const LEAST_SMALL_IMAGES = 16;
const LEAST_SMALL_CHANNELS = 32;
/** Wider filters would take too much room transformed: 16 MiB. */
const MOST_CHANNELS = 512;
/** The same for tiles of four by four outputs: pairs of channels. */
const MOST_PAIRS = 116508;

/** @returns multiplications for an image by tiles of so many outputs a side, in each pair of channels. */
// @ts-ignore: decorator
@inline
function multiplications(g: Geometry, side: i32): i32 {
  return (side + 2) * (side + 2) * ((g.outHeight + side - 1) / side) * ((g.outWidth + side - 1) / side);
}

/** @returns outputs on a side of a tile: 4 where that saves a quarter of the multiplications of 2. */
// @ts-ignore: decorator
@inline
function sideOf(g: Geometry): i32 {
  if (g.inChannels * g.outChannels > MOST_PAIRS) return 2;
  return 4 * multiplications(g, 4) <= 3 * multiplications(g, 2) ? 4 : 2;
}

/** @returns places of a transformed tile. */
// @ts-ignore: decorator
@inline
function placesOf(g: Geometry): i32 {
  return (sideOf(g) + 2) * (sideOf(g) + 2);
}

// @ts-ignore: decorator
@inline
function tilesDown(g: Geometry): i32 {
  return (g.outHeight + sideOf(g) - 1) / sideOf(g);
}

// @ts-ignore: decorator
@inline
function tilesAcross(g: Geometry): i32 {
  return (g.outWidth + sideOf(g) - 1) / sideOf(g);
}

/**
 * @param gradient whether it is about the filter's or the input's derivatives.
 * @returns whether a convolution is one for Winograd. It depends on the sizes of an image and the filter; on the batch too
 * only for gradients.
 */
export function isForWinograd(g: Geometry, gradient: bool): bool {
  if (g.filterHeight != 3 || g.filterWidth != 3) return false;
  if (g.strideHeight != 1 || g.strideWidth != 1 || g.dilationHeight != 1 || g.dilationWidth != 1) return false;
  if (min(g.inChannels, g.outChannels) < LEAST_CHANNELS || max(g.inChannels, g.outChannels) > MOST_CHANNELS) return false;
  // Where outputs are few, most of a tile may lie outside: it must save a third of the multiplications.
  if (g.outHeight == 3 && g.outWidth == 3) {
    // Transforming filters and edges takes longer than a few images save, or a few channels.
    const many = g.batch >= LEAST_SMALL_IMAGES && min(g.inChannels, g.outChannels) >= LEAST_SMALL_CHANNELS;
    return gradient && many;
  }
  return 3 * multiplications(g, sideOf(g)) <= 2 * 9 * g.outHeight * g.outWidth;
}

// @ts-ignore: decorator
@inline
function allTiles(g: Geometry): i32 {
  return g.batch * tilesDown(g) * tilesAcross(g);
}

/** @returns tiles of a block: all blocks of about the same size. */
// @ts-ignore: decorator
@inline
function blockTiles(g: Geometry): i32 {
  const tiles = allTiles(g);
  const most = max(48, BLOCK_BYTES / (4 * placesOf(g) * (g.inChannels + g.outChannels)));
  const blocks = (tiles + most - 1) / most;
  // Three at a time: tiles of products have three rows.
  return min(tiles, ((tiles + blocks - 1) / blocks + 2) / 3 * 3);
}

/**
 * @returns bytes from a plane of transformed tiles to the next: an odd number of the cache's lines, since lines a power of
 * two apart push each other out.
 */
// @ts-ignore: decorator
@inline
function planeBytes(count: i32, channels: i32): usize {
  return ((((<usize>(count * channels)) << 2) + 63) & ~63) | 64;
}

// @ts-ignore: decorator
@inline
function planes(g: Geometry, count: i32, channels: i32): usize {
  return <usize>placesOf(g) * planeBytes(count, channels);
}

/** @returns bytes from a plane of transformed filters to the next: one value for each input and output channel. */
// @ts-ignore: decorator
@inline
function filterPlane(g: Geometry): usize {
  return planeBytes(g.inChannels, g.outChannels);
}

/** @returns bytes of all transformed filters. */
// @ts-ignore: decorator
@inline
function filterBytes(g: Geometry): usize {
  return <usize>placesOf(g) * filterPlane(g);
}

/** @returns bytes of one tile of inputs. */
// @ts-ignore: decorator
@inline
function edgeBytes(g: Geometry): usize {
  return <usize>(placesOf(g) * g.inChannels) << 2;
}

/** @returns bytes of scratch for any of the three products. */
export function winogradScratch(g: Geometry): usize {
  const tiles = blockTiles(g);
  const ins = g.inChannels;
  const outs = g.outChannels;
  const multiplying = max(
    max(gemmScratch(tiles, outs, ins, false), gemmScratch(tiles, ins, outs, false)),
    gemmScratch(ins, outs, tiles, true),
  );
  return (
    filterBytes(g) + planes(g, tiles, ins) + planes(g, tiles, outs) + edgeBytes(g) + multiplying
  );
}

/** Where everything lies in scratch. */
// @ts-ignore: decorator
@inline
function inputsAt(g: Geometry, scratch: usize): usize {
  return scratch + filterBytes(g);
}
// @ts-ignore: decorator
@inline
function outputsAt(g: Geometry, scratch: usize): usize {
  return inputsAt(g, scratch) + planes(g, blockTiles(g), g.inChannels);
}
// @ts-ignore: decorator
@inline
function edgeAt(g: Geometry, scratch: usize): usize {
  return outputsAt(g, scratch) + planes(g, blockTiles(g), g.outChannels);
}
// @ts-ignore: decorator
@inline
function restAt(g: Geometry, scratch: usize): usize {
  return edgeAt(g, scratch) + edgeBytes(g);
}

/** The three products: which of tiles of inputs, of outputs and filters is the sum. */
const OUTPUTS = 0;
const INPUTS = 1;
const FILTERS = 2;

/** The products of a block's transformed tiles and filters, added to what is there. */
function multiply(sum: i32, g: Geometry, count: i32, scratch: usize): void {
  const ins = g.inChannels;
  const outs = g.outChannels;
  const row = <usize>ins << 2;
  const outRow = <usize>outs << 2;
  const inputs = inputsAt(g, scratch);
  const outputs = outputsAt(g, scratch);
  const rest = restAt(g, scratch);
  const places = <usize>placesOf(g);
  for (let place: usize = 0; place < places; place++) {
    const v = inputs + place * planeBytes(count, ins);
    const m = outputs + place * planeBytes(count, outs);
    const u = scratch + place * filterPlane(g);
    if (sum == OUTPUTS) gemm(count, outs, ins, v, row, 4, u, outRow, 4, m, outRow, rest);
    else if (sum == INPUTS) gemm(count, ins, outs, m, outRow, 4, u, 4, outRow, v, row, rest);
    else gemm(ins, outs, count, v, 4, row, m, outRow, 4, u, outRow, rest);
  }
}

/**
 * `y = x ∗ filter + bias`, or the larger of that and zero.
 *
 * @param bias 0 for none.
 * @param relu whether negative outputs become zero; NaN stays.
 * @param scratch `winogradScratch` bytes.
 */
export function winogradForward(
  g: Geometry,
  x: usize,
  filter: usize,
  bias: usize,
  relu: bool,
  y: usize,
  scratch: usize,
): void {
  const block = blockTiles(g);
  const tiles = allTiles(g);
  filters(g, filter, scratch);
  for (let first = 0; first < tiles; first += block) {
    const count = min(block, tiles - first);
    gatherInputs(g, first, count, x, scratch);
    memory.fill(outputsAt(g, scratch), 0, planes(g, count, g.outChannels));
    multiply(OUTPUTS, g, count, scratch);
    if (relu) writeOutputs(true, g, first, count, bias, y, scratch);
    else writeOutputs(false, g, first, count, bias, y, scratch);
  }
}

/** The input's gradient. @param dx overwritten. */
export function winogradInputGradient(g: Geometry, dy: usize, filter: usize, dx: usize, scratch: usize): void {
  const block = blockTiles(g);
  const tiles = allTiles(g);
  memory.fill(dx, 0, (<usize>(g.batch * g.inHeight * g.inWidth) * g.inChannels) << 2);
  filters(g, filter, scratch);
  for (let first = 0; first < tiles; first += block) {
    const count = min(block, tiles - first);
    gatherOutputs(g, first, count, dy, scratch);
    memory.fill(inputsAt(g, scratch), 0, planes(g, count, g.inChannels));
    multiply(INPUTS, g, count, scratch);
    addInputs(g, first, count, dx, scratch);
  }
}

/** The filter's gradient. @param dFilter overwritten. */
export function winogradFilterGradient(g: Geometry, x: usize, dy: usize, dFilter: usize, scratch: usize): void {
  const block = blockTiles(g);
  const tiles = allTiles(g);
  memory.fill(scratch, 0, filterBytes(g));
  for (let first = 0; first < tiles; first += block) {
    const count = min(block, tiles - first);
    gatherInputs(g, first, count, x, scratch);
    gatherOutputs(g, first, count, dy, scratch);
    multiply(FILTERS, g, count, scratch);
  }
  if (sideOf(g) == 4) passFilters(false, 4, g, dFilter, scratch);
  else passFilters(false, 2, g, dFilter, scratch);
}

/** All filters transformed: [places, inChannels, outChannels]. */
function filters(g: Geometry, filter: usize, to: usize): void {
  if (sideOf(g) == 4) passFilters(true, 4, g, filter, to);
  else passFilters(true, 2, g, filter, to);
}

/** From filters to their transforms where `GATHER`, or back from derivatives. @param SIDE a constant: that of a tile of outputs. */
// @ts-ignore: decorator
@inline
function passFilters(GATHER: bool, SIDE: i32, g: Geometry, filter: usize, u: usize): void {
  const plane = filterPlane(g);
  const step = <usize>(g.inChannels * g.outChannels) << 2;
  const whole = step & ~15;
  let at: usize = 0;
  for (; at < whole; at += 16) passFilter(GATHER, SIDE, false, filter + at, step, u + at, plane);
  for (; at < step; at += 4) passFilter(GATHER, SIDE, true, filter + at, step, u + at, plane);
}

// @ts-ignore: decorator
@inline
function passFilter(
  GATHER: bool,
  SIDE: i32,
  SINGLE: bool,
  filter: usize,
  step: usize,
  u: usize,
  plane: usize,
): void {
  if (SIDE == 4) {
    if (GATHER) ofFour.transformFilter(SINGLE, filter, step, u, plane);
    else ofFour.transformFilterGradient(SINGLE, u, plane, filter, step);
  } else if (GATHER) {
    ofTwo.transformFilter(SINGLE, filter, step, u, plane);
  } else {
    ofTwo.transformFilterGradient(SINGLE, u, plane, filter, step);
  }
}

/** Tiles of inputs, transformed: [places, count, inChannels]. */
function gatherInputs(g: Geometry, first: i32, count: i32, x: usize, scratch: usize): void {
  if (sideOf(g) == 4) passInputs(true, 4, g, first, count, x, inputsAt(g, scratch), edgeAt(g, scratch));
  else passInputs(true, 2, g, first, count, x, inputsAt(g, scratch), edgeAt(g, scratch));
}

/** Adds transformed derivatives back to the inputs that `gatherInputs` takes, tile by tile in order. */
function addInputs(g: Geometry, first: i32, count: i32, dx: usize, scratch: usize): void {
  if (sideOf(g) == 4) passInputs(false, 4, g, first, count, dx, inputsAt(g, scratch), edgeAt(g, scratch));
  else passInputs(false, 2, g, first, count, dx, inputsAt(g, scratch), edgeAt(g, scratch));
}

/** From tiles of inputs to their transforms where `GATHER`, or back. @param edge room for one tile that reaches out of the image. */
// @ts-ignore: decorator
@inline
function passInputs(GATHER: bool, SIDE: i32, g: Geometry, first: i32, count: i32, x: usize, v: usize, edge: usize): void {
  const channels = g.inChannels;
  const pixel = <usize>channels << 2;
  const imageRow = <usize>g.inWidth * pixel;
  const plane = planeBytes(count, channels);
  const across = tilesAcross(g);
  const perImage = tilesDown(g) * across;
  const inSide = SIDE + 2;
  for (let i = 0; i < count; i++, v += pixel) {
    const tile = first + i;
    const place = tile % perImage;
    const row = SIDE * (place / across) - g.padTop;
    const column = SIDE * (place % across) - g.padLeft;
    const inside = row >= 0 && column >= 0 && row + inSide <= g.inHeight && column + inSide <= g.inWidth;
    const image = x + <usize>(tile / perImage) * <usize>g.inHeight * imageRow;
    let d = image + <usize>row * imageRow + <usize>column * pixel;
    let rowStep = imageRow;
    if (!inside) {
      copyTile(true, inSide, g, image, row, column, edge);
      d = edge;
      rowStep = <usize>inSide * pixel;
    }
    const whole = <usize>(channels & ~3) << 2;
    let at: usize = 0;
    for (; at < whole; at += 16) passInput(GATHER, SIDE, false, d + at, rowStep, pixel, v + at, plane);
    for (; at < pixel; at += 4) passInput(GATHER, SIDE, true, d + at, rowStep, pixel, v + at, plane);
    if (!GATHER && !inside) copyTile(false, inSide, g, image, row, column, edge);
  }
}

// @ts-ignore: decorator
@inline
function passInput(
  GATHER: bool,
  SIDE: i32,
  SINGLE: bool,
  d: usize,
  rowStep: usize,
  pixel: usize,
  v: usize,
  plane: usize,
): void {
  if (SIDE == 4) {
    if (GATHER) ofFour.transformInput(SINGLE, d, rowStep, pixel, v, plane);
    else ofFour.addInputGradient(SINGLE, v, plane, d, rowStep, pixel);
  } else if (GATHER) {
    ofTwo.transformInput(SINGLE, d, rowStep, pixel, v, plane);
  } else {
    ofTwo.addInputGradient(SINGLE, v, plane, d, rowStep, pixel);
  }
}

/** Copies a tile that reaches out of the image: to `edge`, zeros outside, or back from there. */
function copyTile(TO_EDGE: bool, side: i32, g: Geometry, image: usize, row: i32, column: i32, edge: usize): void {
  const channels = g.inChannels;
  const pixel = <usize>channels << 2;
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++, edge += pixel) {
      const there = row + i >= 0 && row + i < g.inHeight && column + j >= 0 && column + j < g.inWidth;
      const at = image + <usize>((row + i) * g.inWidth + column + j) * pixel;
      if (TO_EDGE) {
        if (there) copyFloats(channels, at, edge);
        else memory.fill(edge, 0, pixel);
      } else if (there) {
        copyFloats(channels, edge, at);
      }
    }
  }
}

/** Tiles of the outputs' derivatives, transformed: [places, count, outChannels]. */
function gatherOutputs(g: Geometry, first: i32, count: i32, dy: usize, scratch: usize): void {
  if (sideOf(g) == 4) passOutputs(true, false, 4, g, first, count, dy, outputsAt(g, scratch), 0);
  else passOutputs(true, false, 2, g, first, count, dy, outputsAt(g, scratch), 0);
}

/** Outputs from their transformed tiles, with their bias. */
// @ts-ignore: decorator
@inline
function writeOutputs(RELU: bool, g: Geometry, first: i32, count: i32, bias: usize, y: usize, scratch: usize): void {
  if (sideOf(g) == 4) passOutputs(false, RELU, 4, g, first, count, y, outputsAt(g, scratch), bias);
  else passOutputs(false, RELU, 2, g, first, count, y, outputsAt(g, scratch), bias);
}

/** From tiles of outputs to their transforms where `GATHER`, or back: only there bias and `RELU` count. */
// @ts-ignore: decorator
@inline
function passOutputs(
  GATHER: bool,
  RELU: bool,
  SIDE: i32,
  g: Geometry,
  first: i32,
  count: i32,
  y: usize,
  m: usize,
  bias: usize,
): void {
  const channels = g.outChannels;
  const pixel = <usize>channels << 2;
  const rowStep = <usize>g.outWidth * pixel;
  const plane = planeBytes(count, channels);
  const across = tilesAcross(g);
  const perImage = tilesDown(g) * across;
  for (let i = 0; i < count; i++, m += pixel) {
    const tile = first + i;
    const place = tile % perImage;
    const row = SIDE * (place / across);
    const column = SIDE * (place % across);
    const rows = min(SIDE, g.outHeight - row);
    const columns = min(SIDE, g.outWidth - column);
    const corner = y + <usize>(((tile / perImage) * g.outHeight + row) * g.outWidth + column) * pixel;
    const whole = <usize>(channels & ~3) << 2;
    let at: usize = 0;
    for (; at < whole; at += 16) {
      const start = biasAt(GATHER, false, bias, at);
      passOutput(GATHER, RELU, SIDE, false, corner + at, rows, columns, rowStep, pixel, m + at, plane, start);
    }
    for (; at < pixel; at += 4) {
      const start = biasAt(GATHER, true, bias, at);
      passOutput(GATHER, RELU, SIDE, true, corner + at, rows, columns, rowStep, pixel, m + at, plane, start);
    }
  }
}

// @ts-ignore: decorator
@inline
function passOutput(
  GATHER: bool,
  RELU: bool,
  SIDE: i32,
  SINGLE: bool,
  y: usize,
  rows: i32,
  columns: i32,
  rowStep: usize,
  pixel: usize,
  m: usize,
  plane: usize,
  start: v128,
): void {
  if (SIDE == 4) {
    if (GATHER) ofFour.transformOutputGradient(SINGLE, y, rows, columns, rowStep, pixel, m, plane);
    else ofFour.transformOutput(SINGLE, RELU, m, plane, rows, columns, start, y, rowStep, pixel);
  } else if (GATHER) {
    ofTwo.transformOutputGradient(SINGLE, y, rows, columns, rowStep, pixel, m, plane);
  } else {
    ofTwo.transformOutput(SINGLE, RELU, m, plane, rows, columns, start, y, rowStep, pixel);
  }
}

// @ts-ignore: decorator
@inline
function biasAt(GATHER: bool, SINGLE: bool, bias: usize, at: usize): v128 {
  return GATHER || bias == 0 ? f32x4.splat(0) : load4(SINGLE, bias + at);
}
