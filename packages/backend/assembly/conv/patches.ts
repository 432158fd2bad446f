import { copyFloats } from '../memory/lanes';
import { Geometry } from './geometry';

// @ts-ignore: decorator
@inline
function zero(count: i32, to: usize): void {
  let left = count;
  for (; left >= 4; left -= 4, to += 16) v128.store(to, f32x4.splat(0));
  for (; left > 0; left--, to += 4) store<f32>(to, 0);
}

// @ts-ignore: decorator
@inline
function add(count: i32, from: usize, to: usize): void {
  let left = count;
  for (; left >= 4; left -= 4, from += 16, to += 16) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  }
  for (; left > 0; left--, from += 4, to += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
}

/**
 * One row of the filter at one output pixel: between the patch's `filterWidth · inChannels` floats and the input row.
 *
 * @param GATHER a constant: whether the patch is filled, zeros where the input ends, or added to the input.
 * @param column of the input under the filter's first.
 * @param row first value of the input row.
 */
// @ts-ignore: decorator
@inline
function filterRow(GATHER: bool, g: Geometry, column: i32, row: usize, patch: usize): void {
  const channels = g.inChannels;
  const width = g.filterWidth;
  const dilation = g.dilationWidth;
  if (dilation == 1) {
    // The columns that are there lie side by side.
    const first = max(0, min(width, -column));
    const last = max(first, min(width, g.inWidth - column));
    const from = row + ((<usize>(column + first) * channels) << 2);
    const at = patch + ((<usize>first * channels) << 2);
    const count = (last - first) * channels;
    if (GATHER) {
      if (first > 0) zero(first * channels, patch);
      copyFloats(count, from, at);
      if (last < width) zero((width - last) * channels, patch + ((<usize>last * channels) << 2));
    } else {
      add(count, at, from);
    }
    return;
  }
  for (let j = 0; j < width; j++, column += dilation, patch += (<usize>channels) << 2) {
    const from = row + ((<usize>column * channels) << 2);
    if (column >= 0 && column < g.inWidth) {
      if (GATHER) copyFloats(channels, from, patch);
      else add(channels, patch, from);
    } else if (GATHER) {
      zero(channels, patch);
    }
  }
}

// @ts-ignore: decorator
@inline
function walk(GATHER: bool, g: Geometry, first: i32, count: i32, x: usize, patches: usize): void {
  const rowBytes = (<usize>g.inWidth * g.inChannels) << 2;
  const patchRow = (<usize>g.filterWidth * g.inChannels) << 2;
  const image = g.outHeight * g.outWidth;
  let batch = first / image;
  let outRow = (first % image) / g.outWidth;
  let outColumn = first % g.outWidth;
  for (let i = 0; i < count; i++) {
    const column = outColumn * g.strideWidth - g.padLeft;
    const whole = g.dilationWidth == 1 && column >= 0 && column + g.filterWidth <= g.inWidth;
    let row = outRow * g.strideHeight - g.padTop;
    for (let j = 0; j < g.filterHeight; j++, row += g.dilationHeight, patches += patchRow) {
      if (row >= 0 && row < g.inHeight) {
        const from = x + <usize>(batch * g.inHeight + row) * rowBytes;
        if (!whole) {
          filterRow(GATHER, g, column, from, patches);
        } else {
          const at = from + ((<usize>column * g.inChannels) << 2);
          if (GATHER) copyFloats(g.filterWidth * g.inChannels, at, patches);
          else add(g.filterWidth * g.inChannels, patches, at);
        }
      } else if (GATHER) {
        zero(g.filterWidth * g.inChannels, patches);
      }
    }
    if (++outColumn == g.outWidth) {
      outColumn = 0;
      if (++outRow == g.outHeight) {
        outRow = 0;
        batch++;
      }
    }
  }
}

/**
 * Copies the patches that the filter sees at `count` output pixels from `first` on (im2col).
 *
 * @param x [batch, inHeight, inWidth, inChannels].
 * @param patches [count, filterHeight · filterWidth · inChannels].
 */
export function gatherPatches(g: Geometry, first: i32, count: i32, x: usize, patches: usize): void {
  walk(true, g, first, count, x, patches);
}

/**
 * Adds patches back to where `gatherPatches` takes them from (col2im), pixel by pixel in order.
 *
 * @param patches [count, filterHeight · filterWidth · inChannels].
 * @param x [batch, inHeight, inWidth, inChannels], added to.
 */
export function scatterPatches(g: Geometry, first: i32, count: i32, patches: usize, x: usize): void {
  walk(false, g, first, count, x, patches);
}
