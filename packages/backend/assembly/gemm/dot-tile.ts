import { madd } from '../memory/lanes';
import { acrossFour, acrossOne } from './dot';

/**
 * Products of two, three, five or six columns, where a tile would multiply many zeros and load nearly as often as it multiplies: each sum
 * runs along four interleaved strands of the depth, added up at the end, as those of one column do.
 */

/** @returns bytes of B as `packColumns` lays it out. */
export function columnsBytes(columns: i32, depth: i32): usize {
  return <usize>(((depth + 3) >> 2) * columns) << 4;
}

/** Packs B four steps of the depth at a time: of each column four values, zeros behind the last. */
function packColumns(columns: i32, depth: i32, b: usize, bStep: usize, bColumn: usize, to: usize): void {
  for (let k = 0; k < depth; k += 4) {
    const there = min(4, depth - k);
    for (let j = 0, column = b; j < columns; j++, column += bColumn, to += 16) {
      let from = column;
      for (let i = 0; i < there; i++, from += bStep) store<f32>(to + (i << 2), load<f32>(from));
      for (let i = there; i < 4; i++) store<f32>(to + (i << 2), 0);
    }
    b += 4 * bStep;
  }
}

/**
 * `C[rows, columns] += A[rows, depth] · B[depth, columns]`.
 *
 * @param columns 2, 3, 5 or 6: four fill a tile.
 * @param a rows of contiguous floats, `aRow` bytes apart.
 * @param b, @param c see `gemm`.
 * @param scratch `columnsBytes(columns, depth)` bytes.
 */
export function dotColumns(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  b: usize,
  bStep: usize,
  bColumn: usize,
  c: usize,
  cRow: usize,
  scratch: usize,
): void {
  packColumns(columns, depth, b, bStep, bColumn, scratch);
  if (columns == 2) walk(4, 2, rows, depth, a, aRow, scratch, c, cRow);
  else if (columns == 3) walk(3, 3, rows, depth, a, aRow, scratch, c, cRow);
  else if (columns == 5) walk(2, 5, rows, depth, a, aRow, scratch, c, cRow);
  else walk(2, 6, rows, depth, a, aRow, scratch, c, cRow);
}

/** All rows, `ROWS` at a time and the last of them one by one. */
// @ts-ignore: decorator
@inline
function walk(ROWS: i32, COLUMNS: i32, rows: i32, depth: i32, a: usize, aRow: usize, b: usize, c: usize, cRow: usize): void {
  let left = rows;
  for (; left >= ROWS; left -= ROWS, a += <usize>ROWS * aRow, c += <usize>ROWS * cRow) tile(ROWS, COLUMNS, depth, a, aRow, b, c, cRow);
  for (; left > 0; left--, a += aRow, c += cRow) tile(1, COLUMNS, depth, a, aRow, b, c, cRow);
}

/** The first `count` (1 to 3) of four floats, zeros behind them. */
// @ts-ignore: decorator
@inline
function loadSome(count: i32, at: usize): v128 {
  if (count == 1) return v128.load32_zero(at);
  const two = v128.load64_zero(at);
  return count == 2 ? two : v128.load32_lane(at + 8, two, 2);
}

// @ts-ignore: decorator
@inline
function tile(ROWS: i32, COLUMNS: i32, depth: i32, a: usize, aRow: usize, b: usize, c: usize, cRow: usize): void {
  const zero = f32x4.splat(0);
  let s00 = zero, s01 = zero, s02 = zero, s03 = zero, s04 = zero, s05 = zero;
  let s10 = zero, s11 = zero, s12 = zero, s13 = zero, s14 = zero, s15 = zero;
  let s20 = zero, s21 = zero, s22 = zero;
  let s30 = zero, s31 = zero;
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let x0 = zero;
  let x1 = zero;
  let x2 = zero;
  let x3 = zero;
  for (let left = depth; left > 0; left -= 4) {
    if (left >= 4) {
      x0 = v128.load(a);
      if (ROWS > 1) x1 = v128.load(a1);
      if (ROWS > 2) x2 = v128.load(a2);
      if (ROWS > 3) x3 = v128.load(a3);
    } else {
      x0 = loadSome(left, a);
      if (ROWS > 1) x1 = loadSome(left, a1);
      if (ROWS > 2) x2 = loadSome(left, a2);
      if (ROWS > 3) x3 = loadSome(left, a3);
    }
    const b0 = v128.load(b);
    s00 = madd(s00, x0, b0);
    if (ROWS > 1) s10 = madd(s10, x1, b0);
    if (ROWS > 2) s20 = madd(s20, x2, b0);
    if (ROWS > 3) s30 = madd(s30, x3, b0);
    const b1 = v128.load(b, 16);
    s01 = madd(s01, x0, b1);
    if (ROWS > 1) s11 = madd(s11, x1, b1);
    if (ROWS > 2) s21 = madd(s21, x2, b1);
    if (ROWS > 3) s31 = madd(s31, x3, b1);
    if (COLUMNS > 2) {
      const b2 = v128.load(b, 32);
      s02 = madd(s02, x0, b2);
      if (ROWS > 1) s12 = madd(s12, x1, b2);
      if (ROWS > 2) s22 = madd(s22, x2, b2);
    }
    if (COLUMNS > 3) {
      const b3 = v128.load(b, 48);
      s03 = madd(s03, x0, b3);
      if (ROWS > 1) s13 = madd(s13, x1, b3);
    }
    if (COLUMNS > 4) {
      const b4 = v128.load(b, 64);
      s04 = madd(s04, x0, b4);
      if (ROWS > 1) s14 = madd(s14, x1, b4);
    }
    if (COLUMNS > 5) {
      const b5 = v128.load(b, 80);
      s05 = madd(s05, x0, b5);
      if (ROWS > 1) s15 = madd(s15, x1, b5);
    }
    a += 16;
    if (ROWS > 1) a1 += 16;
    if (ROWS > 2) a2 += 16;
    if (ROWS > 3) a3 += 16;
    b += 16 * COLUMNS;
  }
  end(COLUMNS, c, s00, s01, s02, s03, s04, s05);
  if (ROWS > 1) end(COLUMNS, c + cRow, s10, s11, s12, s13, s14, s15);
  if (ROWS > 2) end(COLUMNS, c + 2 * cRow, s20, s21, s22, s22, s22, s22);
  if (ROWS > 3) end(COLUMNS, c + 3 * cRow, s30, s31, s31, s31, s31, s31);
}

/** Adds the strands of a row's sums to C. */
// @ts-ignore: decorator
@inline
function end(COLUMNS: i32, c: usize, s0: v128, s1: v128, s2: v128, s3: v128, s4: v128, s5: v128): void {
  const first = acrossFour(s0, s1, COLUMNS > 2 ? s2 : s0, COLUMNS > 3 ? s3 : s1);
  if (COLUMNS > 3) {
    v128.store(c, f32x4.add(v128.load(c), first));
  } else {
    v128.store64_lane(c, f32x4.add(v128.load64_zero(c), first), 0);
    if (COLUMNS > 2) store<f32>(c, load<f32>(c, 8) + f32x4.extract_lane(first, 2), 8);
  }
  if (COLUMNS > 4) store<f32>(c, load<f32>(c, 16) + acrossOne(s4), 16);
  if (COLUMNS > 5) store<f32>(c, load<f32>(c, 20) + acrossOne(s5), 20);
}
