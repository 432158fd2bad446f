import { madd } from '../memory/lanes';
import { countNonzeros, ENTRY_BYTES, listColumns, listRows } from './nonzeros';

/**
 * `C += A · B` for an A of many zeros, which are left out: each element of C is the sum of the other products, in the
 * order of the depth. That is bit for bit what `gemm` makes of it: adding zero changes a sum only where the sum is -0,
 * and zero times a number is not zero only where the number is not finite. Columns where either may be are summed with all
 * their zeros.
 */

/** Columns that are summed at once: twelve vectors, with one for the value and one for the product. */
const PANEL_COLUMNS = 48;
const PANEL_ROW = 4 * PANEL_COLUMNS;
/** Of a hundred values so many nonzeros, at most, make leaving out zeros faster than `gemm`, were listing them for nothing. */
const MOST_NONZEROS = 50;
/** With so many columns, listing costs as much as could be saved. */
const COLUMNS_OF_LISTING = 24;

/** No list is longer: 4 MiB. */
const MOST_LISTED: i64 = 524288;

/** @returns how many nonzeros pay, at most; 0 where none do. One column is summed in another order. */
// @ts-ignore: decorator
@inline
function mostNonzeros(rows: i32, columns: i32, depth: i32): i32 {
  if (columns <= COLUMNS_OF_LISTING) return 0;
  const most = (<i64>rows * depth * MOST_NONZEROS * (columns - COLUMNS_OF_LISTING)) / (100 * columns);
  return <i32>min(most, MOST_LISTED);
}

// @ts-ignore: decorator
@inline
function startBytes(rows: i32): usize {
  return ((<usize>(rows + 1) << 2) + 15) & ~15;
}

/** @returns bytes that `listNonzeros` wants for A, [rows, depth]; 0 where leaving out zeros never pays. */
export function nonzerosBytes(rows: i32, columns: i32, depth: i32): usize {
  const most = mostNonzeros(rows, columns, depth);
  return most == 0 ? 0 : startBytes(rows) + <usize>(most + 1) * ENTRY_BYTES;
}

/** @returns bytes of scratch that `skipZeros` and `skipZerosTransposed` want. */
export function skipScratch(rows: i32, columns: i32, depth: i32): usize {
  const most = <usize>mostNonzeros(rows, columns, depth);
  return max(<usize>depth * PANEL_ROW, <usize>rows * PANEL_ROW + startBytes(depth) + most * ENTRY_BYTES);
}

/**
 * Lists the nonzeros of a matrix that is to be multiplied by one of so many columns, where they are few enough to pay.
 *
 * @param a [rows, depth].
 * @param list `nonzerosBytes(rows, columns, depth)` bytes.
 * @returns whether they are listed.
 */
export function listNonzeros(rows: i32, columns: i32, depth: i32, a: usize, list: usize): bool {
  const most = mostNonzeros(rows, columns, depth);
  if (most == 0 || countNonzeros(rows * depth, a) > most) return false;
  listRows(rows, depth, a, PANEL_ROW, list, list + startBytes(rows));
  return true;
}

/**
 * `C += A · B`, with the bits of `gemm`.
 *
 * @param a [rows, depth], contiguous.
 * @param list A's nonzeros, as `listNonzeros` wrote them.
 * @param b [depth, columns], contiguous.
 * @param c [rows, columns], contiguous.
 * @param scratch `skipScratch(rows, columns, depth)` bytes, 16-byte aligned.
 */
export function skipZeros(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  list: usize,
  b: usize,
  c: usize,
  scratch: usize,
): void {
  multiply(rows, columns, depth, a, <usize>depth << 2, 4, list, b, c, scratch);
}

/**
 * `C += Aᵀ · B`, with the bits of `gemm`.
 *
 * @param a [rows, depth], contiguous, @param list and its nonzeros: those of A, not of its transpose.
 * @param b [rows, columns], contiguous.
 * @param c [depth, columns], contiguous.
 * @param scratch `skipScratch(rows, columns, depth)` bytes, 16-byte aligned.
 */
export function skipZerosTransposed(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  list: usize,
  b: usize,
  c: usize,
  scratch: usize,
): void {
  const transposed = scratch + <usize>rows * PANEL_ROW;
  listColumns(rows, depth, PANEL_ROW, list, transposed, transposed + startBytes(depth));
  multiply(depth, columns, rows, a, 4, <usize>depth << 2, transposed, b, c, scratch);
}

/** `C += A · B` panel by panel. A's rows are `aRow` bytes apart, its columns `aStep`. */
function multiply(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  start: usize,
  b: usize,
  c: usize,
  panel: usize,
): void {
  const row = <usize>columns << 2;
  for (let j = 0; j < columns; j += PANEL_COLUMNS) {
    const width = min(PANEL_COLUMNS, columns - j);
    const at = <usize>j << 2;
    if (packFinite(width, depth, b + at, row, panel) && !holdsMinusZero(width, rows, c + at, row)) {
      addPanel(width, rows, start, panel, c + at, row);
    } else {
      addWithZeros(width, rows, depth, a, aRow, aStep, panel, c + at, row);
    }
  }
}

