import { Geometry } from '../conv/geometry';
import { endInside, firstInside } from '../conv/inside';
import { load4, store4 } from '../memory/lanes';
import { foldChannels, spreadChannels } from './channels';

/** One place of the filter along one row of the output, four channels: adds Σ x · dy to its weights. */
// @ts-ignore: decorator
@inline
function gather(SINGLE: bool, count: i32, x: usize, xStep: usize, dy: usize, dyStep: usize, weight: usize): void {
  let sum = f32x4.splat(0);
  for (let i = 0; i < count; i++, x += xStep, dy += dyStep) {
    sum = f32x4.add(sum, f32x4.mul(load4(SINGLE, x), load4(SINGLE, dy)));
  }
  store4(SINGLE, weight, f32x4.add(load4(SINGLE, weight), sum));
}

/** The same place and row backwards: adds dy · weight to x. */
// @ts-ignore: decorator
@inline
function scatter(SINGLE: bool, count: i32, x: usize, xStep: usize, dy: usize, dyStep: usize, weight: usize): void {
  const factor = load4(SINGLE, weight);
  for (let i = 0; i < count; i++, x += xStep, dy += dyStep) {
    store4(SINGLE, x, f32x4.add(load4(SINGLE, x), f32x4.mul(load4(SINGLE, dy), factor)));
  }
}

/** One image, as many channels in as out. */
// @ts-ignore: decorator
@inline
function walk(GATHER: bool, g: Geometry, x: usize, dy: usize, weights: usize): void {
  const channels = g.outChannels;
  const pixel = (<usize>channels) << 2;
  const xStep = <usize>g.strideWidth * pixel;
  for (let outRow = 0; outRow < g.outHeight; outRow++) {
    for (let i = 0; i < g.filterHeight; i++) {
      const row = outRow * g.strideHeight + i * g.dilationHeight - g.padTop;
      if (row < 0 || row >= g.inHeight) continue;
      for (let j = 0; j < g.filterWidth; j++) {
        const column = j * g.dilationWidth - g.padLeft;
        const first = firstInside(column, g.strideWidth);
        const count = endInside(column, g.strideWidth, g.outWidth, g.inWidth) - first;
        let xAt = x + <usize>(row * g.inWidth + column + first * g.strideWidth) * pixel;
        let dyAt = dy + <usize>(outRow * g.outWidth + first) * pixel;
        let weight = weights + <usize>(i * g.filterWidth + j) * pixel;
        let left = channels;
        for (; left >= 4; left -= 4, xAt += 16, dyAt += 16, weight += 16) {
          if (GATHER) gather(false, count, xAt, xStep, dyAt, pixel, weight);
          else scatter(false, count, xAt, xStep, dyAt, pixel, weight);
        }
        for (; left > 0; left--, xAt += 4, dyAt += 4, weight += 4) {
          if (GATHER) gather(true, count, xAt, xStep, dyAt, pixel, weight);
          else scatter(true, count, xAt, xStep, dyAt, pixel, weight);
        }
      }
    }
  }
}

/**
 * The gradient of a depthwise convolution's filter.
 *
 * @param x [batch, inHeight, inWidth, inChannels].
 * @param dy [batch, outHeight, outWidth, inChannels · multiplier].
 * @param dFilter [filterHeight, filterWidth, inChannels, multiplier]; overwritten.
 * @param scratch `depthwiseScratch` bytes.
 */
export function depthwiseFilterGradient(geometry: usize, x: usize, dy: usize, dFilter: usize, scratch: usize): void {
  const g = changetype<Geometry>(geometry);
  const times = g.outChannels / g.inChannels;
  const pixels = g.inHeight * g.inWidth;
  const image = (<usize>pixels * g.inChannels) << 2;
  const gradient = (<usize>(g.outHeight * g.outWidth) * g.outChannels) << 2;
  memory.fill(dFilter, 0, (<usize>(g.filterHeight * g.filterWidth) * g.outChannels) << 2);
  for (let batch = 0; batch < g.batch; batch++, x += image, dy += gradient) {
    if (times > 1) spreadChannels(pixels, g.inChannels, times, x, scratch);
    walk(true, g, times > 1 ? scratch : x, dy, dFilter);
  }
}

/**
 * The gradient of a depthwise convolution's input.
 *
 * @param dy [batch, outHeight, outWidth, inChannels · multiplier].
 * @param filter [filterHeight, filterWidth, inChannels, multiplier].
 * @param dx [batch, inHeight, inWidth, inChannels]; overwritten.
 * @param scratch `depthwiseScratch` bytes.
 */
export function depthwiseInputGradient(geometry: usize, dy: usize, filter: usize, dx: usize, scratch: usize): void {
  const g = changetype<Geometry>(geometry);
  const times = g.outChannels / g.inChannels;
  const pixels = g.inHeight * g.inWidth;
  const image = (<usize>pixels * g.inChannels) << 2;
  const gradient = (<usize>(g.outHeight * g.outWidth) * g.outChannels) << 2;
  for (let batch = 0; batch < g.batch; batch++, dx += image, dy += gradient) {
    const to = times > 1 ? scratch : dx;
    memory.fill(to, 0, image * times);
    walk(false, g, to, dy, filter);
    if (times > 1) foldChannels(pixels, g.inChannels, times, scratch, dx);
  }
}
