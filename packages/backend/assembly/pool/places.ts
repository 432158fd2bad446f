import { RELU } from '../activations/activate';
import { Geometry, outPixels } from '../conv/geometry';
import { load4, store4 } from '../memory/lanes';

/**
 * Max pooling of two by two outputs of a convolution that lie side by side, which keeps the place of each maximum in a byte: the way
 * back then needs neither the outputs nor what their activation gave. `g` is the convolution's; what its outputs have beyond whole
 * windows is left out.
 */

/** The place of a window that passes no derivative on: of relu, because nothing in it is above zero. */
const NONE = 4;
/** Rows summed by themselves before they join the total: errors grow with this and with the number of blocks. */
const BLOCK = 256;

/** @returns windows in a row. */
// @ts-ignore: decorator
@inline
function windowsAcross(g: Geometry): i32 {
  return g.outWidth >> 1;
}

/** @returns windows of all images. */
// @ts-ignore: decorator
@inline
function windows(g: Geometry): i32 {
  return g.batch * (g.outHeight >> 1) * windowsAcross(g);
}

/** @returns bytes of two rows of outputs. */
// @ts-ignore: decorator
@inline
export function pairBytes(g: Geometry): usize {
  return <usize>(2 * g.outWidth * g.outChannels) << 2;
}

/** @returns bytes of a row of windows. */
// @ts-ignore: decorator
@inline
export function windowRowBytes(g: Geometry): usize {
  return <usize>(windowsAcross(g) * g.outChannels) << 2;
}

// @ts-ignore: decorator
@inline
function load4Places(SINGLE: bool, at: usize): v128 {
  if (SINGLE) return i32x4.splat(load<u8>(at));
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
}

// @ts-ignore: decorator
@inline
function store4Places(SINGLE: bool, at: usize, places: v128): void {
  if (SINGLE) {
    store<u8>(at, <u8>i32x4.extract_lane(places, 0));
    return;
  }
  const shorts = i16x8.narrow_i32x4_s(places, places);
  v128.store32_lane(at, i8x16.narrow_i16x8_u(shorts, shorts), 0);
}

/** The maximum of one window in four channels, and its place: of equal values, the first above `least`. */
// @ts-ignore: decorator
@inline
function largest(SINGLE: bool, least: v128, y: usize, rowStep: usize, pixel: usize, to: usize, place: usize): void {
  const y0 = load4(SINGLE, y);
  const y1 = load4(SINGLE, y + pixel);
  const y2 = load4(SINGLE, y + rowStep);
  const y3 = load4(SINGLE, y + rowStep + pixel);
  store4(SINGLE, to, f32x4.max(f32x4.max(f32x4.max(y0, y1), y2), y3));
  const first = f32x4.gt(y0, least);
  let best = v128.bitselect(y0, least, first);
  let at = v128.bitselect(i32x4.splat(0), i32x4.splat(NONE), first);
  const second = f32x4.gt(y1, best);
  best = v128.bitselect(y1, best, second);
  at = v128.bitselect(i32x4.splat(1), at, second);
  const third = f32x4.gt(y2, best);
  best = v128.bitselect(y2, best, third);
  at = v128.bitselect(i32x4.splat(2), at, third);
  store4Places(SINGLE, place, v128.bitselect(i32x4.splat(3), at, f32x4.gt(y3, best)));
}

/** One row of windows. @param y two rows of outputs. @param to `windowRowBytes` bytes. @param places a quarter as many. */
export function poolRow(g: Geometry, activation: i32, y: usize, to: usize, places: usize): void {
  const channels = g.outChannels;
  const pixel = <usize>channels << 2;
  const rowStep = <usize>g.outWidth * pixel;
  const least = activation == RELU ? f32x4.splat(0) : f32x4.splat(-f32.MAX_VALUE * 2);
  for (let j = windowsAcross(g); j > 0; j--, y += pixel) {
    let left = channels;
    for (; left >= 4; left -= 4, y += 16, to += 16, places += 4) largest(false, least, y, rowStep, pixel, to, places);
    for (; left > 0; left--, y += 4, to += 4, places++) largest(true, least, y, rowStep, pixel, to, places);
  }
}

/**
 * The maxima of windows and their places.
 *
 * @param geometry the convolution's.
 * @param activation that y has been through.
 * @param y [batch, outHeight, outWidth, outChannels].
 * @param to [batch, ⌊outHeight / 2⌋, ⌊outWidth / 2⌋, outChannels].
 * @param places as many bytes.
 */
