import { copyFloats, madd } from '../memory/lanes';
import { pairBytes, poolRow, spreadRow, windowRowBytes } from '../pool/places';
import { RELU } from '../activations/activate';
import { Geometry, patchSize } from './geometry';

/**
 * Convolutions in steps of one with few input channels, as an image itself has: straight from the image, since products of such
 * narrow patches take less time than gathering them. Every output's sum begins at the bias and runs over the patch in order; a
 * derivative of the filter is summed by rows of outputs.
 */

/** Output channels at a time: two vectors. */
const GROUP = 8;
/** Bytes of a place of the filter for them. */
const PLACE: usize = 4 * GROUP;
/** Neighbouring outputs at a time. */
const ACROSS = 4;
/** With more values in the filter, gathering patches pays. */
const MOST_WEIGHTS = 900;
/** The same where neighbours share inputs. */
const MOST_WEIGHTS_SHARING = 1152;

/** @returns whether a convolution is done here. It depends on the sizes of an image and the filter, not on the batch. */
export function isDirect(g: Geometry): bool {
  if (g.strideHeight != 1 || g.strideWidth != 1 || g.dilationHeight != 1 || g.dilationWidth != 1 || g.pointwise) return false;
  if (g.inChannels > 3 || g.outChannels % 4 != 0) return false;
  if (patchSize(g) * g.outChannels > (sharesInputs(g) ? MOST_WEIGHTS_SHARING : MOST_WEIGHTS)) return false;
  // A third of a row may be computed twice.
  return g.outWidth == ACROSS || g.outWidth > ACROSS + 1;
}

/** @returns whether neighbours share the inputs that both see. */
// @ts-ignore: decorator
@inline
function sharesInputs(g: Geometry): bool {
  return g.inChannels == 1 && g.filterWidth == 3;
}

/** @returns floats in a row of the image that the filter passes over, padding included. */
// @ts-ignore: decorator
@inline
function rowFloats(g: Geometry): i32 {
  return (g.outWidth + g.filterWidth - 1) * g.inChannels;
}

/** @returns rows of it. */
// @ts-ignore: decorator
@inline
function imageRows(g: Geometry): i32 {
  return g.outHeight + g.filterHeight - 1;
}

// @ts-ignore: decorator
@inline
function isPadded(g: Geometry): bool {
  return g.padTop != 0 || g.padLeft != 0 || imageRows(g) > g.inHeight || rowFloats(g) != g.inWidth * g.inChannels;
}

/** @returns bytes of the filter as `packFilter` lays it out. */
// @ts-ignore: decorator
@inline
function filterBytes(g: Geometry): usize {
  return <usize>(((g.outChannels + GROUP - 1) / GROUP) * patchSize(g)) * PLACE;
}

/** @returns bytes of scratch: the filter, and one image with its padding. */
export function directScratch(g: Geometry): usize {
  return filterBytes(g) + (isPadded(g) ? <usize>(imageRows(g) * rowFloats(g)) << 2 : 0);
}

/** @returns where an image lies with its padding: in `scratch`, or where it is when it has none. */
function padded(g: Geometry, image: usize, scratch: usize): usize {
  if (!isPadded(g)) return image;
  const channels = g.inChannels;
  const row = <usize>rowFloats(g) << 2;
  const count = min(g.inWidth, g.outWidth + g.filterWidth - 1 - g.padLeft) * channels;
  let to = scratch;
  for (let i = 0; i < imageRows(g); i++, to += row) {
    memory.fill(to, 0, row);
    const at = i - g.padTop;
    if (at < 0 || at >= g.inHeight || count <= 0) continue;
    copyFloats(count, image + (<usize>(at * g.inWidth * channels) << 2), to + (<usize>(g.padLeft * channels) << 2));
  }
  return scratch;
}

/** `y = x ∗ filter + bias`, or the larger of that and zero. @param bias 0 for none. @param scratch `directScratch` bytes. */
export function directForward(g: Geometry, x: usize, filter: usize, bias: usize, relu: bool, y: usize, scratch: usize): void {
  const xImage = <usize>(g.inHeight * g.inWidth * g.inChannels) << 2;
  const row = <usize>rowFloats(g) << 2;
  const yRow = <usize>(g.outWidth * g.outChannels) << 2;
  packFilter(g, filter, scratch);
  for (let b = 0; b < g.batch; b++, x += xImage) {
    let from = padded(g, x, scratch + filterBytes(g));
    for (let i = 0; i < g.outHeight; i++, from += row, y += yRow) {
      if (relu) forwardRow(true, g, from, row, scratch, bias, y);
      else forwardRow(false, g, from, row, scratch, bias, y);
    }
  }
}

