import { dotColumn } from './dot';
import { columnsBytes, dotColumns } from './dot-tile';
import { multiplyPanel, packTiles, tileBytes } from './fixed';
import { PANEL_STEPS } from './fixed-tile';
import { TILE_COLUMNS, tileColumn } from './tile';

/** With so few columns, and A transposed, C is computed turned round. */
const TURN_TO_COLUMNS = 24;
/** Up to so many columns, and from so much depth on, dot products cost less than tiles. */
const DOT_COLUMNS = 6;
const DOT_FROM_DEPTH = 8;
/** From so many rows on, packing B costs less than it saves: its panels lie close together, or far apart. */
const PACK_FROM_ROWS = 24;
const PACK_FAR_FROM_ROWS = 12;
/** They lie far apart when B has more columns than this. */
const CLOSE_COLUMNS = 64;
/** From so many columns on, packing A costs less than it saves, where it must be packed at all. */
const PACK_FROM_COLUMNS = 40;
/** An A whose columns lie a multiple of so many bytes apart wants more of some lines of the cache than there are. */
const COLLIDING_BYTES: usize = 1024;
/** Bytes of a row of the last columns of C. */
const EDGE_ROW: usize = TILE_COLUMNS * 4;

/**
 * @param transposed whether A's rows lie side by side (`aRow` is 4).
 * @returns bytes of scratch that `gemm` wants for these sizes, and for fewer rows or less depth.
 */
export function gemmScratch(rows: i32, columns: i32, depth: i32, transposed: bool): usize {
  const straight = tilesScratch(rows, columns, depth, transposed);
  // A single column is copied, or turned into one row.
  if (columns == 1) return max(max(straight, tilesScratch(1, rows, depth, false)), <usize>depth << 2);
  if (!transposed) return isForDots(columns, depth) ? max(straight, columnsBytes(columns, depth)) : straight;
  if (columns > TURN_TO_COLUMNS || rows < 2 * columns) return straight;
  return max(straight, turnedBytes(rows, columns) + tilesScratch(columns, rows, depth, true));
}

/** The last columns of C, and A packed where it is transposed. */
function tilesScratch(rows: i32, columns: i32, depth: i32, transposed: bool): usize {
  const edge = <usize>rows * EDGE_ROW;
  if (!transposed || columns < PACK_FROM_COLUMNS) return edge;
  return edge + <usize>((rows + 2) / 3) * tileBytes(min(depth, PANEL_STEPS));
}

/** @returns whether C is computed as dot products where A's rows are contiguous: four columns fill a tile. */
// @ts-ignore: decorator
@inline
function isForDots(columns: i32, depth: i32): bool {
  return columns > 1 && columns <= DOT_COLUMNS && columns != 4 && depth >= DOT_FROM_DEPTH;
}

/** Bytes of C turned round. */
// @ts-ignore: decorator
@inline
function turnedBytes(rows: i32, columns: i32): usize {
  return (<usize>((columns * rows) << 2) + 15) & ~15;
}

/**
 * `C += A · B`, float32. Every element of C is summed over the depth in order, few columns excepted
 * (see dot.ts and dot-tile.ts), so the result depends on the values and the sizes alone.
 *
 * @param a [rows, depth]: `aRow` bytes from row to row, `aStep` from column to column.
 * @param b [depth, columns]: `bStep` bytes from row to row, `bColumn` from column to column.
 * @param c [rows, columns]: `cRow` bytes from row to row, columns contiguous.
 * @param scratch `gemmScratch(rows, columns, depth, …)` bytes, 16-byte aligned.
 */
export function gemm(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  bColumn: usize,
  c: usize,
  cRow: usize,
  scratch: usize,
): void {
  if (rows == 0 || columns == 0 || depth == 0) return;
  if (columns == 1 && narrow(rows, depth, a, aRow, aStep, b, bStep, c, cRow, scratch)) return;
  if (aStep == 4 && aRow != 4 && isForDots(columns, depth)) {
    dotColumns(rows, columns, depth, a, aRow, b, bStep, bColumn, c, cRow, scratch);
    return;
  }
  if (aRow == 4 && aStep != 4 && columns <= TURN_TO_COLUMNS && rows >= 2 * columns) {
    turned(rows, columns, depth, a, aStep, b, bStep, bColumn, c, cRow, scratch);
    return;
  }
  tiles(rows, columns, depth, a, aRow, aStep, b, bStep, bColumn, c, cRow, scratch);
}

