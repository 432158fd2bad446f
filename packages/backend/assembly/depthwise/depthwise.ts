import { activate } from '../activations/activate';
import { Geometry } from '../conv/geometry';
import { endInside, firstInside } from '../conv/inside';
import { fillRows } from '../dense/product';
import { load4, store4 } from '../memory/lanes';
import { foldChannels, spreadChannels } from './channels';

/** What is added to along one row of the output at one place of the filter. */
const OUTPUT = 0;
const FILTER = 1;
const INPUT = 2;

/** `to += from · weight` at `count` pixels, in four channels or in one. */
// @ts-ignore: decorator
@inline
function addScaled(SINGLE: bool, count: i32, to: usize, toStep: usize, from: usize, fromStep: usize, at: usize): void {
  const weight = load4(SINGLE, at);
  for (let i = 0; i < count; i++, to += toStep, from += fromStep) {
    store4(SINGLE, to, f32x4.add(load4(SINGLE, to), f32x4.mul(load4(SINGLE, from), weight)));
  }
}

/** `weight += Σ x · y` over `count` pixels, in four channels or in one. */
// @ts-ignore: decorator
@inline
function addProducts(SINGLE: bool, count: i32, x: usize, xStep: usize, y: usize, yStep: usize, weight: usize): void {
  let sum = f32x4.splat(0);
  for (let i = 0; i < count; i++, x += xStep, y += yStep) {
    sum = f32x4.add(sum, f32x4.mul(load4(SINGLE, x), load4(SINGLE, y)));
  }
  store4(SINGLE, weight, f32x4.add(load4(SINGLE, weight), sum));
}

// @ts-ignore: decorator
@inline
function along(
  TO: i32,
  SINGLE: bool,
  count: i32,
  x: usize,
  xStep: usize,
  y: usize,
  yStep: usize,
  weight: usize,
): void {
  if (TO == OUTPUT) addScaled(SINGLE, count, y, yStep, x, xStep, weight);
  else if (TO == INPUT) addScaled(SINGLE, count, x, xStep, y, yStep, weight);
  else addProducts(SINGLE, count, x, xStep, y, yStep, weight);
}

/** One image, as many channels in as out: one of `y`, `weights` and `x` is added to, by the other two. */
// @ts-ignore: decorator
@inline
function walk(TO: i32, g: Geometry, x: usize, y: usize, weights: usize): void {
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
        let yAt = y + <usize>(outRow * g.outWidth + first) * pixel;
        let weight = weights + <usize>(i * g.filterWidth + j) * pixel;
        let left = channels;
        for (; left >= 4; left -= 4, xAt += 16, yAt += 16, weight += 16) {
          along(TO, false, count, xAt, xStep, yAt, pixel, weight);
        }
        for (; left > 0; left--, xAt += 4, yAt += 4, weight += 4) {
          along(TO, true, count, xAt, xStep, yAt, pixel, weight);
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function imageBytes(g: Geometry): usize {
  return (<usize>(g.inHeight * g.inWidth) * g.inChannels) << 2;
}

// @ts-ignore: decorator
@inline
function outputBytes(g: Geometry): usize {
  return (<usize>(g.outHeight * g.outWidth) * g.outChannels) << 2;
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
  const pixels = g.outHeight * g.outWidth;
  for (let batch = 0; batch < g.batch; batch++, x += imageBytes(g), y += outputBytes(g)) {
    if (times > 1) spreadChannels(g.inHeight * g.inWidth, g.inChannels, times, x, scratch);
    fillRows(pixels, g.outChannels, bias, y);
    walk(OUTPUT, g, times > 1 ? scratch : x, y, filter);
    activate(activation, slope, pixels * g.outChannels, y);
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
  memory.fill(dFilter, 0, (<usize>(g.filterHeight * g.filterWidth) * g.outChannels) << 2);
  for (let batch = 0; batch < g.batch; batch++, x += imageBytes(g), dy += outputBytes(g)) {
    if (times > 1) spreadChannels(g.inHeight * g.inWidth, g.inChannels, times, x, scratch);
    walk(FILTER, g, times > 1 ? scratch : x, dy, dFilter);
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
  for (let batch = 0; batch < g.batch; batch++, dx += imageBytes(g), dy += outputBytes(g)) {
    const to = times > 1 ? scratch : dx;
    memory.fill(to, 0, imageBytes(g) * times);
    walk(INPUT, g, to, dy, filter);
    if (times > 1) foldChannels(g.inHeight * g.inWidth, g.inChannels, times, scratch, dx);
  }
}
