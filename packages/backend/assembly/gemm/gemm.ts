import { dotColumn } from './dot';
import { packPanel, packSpread } from './pack';
import { TILE_COLUMNS, tileColumn } from './tile';

/** Depth of a block: three spread rows and a panel of twelve columns stay in 32 KiB of first-level cache. */
const BLOCK_DEPTH = 256;
/** Rows of a packed block of A: 192 KiB at full depth, for the second-level cache. */
const BLOCK_ROWS = 48;
/** From so many columns on, packing A costs less than it saves. */
const SPREAD_FROM_COLUMNS = 40;
/** From so many rows on, packing B costs less than it saves. */
const PANEL_FROM_ROWS = 24;
/** With so few columns, and A transposed, C is computed turned round. */
const TURN_TO_COLUMNS = 24;
/** B is read in place while a row of it is no longer: past that, its panels lie too far apart. */
const IN_PLACE_COLUMNS = 64;

/**
 * @param transposed whether A's rows lie side by side (`aRow` is 4).
 * @returns bytes of scratch that `gemm` wants for these sizes, and for fewer rows or less depth.
 */
export function gemmScratch(rows: i32, columns: i32, depth: i32, transposed: bool): usize {
  const straight = straightScratch(rows, columns, depth);
  // A single column is copied, or turned into one row.
  if (columns == 1) return max(max(straight, straightScratch(1, rows, depth)), <usize>depth << 2);
  if (!transposed || columns > TURN_TO_COLUMNS || rows < 2 * columns) return straight;
  return max(straight, turnedBytes(rows, columns) + straightScratch(columns, rows, depth));
}

/** A block of A spread, the panels of B, and the columns behind the last. */
function straightScratch(rows: i32, columns: i32, depth: i32): usize {
  const deep = min(depth, BLOCK_DEPTH);
  const blockRows = min(rows, BLOCK_ROWS);
  const panels = max(columns + 3, TILE_COLUMNS) * deep;
  return <usize>(blockRows * deep * 16) + <usize>((panels + TILE_COLUMNS * blockRows) << 2);
}

/** Bytes of C turned round. */
// @ts-ignore: decorator
@inline
function turnedBytes(rows: i32, columns: i32): usize {
  return (<usize>((columns * rows) << 2) + 15) & ~15;
}

/** Depth of the blocks: all of about the same, so that the last is no sliver. */
// @ts-ignore: decorator
@inline
function evenDepth(depth: i32): i32 {
  const blocks = (depth + BLOCK_DEPTH - 1) / BLOCK_DEPTH;
  return (depth + blocks - 1) / blocks;
}

/**
 * `C += A · B`, float32. Every element of C is summed over the depth in order, one column at a time excepted
 * (see dot.ts), so the result depends on the values and the sizes alone.
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
  const spread = columns >= SPREAD_FROM_COLUMNS && rows >= 3;
  const inPlace = !spread && bColumn == 4 && (columns <= IN_PLACE_COLUMNS || rows < PANEL_FROM_ROWS);
  if (aRow == 4 && aStep != 4 && columns <= TURN_TO_COLUMNS && rows >= 2 * columns) {
    turned(rows, columns, depth, a, aStep, b, bStep, bColumn, c, cRow, scratch);
    return;
  }
  const deep = evenDepth(depth);
  const panels = scratch + (spread ? <usize>(min(rows, BLOCK_ROWS) * deep * 16) : 0);
  const edge = panels + ((inPlace ? TILE_COLUMNS : (columns + 3) & ~3) * deep) * 4;
  for (let k = 0; k < depth; k += deep) {
    const blockDepth = min(depth - k, deep);
    const bBlock = b + <usize>k * bStep;
    packPanels(columns, blockDepth, bBlock, bStep, bColumn, inPlace, panels);
    for (let i = 0; i < rows; i += BLOCK_ROWS) {
      const blockRows = min(rows - i, BLOCK_ROWS);
      const aBlock = a + <usize>i * aRow + <usize>k * aStep;
      if (spread) packSpread(blockRows, blockDepth, aBlock, aRow, aStep, scratch);
      multiplyBlock(
        spread,
        inPlace,
        blockRows,
        columns,
        blockDepth,
        spread ? scratch : aBlock,
        aRow,
        aStep,
        inPlace ? bBlock : panels,
        bStep,
        panels,
        c + <usize>i * cRow,
        cRow,
        edge,
      );
    }
  }
}

/** Width of the next panel when `left` columns are left: 12, but never 4 behind a 12. */
// @ts-ignore: decorator
@inline
function nextWidth(left: i32): i32 {
  if (left > 16 || (left > 8 && left <= 12)) return 12;
  return left > 4 ? 8 : 4;
}

/** Where the panel at column j is packed; in place, only the last one may be. */
// @ts-ignore: decorator
@inline
function panelAt(j: i32, depth: i32, inPlace: bool, panels: usize): usize {
  return inPlace ? panels : panels + ((j * depth) << 2);
}

/** Packs the panels that are not read in place. */
function packPanels(
  columns: i32,
  depth: i32,
  b: usize,
  bStep: usize,
  bColumn: usize,
  inPlace: bool,
  panels: usize,
): void {
  for (let j = 0; j < columns; ) {
    const width = nextWidth(columns - j);
    const there = min(columns - j, width);
    if (!inPlace || there < width) {
      packPanel(width, there, depth, b + <usize>j * bColumn, bStep, bColumn, panelAt(j, depth, inPlace, panels));
    }
    j += width;
  }
}

/** One packed or in-place block of A against all panels. */
// @ts-ignore: decorator
@inline
function multiplyBlock(
  spread: bool,
  inPlace: bool,
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  panels: usize,
  c: usize,
  cRow: usize,
  edge: usize,
): void {
  for (let j = 0; j < columns; ) {
    const width = nextWidth(columns - j);
    const there = min(columns - j, width);
    const packed = !inPlace || there < width;
    const panel = packed ? panelAt(j, depth, inPlace, panels) : b + (j << 2);
    const step = packed ? <usize>width << 2 : bStep;
    const cTile = c + (j << 2);
    if (there == width) {
      tileColumn(width, spread, rows, depth, a, aRow, aStep, panel, step, cTile, cRow);
    } else {
      // The columns behind the last are summed in scratch, and dropped.
      const row = <usize>width << 2;
      copyRows(rows, there, cTile, cRow, edge, row);
      tileColumn(width, spread, rows, depth, a, aRow, aStep, panel, step, edge, row);
      copyRows(rows, there, edge, row, cTile, cRow);
    }
    j += width;
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
  gemm(columns, rows, depth, b, bColumn, bStep, a, aStep, 4, scratch, row, rest);
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
    gemm(1, rows, depth, b, 0, bStep, a, aStep, 4, c, <usize>rows << 2, scratch);
    return true;
  }
  return false;
}
