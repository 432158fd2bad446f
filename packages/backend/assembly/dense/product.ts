import { activate } from '../activations/activate';
import { gemm } from '../gemm/gemm';

/** Fills [rows, columns] with `bias` in every row, or with zeros where `bias` is 0. */
export function fillRows(rows: i32, columns: i32, bias: usize, to: usize): void {
  const row = (<usize>columns) << 2;
  if (bias == 0) {
    memory.fill(to, 0, <usize>rows * row);
    return;
  }
  if (columns == 1) {
    const value = load<f32>(bias);
    for (let i = 0; i < rows; i++) store<f32>(to + (i << 2), value);
    return;
  }
  for (let i = 0; i < rows; i++, to += row) memory.copy(to, bias, row);
}

/**
 * `c = activation(op(a) · op(b) + bias)` for row-major matrices, where `op` may transpose.
 *
 * @param a [rows, depth], or [depth, rows] when `transposeA`.
 * @param b [depth, columns], or [columns, depth] when `transposeB`.
 * @param bias [columns], or 0 for none.
 * @param c [rows, columns].
 * @param scratch `gemmScratch(rows, columns, depth, …)` bytes.
 */
export function matMul(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  transposeA: bool,
  b: usize,
  transposeB: bool,
  bias: usize,
  activation: i32,
  slope: f32,
  c: usize,
  scratch: usize,
): void {
  fillRows(rows, columns, bias, c);
  const aRow: usize = transposeA ? 4 : (<usize>depth) << 2;
  const aStep: usize = transposeA ? (<usize>rows) << 2 : 4;
  const bStep: usize = transposeB ? 4 : (<usize>columns) << 2;
  const bColumn: usize = transposeB ? (<usize>depth) << 2 : 4;
  gemm(rows, columns, depth, a, aRow, aStep, b, bStep, bColumn, c, (<usize>columns) << 2, scratch);
  activate(activation, slope, rows * columns, c);
}