/** `gemm` by tiles, B in place or packed. */
function tiles(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  bColumn: usize,
  c: usize,
  cRow: usize,
  scratch: usize,
): void {
  let first = 0;
  if (bColumn == 4 && rows < (columns > CLOSE_COLUMNS ? PACK_FAR_FROM_ROWS : PACK_FROM_ROWS)) {
    first = inPlace(rows, columns, depth, a, aRow, aStep, b, bStep, c, cRow);
    if (first == columns) return;
  }
  const at = <usize>first << 2;
  packed(rows, columns - first, depth, a, aRow, aStep, b + <usize>first * bColumn, bStep, bColumn, c + at, cRow, scratch);
}

/** Width of the next panel when `left` columns are left: 12, but never 4 behind a 12. */
// @ts-ignore: decorator
@inline
function nextWidth(left: i32): i32 {
  if (left > 16 || (left > 8 && left <= 12)) return 12;
  return left > 4 ? 8 : 4;
}

/** Whole panels of B as it lies. @returns how many columns are done. */
function inPlace(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  cRow: usize,
): i32 {
  let j = 0;
  while (j < columns) {
    const width = nextWidth(columns - j);
    if (width > columns - j) break;
    const at = <usize>j << 2;
    tileColumn(width, rows, depth, a, aRow, aStep, b + at, bStep, c + at, cRow);
    j += width;
  }
  return j;
}

/** Panels of B that are packed to a fixed place, so many steps of the depth at a time. */
function packed(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  bColumn: usize,
  c: usize,
  cRow: usize,
  scratch: usize,
): void {
  const packsA = aRow == 4 && aStep % COLLIDING_BYTES == 0 && columns >= PACK_FROM_COLUMNS;
  const tiles = scratch + <usize>rows * EDGE_ROW;
  for (let k = 0; k < depth; k += PANEL_STEPS) {
    const steps = min(PANEL_STEPS, depth - k);
    const aBlock = a + <usize>k * aStep;
    const bBlock = b + <usize>k * bStep;
    if (packsA) packTiles(rows, steps, aBlock, aStep, tiles);
    const from = packsA ? tiles : aBlock;
    const aTile = packsA ? tileBytes(steps) : 3 * aRow;
    const step: usize = packsA ? 12 : aStep;
    for (let j = 0; j < columns; ) {
      const width = nextWidth(columns - j);
      const there = min(columns - j, width);
      const panel = bBlock + <usize>j * bColumn;
      const to = c + (<usize>j << 2);
      if (there == width) {
        multiplyPanel(width, there, rows, steps, from, aTile, aRow, step, panel, bStep, bColumn, to, cRow);
      } else {
        // The columns behind the last are summed in scratch, and dropped.
        const row = <usize>width << 2;
        if (k == 0) copyRows(rows, there, to, cRow, scratch, row);
        multiplyPanel(width, there, rows, steps, from, aTile, aRow, step, panel, bStep, bColumn, scratch, row);
        if (k + steps == depth) copyRows(rows, there, scratch, row, to, cRow);
      }
      j += width;
    }
  }
}

/** C through its transpose, `Bᵀ · Aᵀ`: A lies so that its rows are contiguous there, and make the panels. */
function turned(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  bColumn: usize,
  c: usize,
  cRow: usize,
  scratch: usize,
): void {
  const row = <usize>rows << 2;
  const rest = scratch + turnedBytes(rows, columns);
  memory.fill(scratch, 0, <usize>columns * row);
  tiles(columns, rows, depth, b, bColumn, bStep, a, aStep, 4, scratch, row, rest);
  for (let i = 0, from = scratch; i < rows; i++, from += 4) {
    for (let j = 0, at = from; j < columns; j++, at += row) {
      store<f32>(c + (j << 2), load<f32>(c + (j << 2)) + load<f32>(at));
    }
    c += cRow;
  }
}

/** Copies [rows, columns] floats. */
function copyRows(rows: i32, columns: i32, from: usize, fromRow: usize, to: usize, toRow: usize): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) store<f32>(to + (j << 2), load<f32>(from + (j << 2)));
    from += fromRow;
    to += toRow;
  }
}

/** One column: as dot products, or along the rows where A lies transposed. @returns false when neither layout is there. */
// @ts-ignore: decorator
@inline
function narrow(
  rows: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  c: usize,
  cRow: usize,
  scratch: usize,
): bool {
  if (aStep == 4) {
    if (bStep != 4) {
      for (let k = 0; k < depth; k++) store<f32>(scratch + (k << 2), load<f32>(b + <usize>k * bStep));
      b = scratch;
    }
    dotColumn(rows, depth, a, aRow, b, c, cRow);
    return true;
  }
  if (aRow == 4 && cRow == 4 && rows >= 4) {
    // Cᵀ = bᵀ Aᵀ: one row, its columns contiguous.
    tiles(1, rows, depth, b, 0, bStep, a, aStep, 4, c, <usize>rows << 2, scratch);
    return true;
  }
  return false;
}
