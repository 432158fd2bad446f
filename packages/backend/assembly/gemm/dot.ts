import { madd } from '../memory/lanes';

/**
 * Products with one column, where a tile would multiply mostly zeros: each sum runs along four interleaved
 * strands of the depth, added up at the end.
 */

/** From so much depth on, loops of sixteen steps cost less than those of four. */
const LONG_DEPTH = 48;

/** @returns the strands of a sum added up in pairs. */
// @ts-ignore: decorator
@inline
export function acrossOne(sum: v128): f32 {
  return (
    f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 2) + (f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 3))
  );
}

/** `acrossOne` of four sums at once. */
// @ts-ignore: decorator
@inline
export function acrossFour(s0: v128, s1: v128, s2: v128, s3: v128): v128 {
  const low01 = v128.shuffle<i32>(s0, s1, 0, 4, 1, 5);
  const low23 = v128.shuffle<i32>(s2, s3, 0, 4, 1, 5);
  const high01 = v128.shuffle<i32>(s0, s1, 2, 6, 3, 7);
  const high23 = v128.shuffle<i32>(s2, s3, 2, 6, 3, 7);
  const even = f32x4.add(v128.shuffle<i64>(low01, low23, 0, 2), v128.shuffle<i64>(high01, high23, 0, 2));
  const odd = f32x4.add(v128.shuffle<i64>(low01, low23, 1, 3), v128.shuffle<i64>(high01, high23, 1, 3));
  return f32x4.add(even, odd);
}

/** What the vectors left over of a row's depth. */
// @ts-ignore: decorator
@inline
function rest(a: usize, b: usize, from: i32, depth: i32): f32 {
  let sum: f32 = 0;
  for (let k = from; k < depth; k++) sum += load<f32>(a + (k << 2)) * load<f32>(b + (k << 2));
  return sum;
}

// @ts-ignore: decorator
@inline
function lanes(a: f32, b: f32, c: f32, d: f32): v128 {
  return f32x4.replace_lane(f32x4.replace_lane(f32x4.replace_lane(f32x4.splat(a), 1, b), 2, c), 3, d);
}

// @ts-ignore: decorator
@inline
function add(c: usize, value: f32): void {
  store<f32>(c, load<f32>(c) + value);
}

/** Four rows at a time, sixteen steps of the depth at a time. @returns how many rows are done. */
function foursOfLong(
  rows: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  b: usize,
  c: usize,
  cRow: usize,
): i32 {
  const whole = depth & ~3;
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    const a1 = a + aRow;
    const a2 = a1 + aRow;
    const a3 = a2 + aRow;
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let k = 0;
      for (; k + 16 <= depth; k += 16) {
        const at = <usize>k << 2;
        const x0 = v128.load(b + at);
        s0 = madd(s0, v128.load(a + at), x0);
        s1 = madd(s1, v128.load(a1 + at), x0);
        s2 = madd(s2, v128.load(a2 + at), x0);
        s3 = madd(s3, v128.load(a3 + at), x0);
        const x1 = v128.load(b + at, 16);
        s0 = madd(s0, v128.load(a + at, 16), x1);
        s1 = madd(s1, v128.load(a1 + at, 16), x1);
        s2 = madd(s2, v128.load(a2 + at, 16), x1);
        s3 = madd(s3, v128.load(a3 + at, 16), x1);
        const x2 = v128.load(b + at, 32);
        s0 = madd(s0, v128.load(a + at, 32), x2);
        s1 = madd(s1, v128.load(a1 + at, 32), x2);
        s2 = madd(s2, v128.load(a2 + at, 32), x2);
        s3 = madd(s3, v128.load(a3 + at, 32), x2);
        const x3 = v128.load(b + at, 48);
        s0 = madd(s0, v128.load(a + at, 48), x3);
        s1 = madd(s1, v128.load(a1 + at, 48), x3);
        s2 = madd(s2, v128.load(a2 + at, 48), x3);
        s3 = madd(s3, v128.load(a3 + at, 48), x3);
      }
    for (; k < whole; k += 4) {
      const at = <usize>k << 2;
      const x = v128.load(b + at);
      s0 = madd(s0, v128.load(a + at), x);
      s1 = madd(s1, v128.load(a1 + at), x);
      s2 = madd(s2, v128.load(a2 + at), x);
      s3 = madd(s3, v128.load(a3 + at), x);
    }
    let total = acrossFour(s0, s1, s2, s3);
    if (whole < depth) {
      const rests = lanes(
        rest(a, b, whole, depth),
        rest(a1, b, whole, depth),
        rest(a2, b, whole, depth),
        rest(a3, b, whole, depth),
      );
      total = f32x4.add(total, rests);
    }
    if (cRow == 4) {
      v128.store(c, f32x4.add(v128.load(c), total));
    } else {
      add(c, f32x4.extract_lane(total, 0));
      add(c + cRow, f32x4.extract_lane(total, 1));
      add(c + 2 * cRow, f32x4.extract_lane(total, 2));
      add(c + 3 * cRow, f32x4.extract_lane(total, 3));
    }
    a = a3 + aRow;
    c += 4 * cRow;
  }
  return i;
}

/**
 * `C[rows, 1] += A[rows, depth] · b[depth]`.
 *
 * @param a rows of contiguous floats, `aRow` bytes apart.
 * @param b contiguous.
 * @param c `cRow` bytes from row to row.
 */
export function dotColumn(rows: i32, depth: i32, a: usize, aRow: usize, b: usize, c: usize, cRow: usize): void {
  const whole = depth & ~3;
  let i = 0;
  if (rows >= 4 && depth >= LONG_DEPTH) {
    i = foursOfLong(rows, depth, a, aRow, b, c, cRow);
    a += <usize>i * aRow;
    c += <usize>i * cRow;
  }
  for (; i + 4 <= rows; i += 4) {
    const a1 = a + aRow;
    const a2 = a1 + aRow;
    const a3 = a2 + aRow;
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let k = 0; k < whole; k += 4) {
      const at = <usize>k << 2;
      const x = v128.load(b + at);
      s0 = madd(s0, v128.load(a + at), x);
      s1 = madd(s1, v128.load(a1 + at), x);
      s2 = madd(s2, v128.load(a2 + at), x);
      s3 = madd(s3, v128.load(a3 + at), x);
    }
    let total = acrossFour(s0, s1, s2, s3);
    if (whole < depth) {
      const rests = lanes(
        rest(a, b, whole, depth),
        rest(a1, b, whole, depth),
        rest(a2, b, whole, depth),
        rest(a3, b, whole, depth),
      );
      total = f32x4.add(total, rests);
    }
    if (cRow == 4) {
      v128.store(c, f32x4.add(v128.load(c), total));
    } else {
      add(c, f32x4.extract_lane(total, 0));
      add(c + cRow, f32x4.extract_lane(total, 1));
      add(c + 2 * cRow, f32x4.extract_lane(total, 2));
      add(c + 3 * cRow, f32x4.extract_lane(total, 3));
    }
    a = a3 + aRow;
    c += 4 * cRow;
  }
  for (; i < rows; i++) {
    let s0 = f32x4.splat(0);
    for (let k = 0; k < whole; k += 4) {
      const at = <usize>k << 2;
      s0 = madd(s0, v128.load(a + at), v128.load(b + at));
    }
    add(c, acrossOne(s0) + rest(a, b, whole, depth));
    a += aRow;
    c += cRow;
  }
}
