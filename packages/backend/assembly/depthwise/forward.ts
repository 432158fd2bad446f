import { activate } from '../activations/activate';
import { Geometry } from '../conv/geometry';
import { endInside, firstInside } from '../conv/inside';
import { load4, store4 } from '../memory/lanes';
import { spreadChannels } from './channels';

/** One output in four channels, or in one where `SINGLE`. */
// @ts-ignore: decorator
@inline
function output(
  SINGLE: bool,
  rows: i32,
  columns: i32,
  x: usize,
  rowStep: usize,
  columnStep: usize,
  filter: usize,
  filterRowStep: usize,
  filterColumnStep: usize,
  bias: usize,
  y: usize,
): void {
  let sum = bias == 0 ? f32x4.splat(0) : load4(SINGLE, bias);
  for (let i = 0; i < rows; i++, x += rowStep, filter += filterRowStep) {
    for (let j = 0, at = x, weight = filter; j < columns; j++, at += columnStep, weight += filterColumnStep) {
      sum = f32x4.add(sum, f32x4.mul(load4(SINGLE, at), load4(SINGLE, weight)));
    }
  }
  store4(SINGLE, y, sum);
}

/** One image, as many channels in as out. */
function convolve(g: Geometry, x: usize, filter: usize, bias: usize, y: usize): void {
  const channels = g.outChannels;
  const pixel = (<usize>channels) << 2;
  const filterRow = <usize>g.filterWidth * pixel;
  const columnStep = <usize>g.dilationWidth * pixel;
  const rowStep = <usize>(g.dilationHeight * g.inWidth) * pixel;
  for (let outRow = 0; outRow < g.outHeight; outRow++) {
    const row = outRow * g.strideHeight - g.padTop;
    const firstRow = firstInside(row, g.dilationHeight);
    const rows = endInside(row, g.dilationHeight, g.filterHeight, g.inHeight) - firstRow;
    for (let outColumn = 0; outColumn < g.outWidth; outColumn++) {
      const column = outColumn * g.strideWidth - g.padLeft;
      const firstColumn = firstInside(column, g.dilationWidth);
      const columns = endInside(column, g.dilationWidth, g.filterWidth, g.inWidth) - firstColumn;
      const inRow = row + firstRow * g.dilationHeight;
      let at = x + <usize>(inRow * g.inWidth + column + firstColumn * g.dilationWidth) * pixel;
      let weight = filter + <usize>firstRow * filterRow + <usize>firstColumn * pixel;
      let from = bias;
      // Without a bias there is none to step along.
      const step: usize = bias == 0 ? 0 : 4;
      let left = channels;
      for (; left >= 4; left -= 4, at += 16, weight += 16, from += 4 * step, y += 16) {
        output(false, rows, columns, at, rowStep, columnStep, weight, filterRow, pixel, from, y);
      }
      for (; left > 0; left--, at += 4, weight += 4, from += step, y += 4) {
        output(true, rows, columns, at, rowStep, columnStep, weight, filterRow, pixel, from, y);
      }
    }
  }
}

/**
 * A depthwise convolution: `y = activation(x ∗ filter + bias)`, each channel by itself.
 *
 * @param x [batch, inHeight, inWidth, inChannels].
 * @param filter [filterHeight, filterWidth, inChannels, multiplier].
 * @param bias [inChannels · multiplier], or 0 for none.
 * @param y [batch, outHeight, outWidth, inChannels · multiplier].
 * @param scratch `depthwiseScratch` bytes.
 */
export function depthwise(
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
  const times = g.outChannels / g.inChannels;
  const pixels = g.inHeight * g.inWidth;
  const image = (<usize>pixels * g.inChannels) << 2;
  const outputs = g.outHeight * g.outWidth * g.outChannels;
  for (let batch = 0; batch < g.batch; batch++, x += image, y += (<usize>outputs) << 2) {
    if (times > 1) spreadChannels(pixels, g.inChannels, times, x, scratch);
    convolve(g, times > 1 ? scratch : x, filter, bias, y);
    activate(activation, slope, outputs, y);
  }
}
