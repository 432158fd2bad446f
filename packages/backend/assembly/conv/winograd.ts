import { gemm, gemmScratch } from '../gemm/gemm';
import { copyFloats, load4 } from '../memory/lanes';
import { Geometry } from './geometry';
import {
  addInputGradient,
  transformFilter,
  transformFilterGradient,
  transformInput,
  transformOutput,
  transformOutputGradient,
} from './winograd-transforms';

/**
 * Convolutions of 3 × 3 in steps of one by Winograd's F(2 × 2, 3 × 3): sixteen products of tiles by channels in place of one
 * of patches, with 16 multiplications for four outputs instead of 36. Which images are in a batch changes no bit of the others.
 */

/** Places of a transformed tile. */
const PLACES: usize = 16;
/** Bytes of a block's transformed tiles: they are used again from the second-level cache. */
const BLOCK_BYTES: i32 = 786432;
/** With fewer channels the transforms cost more than they save. */
const LEAST_CHANNELS = 16;
/** Wider filters would take too much room transformed. */
const MOST_CHANNELS = 512;

// @ts-ignore: decorator
@inline
function tilesDown(g: Geometry): i32 {
  return (g.outHeight + 1) >> 1;
}

// @ts-ignore: decorator
@inline
function tilesAcross(g: Geometry): i32 {
  return (g.outWidth + 1) >> 1;
}

