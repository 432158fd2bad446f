import { madd } from '../memory/lanes';

/**
 * The register tile of the matrix product: `C[rows, width] += A[rows, depth] · B[depth, width]`.
 *
 * Three rows of twelve columns keep nine sums in registers: of the shapes that fit the sixteen registers of x86
 * with one spare for the product, this one loads least for each multiplication. One sum runs over the whole depth in
 * order, so no result depends on how the product around it is cut.
 */

/** How A and B lie: anyhow; A's rows contiguous and B in a panel. */
// @ts-ignore: decorator
@inline
const STRIDED: i32 = 0;
// @ts-ignore: decorator
@inline
const ROWS_AND_PANEL: i32 = 1;

/** Columns of a full tile. */
export const TILE_COLUMNS = 12;

/**
 * One tile. `ROWS` (1 to 3), `VECTORS` (1 to 3, of four columns) and `LAYOUT` are constants: each combination becomes
 * straight code of its own.
 *
 * @param LAYOUT one of the above: strides that it settles are not read.
 * @param depth at least 1.
 * @param a first value of A's first row; `aRow` bytes to the next row, `aStep` bytes to the next column.
 * @param b first row of B, `4 VECTORS` contiguous floats; `bStep` bytes to the next row.
 * @param c first value of C; `cRow` bytes to the next row. Added to.
 */
// @ts-ignore: decorator
@inline
function tile(
  ROWS: i32,
  VECTORS: i32,
  LAYOUT: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  cRow: usize,
): void {
  const c1 = c + cRow;
  const c2 = c1 + cRow;
  let s00 = v128.load(c);
  let s01 = VECTORS > 1 ? v128.load(c, 16) : s00;
  let s02 = VECTORS > 2 ? v128.load(c, 32) : s00;
  let s10 = ROWS > 1 ? v128.load(c1) : s00;
  let s11 = ROWS > 1 && VECTORS > 1 ? v128.load(c1, 16) : s00;
  let s12 = ROWS > 1 && VECTORS > 2 ? v128.load(c1, 32) : s00;
  let s20 = ROWS > 2 ? v128.load(c2) : s00;
  let s21 = ROWS > 2 && VECTORS > 1 ? v128.load(c2, 16) : s00;
  let s22 = ROWS > 2 && VECTORS > 2 ? v128.load(c2, 32) : s00;
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  const step: usize = LAYOUT == STRIDED ? bStep : <usize>(VECTORS * 16);
  const along: usize = LAYOUT == STRIDED ? aStep : 4;
  const end = b + <usize>depth * step;
  do {
    const b0 = v128.load(b);
    const b1 = VECTORS > 1 ? v128.load(b, 16) : b0;
    const b2 = VECTORS > 2 ? v128.load(b, 32) : b0;
    const x0 = v128.load32_splat(a);
    s00 = madd(s00, x0, b0);
    if (VECTORS > 1) s01 = madd(s01, x0, b1);
    if (VECTORS > 2) s02 = madd(s02, x0, b2);
    if (ROWS > 1) {
      const x1 = v128.load32_splat(a1);
      s10 = madd(s10, x1, b0);
      if (VECTORS > 1) s11 = madd(s11, x1, b1);
      if (VECTORS > 2) s12 = madd(s12, x1, b2);
    }
    if (ROWS > 2) {
      const x2 = v128.load32_splat(a2);
      s20 = madd(s20, x2, b0);
      if (VECTORS > 1) s21 = madd(s21, x2, b1);
      if (VECTORS > 2) s22 = madd(s22, x2, b2);
    }
    a += along;
    if (ROWS > 1) a1 += along;
    if (ROWS > 2) a2 += along;
    b += step;
  } while (b != end);
  v128.store(c, s00);
  if (VECTORS > 1) v128.store(c, s01, 16);
  if (VECTORS > 2) v128.store(c, s02, 32);
  if (ROWS > 1) {
    v128.store(c1, s10);
    if (VECTORS > 1) v128.store(c1, s11, 16);
    if (VECTORS > 2) v128.store(c1, s12, 32);
  }
  if (ROWS > 2) {
    v128.store(c2, s20);
    if (VECTORS > 1) v128.store(c2, s21, 16);
    if (VECTORS > 2) v128.store(c2, s22, 32);
  }
}

/** A column of tiles: `rows` rows against `4 VECTORS` columns of B. */
// @ts-ignore: decorator
@inline
function walk(
  LAYOUT: i32,
  VECTORS: i32,
  rows: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  cRow: usize,
): void {
  let left = rows;
  while (left >= 3) {
    tile(3, VECTORS, LAYOUT, depth, a, aRow, aStep, b, bStep, c, cRow);
    a += 3 * aRow;
    c += 3 * cRow;
    left -= 3;
  }
  if (left == 2) tile(2, VECTORS, LAYOUT, depth, a, aRow, aStep, b, bStep, c, cRow);
  if (left == 1) tile(1, VECTORS, LAYOUT, depth, a, aRow, aStep, b, bStep, c, cRow);
}

/** A column of tiles: all `rows` of A against `width` (4, 8 or 12) columns of B. */
export function tileColumn(
  width: i32,
  rows: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  cRow: usize,
): void {
  if (aStep == 4 && bStep == <usize>width << 2) {
    byWidth(ROWS_AND_PANEL, width, rows, depth, a, aRow, aStep, b, bStep, c, cRow);
  } else byWidth(STRIDED, width, rows, depth, a, aRow, aStep, b, bStep, c, cRow);
}

// @ts-ignore: decorator
@inline
function byWidth(
  LAYOUT: i32,
  width: i32,
  rows: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  cRow: usize,
): void {
  if (width == 12) walk(LAYOUT, 3, rows, depth, a, aRow, aStep, b, bStep, c, cRow);
  else if (width == 8) walk(LAYOUT, 2, rows, depth, a, aRow, aStep, b, bStep, c, cRow);
  else walk(LAYOUT, 1, rows, depth, a, aRow, aStep, b, bStep, c, cRow);
}
