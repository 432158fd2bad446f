/**
 * Dense layers over multi-hot rows that are kept as ascending ids: compressed rows, never widened.
 *
 * Row r's ids are `ids[start[r]] … ids[start[r + 1] - 1]`, of 2 or 4 bytes. `product` and `gradient` count an id as often as it stands there.
 */

// @ts-ignore: decorator
@inline
function idAt(BYTES: i32, ids: usize, i: i32): usize {
  return BYTES == 2 ? <usize>load<u16>(ids + (i << 1)) : <usize>load<i32>(ids + (i << 2));
}

/** `VECTORS` times four columns of one row: the sum of the kernel's rows that it names. */
// @ts-ignore: decorator
@inline
function gather(BYTES: i32, VECTORS: i32, first: i32, last: i32, ids: usize, kernel: usize, row: usize, to: usize): void {
  let s0 = v128.load(to);
  let s1 = VECTORS > 1 ? v128.load(to, 16) : s0;
  let s2 = VECTORS > 2 ? v128.load(to, 32) : s0;
  let s3 = VECTORS > 3 ? v128.load(to, 48) : s0;
  for (let i = first; i < last; i++) {
    const from = kernel + idAt(BYTES, ids, i) * row;
    s0 = f32x4.add(s0, v128.load(from));
    if (VECTORS > 1) s1 = f32x4.add(s1, v128.load(from, 16));
    if (VECTORS > 2) s2 = f32x4.add(s2, v128.load(from, 32));
    if (VECTORS > 3) s3 = f32x4.add(s3, v128.load(from, 48));
  }
  v128.store(to, s0);
  if (VECTORS > 1) v128.store(to, s1, 16);
  if (VECTORS > 2) v128.store(to, s2, 32);
  if (VECTORS > 3) v128.store(to, s3, 48);
}

// @ts-ignore: decorator
@inline
function product(BYTES: i32, rows: i32, units: i32, order: usize, start: usize, ids: usize, kernel: usize, to: usize): void {
  const row = <usize>units << 2;
  for (let r = 0; r < rows; r++, to += row) {
    const at = order == 0 ? r : load<i32>(order + (r << 2));
    const first = load<i32>(start + (at << 2));
    const last = load<i32>(start + (at << 2), 4);
    let j = 0;
    for (; j + 16 <= units; j += 16) gather(BYTES, 4, first, last, ids, kernel + (j << 2), row, to + (j << 2));
    for (; j + 4 <= units; j += 4) gather(BYTES, 1, first, last, ids, kernel + (j << 2), row, to + (j << 2));
    for (; j < units; j++) {
      let sum = load<f32>(to + (j << 2));
      for (let i = first; i < last; i++) sum += load<f32>(kernel + idAt(BYTES, ids, i) * row + (j << 2));
      store<f32>(to + (j << 2), sum);
    }
  }
}

// @ts-ignore: decorator
@inline
function scatter(BYTES: i32, VECTORS: i32, first: i32, last: i32, ids: usize, from: usize, row: usize, to: usize): void {
  const d0 = v128.load(from);
  const d1 = VECTORS > 1 ? v128.load(from, 16) : d0;
  const d2 = VECTORS > 2 ? v128.load(from, 32) : d0;
  const d3 = VECTORS > 3 ? v128.load(from, 48) : d0;
  for (let i = first; i < last; i++) {
    const at = to + idAt(BYTES, ids, i) * row;
    v128.store(at, f32x4.add(v128.load(at), d0));
    if (VECTORS > 1) v128.store(at, f32x4.add(v128.load(at, 16), d1), 16);
    if (VECTORS > 2) v128.store(at, f32x4.add(v128.load(at, 32), d2), 32);
    if (VECTORS > 3) v128.store(at, f32x4.add(v128.load(at, 48), d3), 48);
  }
}