/** @returns bytes of scratch for both products of a convolution whose outputs are pooled. */
export function directPooledScratch(g: Geometry): usize {
  return pairBytes(g) + directScratch(g);
}

/**
 * A convolution, its bias, its activation and max pooling, two rows of outputs at a time, which stay in the cache.
 *
 * @param to, @param places see `poolWithPlaces`.
 * @param scratch `directPooledScratch` bytes.
 */
export function directForwardPooled(
  g: Geometry,
  x: usize,
  filter: usize,
  bias: usize,
  activation: i32,
  to: usize,
  places: usize,
  scratch: usize,
): void {
  const xImage = <usize>(g.inHeight * g.inWidth * g.inChannels) << 2;
  const row = <usize>rowFloats(g) << 2;
  const pair = scratch + directScratch(g);
  const second = pair + (pairBytes(g) >> 1);
  const step = windowRowBytes(g);
  const relu = activation == RELU;
  packFilter(g, filter, scratch);
  for (let b = 0; b < g.batch; b++, x += xImage) {
    let from = padded(g, x, scratch + filterBytes(g));
    for (let i = g.outHeight >> 1; i > 0; i--, from += 2 * row, to += step, places += step >> 2) {
      if (relu) {
        forwardRow(true, g, from, row, scratch, bias, pair);
        forwardRow(true, g, from + row, row, scratch, bias, second);
      } else {
        forwardRow(false, g, from, row, scratch, bias, pair);
        forwardRow(false, g, from + row, row, scratch, bias, second);
      }
      poolRow(g, activation, pair, to, places);
    }
  }
}

/** Eight output channels after the other: of each the filter's places, `PLACE` bytes apart. */
function packFilter(g: Geometry, filter: usize, to: usize): void {
  const step = <usize>g.outChannels << 2;
  for (let at: usize = 0; at < step; at += PLACE) {
    const whole = at + PLACE <= step;
    const end = to + <usize>patchSize(g) * PLACE;
    for (let from = filter + at; to != end; to += PLACE, from += step) {
      v128.store(to, v128.load(from));
      if (whole) v128.store(to, v128.load(from, 16), 16);
    }
  }
}

/** One row of outputs. */
// @ts-ignore: decorator
@inline
function forwardRow(RELU: bool, g: Geometry, x: usize, row: usize, filter: usize, bias: usize, y: usize): void {
  const group = <usize>patchSize(g) * PLACE;
  const channels = <usize>g.outChannels << 2;
  let at: usize = 0;
  for (; at + PLACE <= channels; at += PLACE, filter += group) {
    forwardGroup(2, RELU, g, x, row, filter, bias == 0 ? 0 : bias + at, y + at);
  }
  if (at < channels) forwardGroup(1, RELU, g, x, row, filter, bias == 0 ? 0 : bias + at, y + at);
}

/** One or two vectors of output channels of a row. */
// @ts-ignore: decorator
@inline
function forwardGroup(
  VECTORS: i32,
  RELU: bool,
  g: Geometry,
  x: usize,
  row: usize,
  filter: usize,
  bias: usize,
  y: usize,
): void {
  const pixel = <usize>g.inChannels << 2;
  const yPixel = <usize>g.outChannels << 2;
  const last = g.outWidth - ACROSS;
  const sharing = sharesInputs(g);
  for (let j = 0; ; j += ACROSS) {
    // The last of a row overlap those before them.
    if (j > last) j = last;
    const from = x + <usize>j * pixel;
    const to = y + <usize>j * yPixel;
    if (sharing) forwardOfThree(VECTORS, RELU, g.filterHeight, from, row, filter, bias, to, yPixel);
    else forwardPixels(VECTORS, RELU, g, from, row, pixel, filter, bias, to, yPixel);
    if (j == last) break;
  }
}

// @ts-ignore: decorator
@inline
function end(VECTORS: i32, RELU: bool, y: usize, a: v128, b: v128): void {
  const zero = f32x4.splat(0);
  v128.store(y, RELU ? f32x4.max(a, zero) : a);
  if (VECTORS > 1) v128.store(y, RELU ? f32x4.max(b, zero) : b, 16);
}