/** Copies `width` columns of B to rows `PANEL_ROW` bytes apart. @returns whether all of them are finite. */
function packFinite(width: i32, depth: i32, b: usize, bRow: usize, panel: usize): bool {
  const zero = f32x4.splat(0);
  const whole = (<usize>width << 2) & ~15;
  const bytes = <usize>width << 2;
  // 0 times a number is 0, of either sign; times anything else it is NaN, and stays so.
  let zeros = zero;
  let zerosBehind: f32 = 0;
  for (let k = 0; k < depth; k++, b += bRow, panel += PANEL_ROW) {
    let at: usize = 0;
    for (; at < whole; at += 16) {
      const values = v128.load(b + at);
      zeros = madd(zeros, values, zero);
      v128.store(panel + at, values);
    }
    for (; at < bytes; at += 4) {
      const value = load<f32>(b + at);
      zerosBehind += value * 0;
      store<f32>(panel + at, value);
    }
  }
  return zerosBehind == 0 && !v128.any_true(f32x4.ne(zeros, zero));
}

/** Whether -0 is among `width` columns of C. */
function holdsMinusZero(width: i32, rows: i32, c: usize, cRow: usize): bool {
  const minusZero = i32x4.splat(0x80000000);
  const whole = (<usize>width << 2) & ~15;
  const bytes = <usize>width << 2;
  for (let i = 0; i < rows; i++, c += cRow) {
    let at: usize = 0;
    let found = i32x4.splat(0);
    for (; at < whole; at += 16) found = v128.or(found, i32x4.eq(v128.load(c + at), minusZero));
    if (v128.any_true(found)) return true;
    for (; at < bytes; at += 4) if (load<u32>(c + at) == 0x80000000) return true;
  }
  return false;
}

/** All rows of C against a panel: as wide as it can be, then one column at a time. */
function addPanel(width: i32, rows: i32, start: usize, panel: usize, c: usize, cRow: usize): void {
  for (let i = 0; i < rows; i++, start += 4, c += cRow) {
    const first = load<usize>(start);
    const last = load<usize>(start, 4);
    if (first == last) continue;
    if (width == PANEL_COLUMNS) {
      addRow(12, first, last, panel, c);
      continue;
    }
    let at: usize = 0;
    let left = width;
    for (; left >= 16; left -= 16, at += 64) addRow(4, first, last, panel + at, c + at);
    for (; left >= 4; left -= 4, at += 16) addRow(1, first, last, panel + at, c + at);
    for (; left > 0; left--, at += 4) {
      let sum = load<f32>(c + at);
      for (let entry = first; entry != last; entry += ENTRY_BYTES) {
        sum += load<f32>(entry, 4) * load<f32>(panel + at + load<u32>(entry));
      }
      store<f32>(c + at, sum);
    }
  }
}

/** `VECTORS` (a constant: 1, 4 or 12) times four columns of a row of C. */
// @ts-ignore: decorator
@inline
function addRow(VECTORS: i32, first: usize, last: usize, panel: usize, c: usize): void {
  let s0 = v128.load(c);
  let s1 = VECTORS > 1 ? v128.load(c, 16) : s0;
  let s2 = VECTORS > 1 ? v128.load(c, 32) : s0;
  let s3 = VECTORS > 1 ? v128.load(c, 48) : s0;
  let s4 = VECTORS > 4 ? v128.load(c, 64) : s0;
  let s5 = VECTORS > 4 ? v128.load(c, 80) : s0;
  let s6 = VECTORS > 4 ? v128.load(c, 96) : s0;
  let s7 = VECTORS > 4 ? v128.load(c, 112) : s0;
  let s8 = VECTORS > 4 ? v128.load(c, 128) : s0;
  let s9 = VECTORS > 4 ? v128.load(c, 144) : s0;
  let s10 = VECTORS > 4 ? v128.load(c, 160) : s0;
  let s11 = VECTORS > 4 ? v128.load(c, 176) : s0;
  for (let entry = first; entry != last; entry += ENTRY_BYTES) {
    const from = panel + load<u32>(entry);
    const x = v128.load32_splat(entry, 4);
    s0 = madd(s0, x, v128.load(from));
    if (VECTORS > 1) {
      s1 = madd(s1, x, v128.load(from, 16));
      s2 = madd(s2, x, v128.load(from, 32));
      s3 = madd(s3, x, v128.load(from, 48));
    }
    if (VECTORS > 4) {
      s4 = madd(s4, x, v128.load(from, 64));
      s5 = madd(s5, x, v128.load(from, 80));
      s6 = madd(s6, x, v128.load(from, 96));
      s7 = madd(s7, x, v128.load(from, 112));
      s8 = madd(s8, x, v128.load(from, 128));
      s9 = madd(s9, x, v128.load(from, 144));
      s10 = madd(s10, x, v128.load(from, 160));
      s11 = madd(s11, x, v128.load(from, 176));
    }
  }
  v128.store(c, s0);
  if (VECTORS > 1) {
    v128.store(c, s1, 16);
    v128.store(c, s2, 32);
    v128.store(c, s3, 48);
  }
  if (VECTORS > 4) {
    v128.store(c, s4, 64);
    v128.store(c, s5, 80);
    v128.store(c, s6, 96);
    v128.store(c, s7, 112);
    v128.store(c, s8, 128);
    v128.store(c, s9, 144);
    v128.store(c, s10, 160);
    v128.store(c, s11, 176);
  }
}

/** The same sums with the zeros in them, one element at a time. */
function addWithZeros(
  width: i32,
  rows: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  panel: usize,
  c: usize,
  cRow: usize,
): void {
  for (let i = 0; i < rows; i++, a += aRow, c += cRow) {
    for (let j = 0; j < width; j++) {
      const at = <usize>j << 2;
      let sum = load<f32>(c + at);
      for (let k = 0; k < depth; k++) {
        sum += load<f32>(a + <usize>k * aStep) * load<f32>(panel + <usize>k * PANEL_ROW + at);
      }
      store<f32>(c + at, sum);
    }
  }
}
