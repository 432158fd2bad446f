import { Geometry } from '../conv/geometry';
import { endInside, firstInside } from '../conv/inside';
import { load4, store4 } from '../memory/lanes';

/**
 * The maximum of one window in four channels, or in one where `SINGLE`.
 *
 * @param x value of the first place inside; `rowStep` and `columnStep` bytes to the next.
 */
// @ts-ignore: decorator
@inline
function largest(SINGLE: bool, rows: i32, columns: i32, x: usize, rowStep: usize, columnStep: usize, y: usize): void {
  let best = f32x4.splat(-f32.MAX_VALUE * 2);
  for (let i = 0; i < rows; i++, x += rowStep) {
    for (let j = 0, at = x; j < columns; j++, at += columnStep) best = f32x4.max(best, load4(SINGLE, at));
  }
  store4(SINGLE, y, best);
}

/** Adds dy to where the maximum of one window came from: of equal values, the first. */
// @ts-ignore: decorator
@inline
function sendBack(
  SINGLE: bool,
  rows: i32,
  columns: i32,
  x: usize,
  dx: usize,
  rowStep: usize,
  columnStep: usize,
  dy: usize,
): void {
  let best = f32x4.splat(-f32.MAX_VALUE * 2);
  let place = i32x4.splat(-1);
  for (let i = 0, row = x; i < rows; i++, row += rowStep) {
    for (let j = 0, at = row; j < columns; j++, at += columnStep) {
      const value = load4(SINGLE, at);
      const larger = f32x4.gt(value, best);
      best = v128.bitselect(value, best, larger);
      place = v128.bitselect(i32x4.splat(i * columns + j), place, larger);
    }
  }
  const gradient = load4(SINGLE, dy);
  for (let i = 0, row = dx; i < rows; i++, row += rowStep) {
    for (let j = 0, at = row; j < columns; j++, at += columnStep) {
      const here = v128.and(gradient, i32x4.eq(place, i32x4.splat(i * columns + j)));
      store4(SINGLE, at, f32x4.add(load4(SINGLE, at), here));
    }
  }
}

/** Every window: forward, or where `BACK`, dy through the maxima of x into dx. */
// @ts-ignore: decorator
@inline
function walk(BACK: bool, g: Geometry, x: usize, y: usize, dx: usize): void {
  const channels = g.inChannels;
  const pixel = (<usize>channels) << 2;
  const columnStep = <usize>g.dilationWidth * pixel;
  const rowStep = <usize>(g.dilationHeight * g.inWidth) * pixel;
  for (let batch = 0; batch < g.batch; batch++) {
    for (let outRow = 0; outRow < g.outHeight; outRow++) {
      const row = outRow * g.strideHeight - g.padTop;
      const firstRow = firstInside(row, g.dilationHeight);
      const rows = endInside(row, g.dilationHeight, g.filterHeight, g.inHeight) - firstRow;
      for (let outColumn = 0; outColumn < g.outWidth; outColumn++) {
        const column = outColumn * g.strideWidth - g.padLeft;
        const firstColumn = firstInside(column, g.dilationWidth);
        const columns = endInside(column, g.dilationWidth, g.filterWidth, g.inWidth) - firstColumn;
        const inRow = batch * g.inHeight + row + firstRow * g.dilationHeight;
        const from = <usize>(inRow * g.inWidth + column + firstColumn * g.dilationWidth) * pixel;
        let channel = 0;
        for (let at = from; channel + 4 <= channels; channel += 4, at += 16, y += 16) {
          if (BACK) sendBack(false, rows, columns, x + at, dx + at, rowStep, columnStep, y);
          else largest(false, rows, columns, x + at, rowStep, columnStep, y);
        }
        for (let at = from + (channel << 2); channel < channels; channel++, at += 4, y += 4) {
          if (BACK) sendBack(true, rows, columns, x + at, dx + at, rowStep, columnStep, y);
          else largest(true, rows, columns, x + at, rowStep, columnStep, y);
        }
      }
    }
  }
}

/**
 * The maxima of windows; NaN where a window holds one, and -∞ where it lies in the padding altogether.
 *
 * @param x [batch, inHeight, inWidth, channels].
 * @param y [batch, outHeight, outWidth, channels].
 */
export function maxPool(geometry: usize, x: usize, y: usize): void {
  walk(false, changetype<Geometry>(geometry), x, y, 0);
}

/**
 * The gradient of `maxPool`: each dy goes to the first of its window's largest values.
 *
 * @param x [batch, inHeight, inWidth, channels].
 * @param dy [batch, outHeight, outWidth, channels].
 * @param dx as x; overwritten.
 */
export function maxPoolGradient(geometry: usize, x: usize, dy: usize, dx: usize): void {
  const g = changetype<Geometry>(geometry);
  memory.fill(dx, 0, (<usize>(g.batch * g.inHeight * g.inWidth) * g.inChannels) << 2);
  walk(true, g, x, dy, dx);
}