/** Four outputs side by side. */
// @ts-ignore: decorator
@inline
function forwardPixels(
  VECTORS: i32,
  RELU: bool,
  g: Geometry,
  x: usize,
  row: usize,
  pixel: usize,
  w: usize,
  bias: usize,
  y: usize,
  yPixel: usize,
): void {
  let a0 = bias == 0 ? f32x4.splat(0) : v128.load(bias);
  let b0 = VECTORS == 1 || bias == 0 ? f32x4.splat(0) : v128.load(bias, 16);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b1 = b0;
  let b2 = b0;
  let b3 = b0;
  const width = <usize>g.filterWidth * pixel;
  for (let i = g.filterHeight; i > 0; i--, x += row) {
    for (let at = x, stop = x + width; at != stop; at += 4, w += PLACE) {
      const wa = v128.load(w);
      const wb = VECTORS > 1 ? v128.load(w, 16) : wa;
      const x0 = v128.load32_splat(at);
      a0 = madd(a0, x0, wa);
      if (VECTORS > 1) b0 = madd(b0, x0, wb);
      const x1 = v128.load32_splat(at + pixel);
      a1 = madd(a1, x1, wa);
      if (VECTORS > 1) b1 = madd(b1, x1, wb);
      const x2 = v128.load32_splat(at + 2 * pixel);
      a2 = madd(a2, x2, wa);
      if (VECTORS > 1) b2 = madd(b2, x2, wb);
      const x3 = v128.load32_splat(at + 3 * pixel);
      a3 = madd(a3, x3, wa);
      if (VECTORS > 1) b3 = madd(b3, x3, wb);
    }
  }
  end(VECTORS, RELU, y, a0, b0);
  end(VECTORS, RELU, y + yPixel, a1, b1);
  end(VECTORS, RELU, y + 2 * yPixel, a2, b2);
  end(VECTORS, RELU, y + 3 * yPixel, a3, b3);
}

/** The same where rows of the filter are three values. */
// @ts-ignore: decorator
@inline
function forwardOfThree(
  VECTORS: i32,
  RELU: bool,
  rows: i32,
  x: usize,
  row: usize,
  w: usize,
  bias: usize,
  y: usize,
  yPixel: usize,
): void {
  let a0 = bias == 0 ? f32x4.splat(0) : v128.load(bias);
  let b0 = VECTORS == 1 || bias == 0 ? f32x4.splat(0) : v128.load(bias, 16);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b1 = b0;
  let b2 = b0;
  let b3 = b0;
  for (const stop = w + <usize>rows * (3 * PLACE); w != stop; w += 3 * PLACE, x += row) {
    const x0 = v128.load32_splat(x);
    const x1 = v128.load32_splat(x, 4);
    const x2 = v128.load32_splat(x, 8);
    const x3 = v128.load32_splat(x, 12);
    const w0 = v128.load(w);
    a0 = madd(a0, x0, w0);
    a1 = madd(a1, x1, w0);
    a2 = madd(a2, x2, w0);
    a3 = madd(a3, x3, w0);
    const v0 = v128.load(w, 16);
    if (VECTORS > 1) {
      b0 = madd(b0, x0, v0);
      b1 = madd(b1, x1, v0);
      b2 = madd(b2, x2, v0);
      b3 = madd(b3, x3, v0);
    }
    const x4 = v128.load32_splat(x, 16);
    const w1 = v128.load(w, 32);
    a0 = madd(a0, x1, w1);
    a1 = madd(a1, x2, w1);
    a2 = madd(a2, x3, w1);
    a3 = madd(a3, x4, w1);
    const v1 = v128.load(w, 48);
    if (VECTORS > 1) {
      b0 = madd(b0, x1, v1);
      b1 = madd(b1, x2, v1);
      b2 = madd(b2, x3, v1);
      b3 = madd(b3, x4, v1);
    }
    const x5 = v128.load32_splat(x, 20);
    const w2 = v128.load(w, 64);
    a0 = madd(a0, x2, w2);
    a1 = madd(a1, x3, w2);
    a2 = madd(a2, x4, w2);
    a3 = madd(a3, x5, w2);
    const v2 = v128.load(w, 80);
    if (VECTORS > 1) {
      b0 = madd(b0, x2, v2);
      b1 = madd(b1, x3, v2);
      b2 = madd(b2, x4, v2);
      b3 = madd(b3, x5, v2);
    }
  }
  end(VECTORS, RELU, y, a0, b0);
  end(VECTORS, RELU, y + yPixel, a1, b1);
  end(VECTORS, RELU, y + 2 * yPixel, a2, b2);
  end(VECTORS, RELU, y + 3 * yPixel, a3, b3);
}

