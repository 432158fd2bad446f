import { fixedTile1, fixedTile2, fixedTile3, PANEL_AT } from './fixed-tile';
import { packPanel } from './pack';
import { tileColumn } from './tile';

/**
 * `C[rows, width] += A[rows, steps] · B[steps, width]`, one panel: B is packed where the engine need not check addresses,
 * and all of A passes by it.
 *
 * @param width 4, 8 or 12.
 * @param columns of B that are there: at most `width`, zeros are taken for the others.
 * @param steps 1 to `PANEL_STEPS`.
 * @param a `aTile` bytes from three rows to the next three, within them `aRow` from row to row and `aStep` from column to
 * column.
 * @param b `bStep` bytes from row to row, `bColumn` from column to column.
 * @param c `cRow` bytes from row to row, `width` contiguous floats in each.
 */
export function multiplyPanel(
  width: i32,
  columns: i32,
  rows: i32,
  steps: i32,
  a: usize,
  aTile: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  bColumn: usize,
  c: usize,
  cRow: usize,
): void {
  packPanel(width, columns, steps, b, bStep, bColumn, PANEL_AT);
  const cTile: usize = 3 * cRow;
  const whole = rows - (rows % 3);
  const end = c + <usize>whole * cRow;
  if (width == 12) for (; c != end; a += aTile, c += cTile) fixedTile3(steps, a, aRow, aStep, c, cRow);
  else if (width == 8) for (; c != end; a += aTile, c += cTile) fixedTile2(steps, a, aRow, aStep, c, cRow);
  else for (; c != end; a += aTile, c += cTile) fixedTile1(steps, a, aRow, aStep, c, cRow);
  if (whole < rows) tileColumn(width, rows - whole, steps, a, aRow, aStep, PANEL_AT, <usize>width << 2, c, cRow);
}

/** Bytes between two tiles of A: a store of four floats where three belong reaches into them. */
const GAP: usize = 16;

/** @returns bytes from one tile of `packTiles` to the next. */
export function tileBytes(steps: i32): usize {
  return <usize>steps * 12 + GAP;
}

/**
 * Packs an A whose rows lie side by side, three rows at a time: the tiles then read it in order.
 *
 * @param a [rows, steps]: 4 bytes from row to row, `aStep` from column to column.
 * @param to `tileBytes(steps)` bytes for each three rows: three values for each step.
 */
export function packTiles(rows: i32, steps: i32, a: usize, aStep: usize, to: usize): void {
  const tile = tileBytes(steps);
  let left = rows;
  // A load of four must not reach behind the last row.
  for (; left >= 13; left -= 12, a += 48, to += 4 * tile) {
    for (let k = 0, from = a, at = to; k < steps; k++, from += aStep, at += 12) {
      v128.store(at, v128.load(from));
      v128.store(at + tile, v128.load(from, 12));
      v128.store(at + 2 * tile, v128.load(from, 24));
      v128.store(at + 3 * tile, v128.load(from, 36));
    }
  }
  for (; left > 0; left -= 3, a += 12, to += tile) {
    const there = min(left, 3);
    for (let k = 0, from = a, at = to; k < steps; k++, from += aStep, at += 12) {
      for (let i = 0; i < there; i++) store<f32>(at + (i << 2), load<f32>(from + (i << 2)));
    }
  }
}