/** @returns whether a convolution is one for Winograd. It depends on the sizes of an image and the filter, not on the batch. */
export function isForWinograd(g: Geometry): bool {
  if (g.filterHeight != 3 || g.filterWidth != 3) return false;
  if (g.strideHeight != 1 || g.strideWidth != 1 || g.dilationHeight != 1 || g.dilationWidth != 1) return false;
  if (min(g.inChannels, g.outChannels) < LEAST_CHANNELS || max(g.inChannels, g.outChannels) > MOST_CHANNELS) return false;
  // Where outputs are few, most of a tile may lie outside: it must save a third of the multiplications.
  return 3 * <i32>PLACES * tilesDown(g) * tilesAcross(g) <= 2 * 9 * g.outHeight * g.outWidth;
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
  const most = max(48, BLOCK_BYTES / (4 * <i32>PLACES * (g.inChannels + g.outChannels)));
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
function planes(count: i32, channels: i32): usize {
  return PLACES * planeBytes(count, channels);
}

/** @returns bytes from a plane of transformed filters to the next: one value for each input and output channel. */
// @ts-ignore: decorator
@inline
function filterPlane(g: Geometry): usize {
  return <usize>(g.inChannels * g.outChannels) << 2;
}

/** @returns bytes of all transformed filters. */
// @ts-ignore: decorator
@inline
function filterBytes(g: Geometry): usize {
  return PLACES * filterPlane(g);
}

/** @returns bytes of one tile of inputs. */
// @ts-ignore: decorator
@inline
function edgeBytes(g: Geometry): usize {
  return (PLACES * <usize>g.inChannels) << 2;
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
    filterBytes(g) + planes(tiles, ins) + planes(tiles, outs) + edgeBytes(g) + multiplying
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
  return inputsAt(g, scratch) + planes(blockTiles(g), g.inChannels);
}
// @ts-ignore: decorator
@inline
function edgeAt(g: Geometry, scratch: usize): usize {
  return outputsAt(g, scratch) + planes(blockTiles(g), g.outChannels);
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

/** The sixteen products of a block's transformed tiles and filters, added to what is there. */
function multiply(sum: i32, g: Geometry, count: i32, scratch: usize): void {
  const ins = g.inChannels;
  const outs = g.outChannels;
  const row = <usize>ins << 2;
  const outRow = <usize>outs << 2;
  const inputs = inputsAt(g, scratch);
  const outputs = outputsAt(g, scratch);
  const rest = restAt(g, scratch);
  for (let place: usize = 0; place < PLACES; place++) {
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
    memory.fill(outputsAt(g, scratch), 0, planes(count, g.outChannels));
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
    memory.fill(inputsAt(g, scratch), 0, planes(count, g.inChannels));
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
  const plane = filterPlane(g);
  const whole = plane & ~15;
  let at: usize = 0;
  for (; at < whole; at += 16) transformFilterGradient(false, scratch + at, plane, dFilter + at);
  for (; at < plane; at += 4) transformFilterGradient(true, scratch + at, plane, dFilter + at);
}

/** All filters transformed: [16, inChannels, outChannels]. */
function filters(g: Geometry, filter: usize, to: usize): void {
  const plane = filterPlane(g);
  const whole = plane & ~15;
  let at: usize = 0;
  for (; at < whole; at += 16) transformFilter(false, filter + at, plane, to + at);
  for (; at < plane; at += 4) transformFilter(true, filter + at, plane, to + at);
}

/** Tiles of inputs, transformed: [16, count, inChannels]. */
function gatherInputs(g: Geometry, first: i32, count: i32, x: usize, scratch: usize): void {
  passInputs(true, g, first, count, x, inputsAt(g, scratch), edgeAt(g, scratch));
}

/** Adds transformed derivatives back to the inputs that `gatherInputs` takes, tile by tile in order. */
function addInputs(g: Geometry, first: i32, count: i32, dx: usize, scratch: usize): void {
  passInputs(false, g, first, count, dx, inputsAt(g, scratch), edgeAt(g, scratch));
}

/** From tiles of inputs to their transforms where `GATHER`, or back. @param edge room for one tile that reaches out of the image. */
// @ts-ignore: decorator
@inline
function passInputs(GATHER: bool, g: Geometry, first: i32, count: i32, x: usize, v: usize, edge: usize): void {
  const channels = g.inChannels;
  const pixel = <usize>channels << 2;
  const imageRow = <usize>g.inWidth * pixel;
  const plane = planeBytes(count, channels);
  const perImage = tilesDown(g) * tilesAcross(g);
  for (let i = 0; i < count; i++, v += pixel) {
    const tile = first + i;
    const place = tile % perImage;
    const row = 2 * (place / tilesAcross(g)) - g.padTop;
    const column = 2 * (place % tilesAcross(g)) - g.padLeft;
    const inside = row >= 0 && column >= 0 && row + 4 <= g.inHeight && column + 4 <= g.inWidth;
    const image = x + <usize>(tile / perImage) * <usize>g.inHeight * imageRow;
    let d = image + <usize>row * imageRow + <usize>column * pixel;
    let rowStep = imageRow;
    if (!inside) {
      copyTile(true, g, image, row, column, edge);
      d = edge;
      rowStep = 4 * pixel;
    }
    const whole = <usize>(channels & ~3) << 2;
    let at: usize = 0;
    for (; at < whole; at += 16) {
      if (GATHER) transformInput(false, d + at, rowStep, pixel, v + at, plane);
      else addInputGradient(false, v + at, plane, d + at, rowStep, pixel);
    }
    for (; at < pixel; at += 4) {
      if (GATHER) transformInput(true, d + at, rowStep, pixel, v + at, plane);
      else addInputGradient(true, v + at, plane, d + at, rowStep, pixel);
    }
    if (!GATHER && !inside) copyTile(false, g, image, row, column, edge);
  }
}

/** Copies a tile that reaches out of the image: to `edge`, zeros outside, or back from there. */
function copyTile(TO_EDGE: bool, g: Geometry, image: usize, row: i32, column: i32, edge: usize): void {
  const channels = g.inChannels;
  const pixel = <usize>channels << 2;
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < 4; j++, edge += pixel) {
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

/** Tiles of the outputs' derivatives, transformed: [16, count, outChannels]. */
function gatherOutputs(g: Geometry, first: i32, count: i32, dy: usize, scratch: usize): void {
  passOutputs(true, false, g, first, count, dy, outputsAt(g, scratch), 0);
}

/** Outputs from their transformed tiles, with their bias. */
// @ts-ignore: decorator
@inline
function writeOutputs(RELU: bool, g: Geometry, first: i32, count: i32, bias: usize, y: usize, scratch: usize): void {
  passOutputs(false, RELU, g, first, count, y, outputsAt(g, scratch), bias);
}

/** From tiles of outputs to their transforms where `GATHER`, or back: only there bias and `RELU` count. */
// @ts-ignore: decorator
@inline
function passOutputs(
  GATHER: bool,
  RELU: bool,
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
  const perImage = tilesDown(g) * tilesAcross(g);
  for (let i = 0; i < count; i++, m += pixel) {
    const tile = first + i;
    const place = tile % perImage;
    const row = 2 * (place / tilesAcross(g));
    const column = 2 * (place % tilesAcross(g));
    const rows = min(2, g.outHeight - row);
    const columns = min(2, g.outWidth - column);
    const corner = y + <usize>(((tile / perImage) * g.outHeight + row) * g.outWidth + column) * pixel;
    const whole = <usize>(channels & ~3) << 2;
    let at: usize = 0;
    for (; at < whole; at += 16) {
      if (GATHER) transformOutputGradient(false, corner + at, rows, columns, rowStep, pixel, m + at, plane);
      else transformOutput(false, RELU, m + at, plane, rows, columns, biasAt(false, bias, at), corner + at, rowStep, pixel);
    }
    for (; at < pixel; at += 4) {
      if (GATHER) transformOutputGradient(true, corner + at, rows, columns, rowStep, pixel, m + at, plane);
      else transformOutput(true, RELU, m + at, plane, rows, columns, biasAt(true, bias, at), corner + at, rowStep, pixel);
    }
  }
}

// @ts-ignore: decorator
@inline
function biasAt(SINGLE: bool, bias: usize, at: usize): v128 {
  return bias == 0 ? f32x4.splat(0) : load4(SINGLE, bias + at);
}