export function poolWithPlaces(geometry: usize, activation: i32, y: usize, to: usize, places: usize): void {
  const g = changetype<Geometry>(geometry);
  const row = windowRowBytes(g);
  const image = <usize>(g.outHeight * g.outWidth * g.outChannels) << 2;
  for (let b = 0; b < g.batch; b++, y += image) {
    let from = y;
    for (let i = g.outHeight >> 1; i > 0; i--, from += pairBytes(g), to += row, places += row >> 2) {
      poolRow(g, activation, from, to, places);
    }
  }
}

// @ts-ignore: decorator
@inline
function sendBack(SINGLE: bool, dy: usize, place: usize, to: usize, rowStep: usize, pixel: usize): void {
  const gradient = load4(SINGLE, dy);
  const at = load4Places(SINGLE, place);
  store4(SINGLE, to, v128.and(gradient, i32x4.eq(at, i32x4.splat(0))));
  store4(SINGLE, to + pixel, v128.and(gradient, i32x4.eq(at, i32x4.splat(1))));
  store4(SINGLE, to + rowStep, v128.and(gradient, i32x4.eq(at, i32x4.splat(2))));
  store4(SINGLE, to + rowStep + pixel, v128.and(gradient, i32x4.eq(at, i32x4.splat(3))));
}

/** One row of windows back: derivatives of two rows of outputs before their activation. @param to `pairBytes` bytes. */
export function spreadRow(g: Geometry, dy: usize, places: usize, to: usize): void {
  const channels = g.outChannels;
  const pixel = <usize>channels << 2;
  const rowStep = <usize>g.outWidth * pixel;
  for (let j = windowsAcross(g); j > 0; j--, to += pixel) {
    let left = channels;
    for (; left >= 4; left -= 4, dy += 16, places += 4, to += 16) sendBack(false, dy, places, to, rowStep, pixel);
    for (; left > 0; left--, dy += 4, places++, to += 4) sendBack(true, dy, places, to, rowStep, pixel);
  }
  if ((g.outWidth & 1) == 0) return;
  memory.fill(to, 0, pixel);
  memory.fill(to + rowStep, 0, pixel);
}

/**
 * The convolution's derivatives before its activation.
 *
 * @param dy as `to` of `poolWithPlaces`, which gave `places`.
 * @param to [batch, outHeight, outWidth, outChannels].
 */
export function spreadToPlaces(geometry: usize, dy: usize, places: usize, to: usize): void {
  const g = changetype<Geometry>(geometry);
  const row = windowRowBytes(g);
  for (let b = 0; b < g.batch; b++) {
    for (let i = g.outHeight >> 1; i > 0; i--, dy += row, places += row >> 2, to += pairBytes(g)) {
      spreadRow(g, dy, places, to);
    }
    if ((g.outHeight & 1) == 0) continue;
    memory.fill(to, 0, pairBytes(g) >> 1);
    to += pairBytes(g) >> 1;
  }
}

/** The bias's derivative: sums of what `spreadToPlaces` passes on, in blocks of windows. @param to [outChannels]. */
export function sumOfPlaces(geometry: usize, dy: usize, places: usize, to: usize): void {
  const g = changetype<Geometry>(geometry);
  const channels = g.outChannels;
  const all = windows(g);
  memory.fill(to, 0, <usize>channels << 2);
  for (let i = 0; i < all; i += BLOCK) {
    const count = min(BLOCK, all - i);
    const first = i * channels;
    let j = 0;
    for (; j + 4 <= channels; j += 4) addBlock(false, count, channels, first + j, dy, places, to + (j << 2));
    for (; j < channels; j++) addBlock(true, count, channels, first + j, dy, places, to + (j << 2));
  }
}

// @ts-ignore: decorator
@inline
function addBlock(SINGLE: bool, count: i32, channels: i32, first: i32, dy: usize, places: usize, to: usize): void {
  let sum = f32x4.splat(0);
  for (let i = 0, at = <usize>first; i < count; i++, at += channels) {
    const passes = i32x4.ne(load4Places(SINGLE, places + at), i32x4.splat(NONE));
    sum = f32x4.add(sum, v128.and(load4(SINGLE, dy + (at << 2)), passes));
  }
  store4(SINGLE, to, f32x4.add(load4(SINGLE, to), sum));
}