/** The filter's gradient. @param dFilter overwritten. @param scratch `directScratch` bytes. */
export function directFilterGradient(g: Geometry, x: usize, dy: usize, dFilter: usize, scratch: usize): void {
  memory.fill(dFilter, 0, <usize>(patchSize(g) * g.outChannels) << 2);
  const xImage = <usize>(g.inHeight * g.inWidth * g.inChannels) << 2;
  const row = <usize>rowFloats(g) << 2;
  const yRow = <usize>(g.outWidth * g.outChannels) << 2;
  for (let b = 0; b < g.batch; b++, x += xImage) {
    let from = padded(g, x, scratch);
    for (let i = 0; i < g.outHeight; i++, from += row, dy += yRow) addRow(g, from, row, dy, dFilter);
  }
}

/**
 * The filter's gradient behind max pooling: `directFilterGradient` of what `spreadToPlaces` would give.
 *
 * @param scratch `directPooledScratch` bytes.
 */
export function directFilterGradientPooled(
  g: Geometry,
  x: usize,
  dy: usize,
  places: usize,
  dFilter: usize,
  scratch: usize,
): void {
  memory.fill(dFilter, 0, <usize>(patchSize(g) * g.outChannels) << 2);
  const xImage = <usize>(g.inHeight * g.inWidth * g.inChannels) << 2;
  const row = <usize>rowFloats(g) << 2;
  const pair = scratch + directScratch(g);
  const second = pair + (pairBytes(g) >> 1);
  const step = windowRowBytes(g);
  for (let b = 0; b < g.batch; b++, x += xImage) {
    let from = padded(g, x, scratch);
    for (let i = g.outHeight >> 1; i > 0; i--, from += 2 * row, dy += step, places += step >> 2) {
      spreadRow(g, dy, places, pair);
      addRow(g, from, row, pair, dFilter);
      addRow(g, from + row, row, second, dFilter);
    }
  }
}

/** What one row of outputs adds to the filter's gradient. */
function addRow(g: Geometry, x: usize, row: usize, dy: usize, dFilter: usize): void {
  const pixel = <usize>g.inChannels << 2;
  const yPixel = <usize>g.outChannels << 2;
  const stop = dy + <usize>g.outWidth * yPixel;
  const width = g.filterWidth * g.inChannels;
  for (let i = 0; i < g.filterHeight; i++, x += row) {
    for (let j = 0; j < width; j += 3) {
      const places = min(3, width - j);
      const from = x + (<usize>j << 2);
      const to = dFilter + <usize>(i * width + j) * yPixel;
      let at: usize = 0;
      for (; at + 32 <= yPixel; at += 32) {
        if (places == 3) addPlaces(3, 2, from, pixel, dy + at, stop + at, yPixel, to + at);
        else if (places == 2) addPlaces(2, 2, from, pixel, dy + at, stop + at, yPixel, to + at);
        else addPlaces(1, 2, from, pixel, dy + at, stop + at, yPixel, to + at);
      }
      if (at < yPixel) {
        if (places == 3) addPlaces(3, 1, from, pixel, dy + at, stop + at, yPixel, to + at);
        else if (places == 2) addPlaces(2, 1, from, pixel, dy + at, stop + at, yPixel, to + at);
        else addPlaces(1, 1, from, pixel, dy + at, stop + at, yPixel, to + at);
      }
    }
  }
}

/** One to three places (`PLACES`) side by side in a row of the filter, for one or two vectors of output channels. */
// @ts-ignore: decorator
@inline
function addPlaces(
  PLACES: i32,
  VECTORS: i32,
  x: usize,
  pixel: usize,
  dy: usize,
  stop: usize,
  yPixel: usize,
  to: usize,
): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  for (; dy != stop; dy += yPixel, x += pixel) {
    const da = v128.load(dy);
    const db = VECTORS > 1 ? v128.load(dy, 16) : da;
    const x0 = v128.load32_splat(x);
    a0 = madd(a0, x0, da);
    if (VECTORS > 1) b0 = madd(b0, x0, db);
    if (PLACES > 1) {
      const x1 = v128.load32_splat(x, 4);
      a1 = madd(a1, x1, da);
      if (VECTORS > 1) b1 = madd(b1, x1, db);
    }
    if (PLACES > 2) {
      const x2 = v128.load32_splat(x, 8);
      a2 = madd(a2, x2, da);
      if (VECTORS > 1) b2 = madd(b2, x2, db);
    }
  }
  add(VECTORS, to, a0, b0);
  if (PLACES > 1) add(VECTORS, to + yPixel, a1, b1);
  if (PLACES > 2) add(VECTORS, to + 2 * yPixel, a2, b2);
}

// @ts-ignore: decorator
@inline
function add(VECTORS: i32, to: usize, a: v128, b: v128): void {
  v128.store(to, f32x4.add(v128.load(to), a));
  if (VECTORS > 1) v128.store(to, f32x4.add(v128.load(to, 16), b), 16);
}
