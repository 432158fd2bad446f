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

/** `largest` of two rows of two columns. */
// @ts-ignore: decorator
@inline
function largestOfFour(SINGLE: bool, x: usize, rowStep: usize, columnStep: usize, y: usize): void {
  const above = f32x4.max(f32x4.splat(-f32.MAX_VALUE * 2), load4(SINGLE, x));
  const left = f32x4.max(f32x4.max(above, load4(SINGLE, x + columnStep)), load4(SINGLE, x + rowStep));
  store4(SINGLE, y, f32x4.max(left, load4(SINGLE, x + rowStep + columnStep)));
}

/** `sendBack` of two rows of two columns that no other window sees. */
// @ts-ignore: decorator
@inline
function sendBackToFour(SINGLE: bool, x: usize, dx: usize, rowStep: usize, columnStep: usize, dy: usize): void {
  const least = f32x4.splat(-f32.MAX_VALUE * 2);
  const x0 = load4(SINGLE, x);
  const x1 = load4(SINGLE, x + columnStep);
  const x2 = load4(SINGLE, x + rowStep);
  const x3 = load4(SINGLE, x + rowStep + columnStep);
  const first = f32x4.gt(x0, least);
  const best0 = v128.bitselect(x0, least, first);
  const second = f32x4.gt(x1, best0);
  const best1 = v128.bitselect(x1, best0, second);
  const third = f32x4.gt(x2, best1);
  const fourth = f32x4.gt(x3, v128.bitselect(x2, best1, third));
  const low = v128.or(third, fourth);
  const gradient = load4(SINGLE, dy);
  // Added to zero, -0 comes out as 0: as everywhere else.
  const zero = f32x4.splat(0);
  const to0 = v128.andnot(first, v128.or(second, low));
  store4(SINGLE, dx, f32x4.add(zero, v128.and(gradient, to0)));
  store4(SINGLE, dx + columnStep, f32x4.add(zero, v128.and(gradient, v128.andnot(second, low))));
  store4(SINGLE, dx + rowStep, f32x4.add(zero, v128.and(gradient, v128.andnot(third, fourth))));
  store4(SINGLE, dx + rowStep + columnStep, f32x4.add(zero, v128.and(gradient, fourth)));
}

/** Every window: forward, or where `BACK`, dy through the maxima of x into dx. */
// @ts-ignore: decorator
@inline
function walk(BACK: bool, g: Geometry, x: usize, y: usize, dx: usize): void {
  const channels = g.inChannels;
  const pixel = (<usize>channels) << 2;
  const columnStep = <usize>g.dilationWidth * pixel;
  const rowStep = <usize>(g.dilationHeight * g.inWidth) * pixel;
  const ofFour = g.filterHeight == 2 && g.filterWidth == 2;
  // No other window sees what one sees.
  const apart = ofFour && g.strideHeight > g.dilationHeight && g.strideWidth > g.dilationWidth;
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
        if (rows == 2 && columns == 2 && (apart || !BACK)) {
          let at = from;
          for (; channel + 4 <= channels; channel += 4, at += 16, y += 16) {
            if (BACK) sendBackToFour(false, x + at, dx + at, rowStep, columnStep, y);
            else largestOfFour(false, x + at, rowStep, columnStep, y);
          }
          for (; channel < channels; channel++, at += 4, y += 4) {
            if (BACK) sendBackToFour(true, x + at, dx + at, rowStep, columnStep, y);
            else largestOfFour(true, x + at, rowStep, columnStep, y);
          }
          continue;
        }
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

/** Whether windows of four that lie side by side leave no place out. */
// @ts-ignore: decorator
@inline
function writesAll(g: Geometry): bool {
  if (g.filterHeight != 2 || g.filterWidth != 2 || g.strideHeight != 2 || g.strideWidth != 2) return false;
  if (g.dilationHeight != 1 || g.dilationWidth != 1 || g.padTop != 0 || g.padLeft != 0) return false;
  return g.inHeight == 2 * g.outHeight && g.inWidth == 2 * g.outWidth;
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
  if (!writesAll(g)) memory.fill(dx, 0, (<usize>(g.batch * g.inHeight * g.inWidth) * g.inChannels) << 2);
  walk(true, g, x, dy, dx);
}