/** Adds one row's delta to the gradient's rows that its ids name. */
// @ts-ignore: decorator
@inline
function scatterRow(BYTES: i32, first: i32, last: i32, units: i32, ids: usize, delta: usize, to: usize): void {
  const row = <usize>units << 2;
  let j = 0;
  for (; j + 16 <= units; j += 16) scatter(BYTES, 4, first, last, ids, delta + (j << 2), row, to + (j << 2));
  for (; j + 4 <= units; j += 4) scatter(BYTES, 1, first, last, ids, delta + (j << 2), row, to + (j << 2));
  for (; j < units; j++) {
    const d = load<f32>(delta + (j << 2));
    for (let i = first; i < last; i++) {
      const there = to + idAt(BYTES, ids, i) * row + (j << 2);
      store<f32>(there, load<f32>(there) + d);
    }
  }
}

// @ts-ignore: decorator
@inline
function gradient(BYTES: i32, rows: i32, units: i32, order: usize, start: usize, ids: usize, delta: usize, to: usize): void {
  for (let r = 0; r < rows; r++, delta += <usize>units << 2) {
    const at = order == 0 ? r : load<i32>(order + (r << 2));
    const first = load<i32>(start + (at << 2));
    scatterRow(BYTES, first, load<i32>(start + (at << 2), 4), units, ids, delta, to);
  }
}

/**
 * `to += multiHot · kernel`: for each row the sum of the kernel's rows that its ids name.
 *
 * @param order [rows] int32: which rows; 0 for the first ones as they stand.
 * @param start [all rows + 1] int32.
 * @param ids of `bytes` (2 or 4) each, below the kernel's rows: not checked here.
 * @param kernel [vocabulary, units].
 * @param to [rows, units].
 */
export function multiHotProduct(
  rows: i32,
  units: i32,
  order: usize,
  start: usize,
  ids: usize,
  bytes: i32,
  kernel: usize,
  to: usize,
): void {
  if (bytes == 2) product(2, rows, units, order, start, ids, kernel, to);
  else product(4, rows, units, order, start, ids, kernel, to);
}

/** `to += multiHotᵀ · delta`: [vocabulary, units] from delta [rows, units]. Row after row, so the sums have one order. */
export function multiHotGradient(
  rows: i32,
  units: i32,
  order: usize,
  start: usize,
  ids: usize,
  bytes: i32,
  delta: usize,
  to: usize,
): void {
  if (bytes == 2) gradient(2, rows, units, order, start, ids, delta, to);
  else gradient(4, rows, units, order, start, ids, delta, to);
}

/** Bytes of a block of a gradient: it is filled, added to and used from the second-level cache. */
const GRADIENT_BYTES = 1048576;

/** @returns rows of the kernel whose gradient is held at a time. */
export function gradientRows(vocabulary: i32, units: i32): i32 {
  return min(vocabulary, max(1, GRADIENT_BYTES / (units << 2)));
}

/**
 * The rows `from … to - 1` of `multiHotᵀ · delta`, when asked for block after block from 0 on: each element is the same
 * sum in the same order as in the whole.
 *
 * @param vocabulary rows of the whole gradient.
 * @param cursor [rows] int32: how far each row's ids have been used. Set when `from` is 0.
 * @param gradient [to - from, units]; overwritten.
 */
export function multiHotGradientBlock(
  from: i32,
  to: i32,
  vocabulary: i32,
  rows: i32,
  units: i32,
  order: usize,
  start: usize,
  ids: usize,
  bytes: i32,
  delta: usize,
  cursor: usize,
  gradient: usize,
): void {
  const row = <usize>units << 2;
  memory.fill(gradient, 0, <usize>(to - from) * row);
  const origin = gradient - <usize>from * row;
  for (let r = 0; r < rows; r++, delta += row, cursor += 4) {
    const at = <usize>(order == 0 ? r : load<i32>(order + (r << 2))) << 2;
    const first = from == 0 ? load<i32>(start + at) : load<i32>(cursor);
    const end = load<i32>(start + at, 4);
    let last = to == vocabulary ? end : first;
    if (bytes == 2) {
      while (last < end && <i32>idAt(2, ids, last) < to) last++;
      scatterRow(2, first, last, units, ids, delta, origin);
    } else {
      while (last < end && <i32>idAt(4, ids, last) < to) last++;
      scatterRow(4, first, last, units, ids, delta, origin);
    }
    store<i32>(cursor, last);
  }
}
