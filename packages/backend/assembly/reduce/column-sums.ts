/** Rows summed by themselves before they join the total: errors grow with this and with the number of blocks. */
const BLOCK_ROWS = 256;

/**
 * `to[j] = Σ_i x[i, j]`, in blocks of rows.
 *
 * @param x [rows, columns].
 * @param to [columns].
 */
export function columnSums(rows: i32, columns: i32, x: usize, to: usize): void {
  const step = (<usize>columns) << 2;
  memory.fill(to, 0, step);
  for (let i = 0; i < rows; i += BLOCK_ROWS) {
    const count = min(BLOCK_ROWS, rows - i);
    const from = x + <usize>i * step;
    let j = 0;
    for (; j + 16 <= columns; j += 16) addFour(count, from + (j << 2), step, to + (j << 2));
    for (; j + 4 <= columns; j += 4) addOne(count, from + (j << 2), step, to + (j << 2));
    for (; j < columns; j++) {
      let sum: f32 = 0;
      for (let k = 0, at = from + (j << 2); k < count; k++, at += step) sum += load<f32>(at);
      store<f32>(to + (j << 2), load<f32>(to + (j << 2)) + sum);
    }
  }
}

/** Sixteen columns: a cache line of each row. */
// @ts-ignore: decorator
@inline
function addFour(rows: i32, at: usize, step: usize, to: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let i = 0; i < rows; i++, at += step) {
    s0 = f32x4.add(s0, v128.load(at));
    s1 = f32x4.add(s1, v128.load(at, 16));
    s2 = f32x4.add(s2, v128.load(at, 32));
    s3 = f32x4.add(s3, v128.load(at, 48));
  }
  v128.store(to, f32x4.add(v128.load(to), s0));
  v128.store(to, f32x4.add(v128.load(to, 16), s1), 16);
  v128.store(to, f32x4.add(v128.load(to, 32), s2), 32);
  v128.store(to, f32x4.add(v128.load(to, 48), s3), 48);
}

// @ts-ignore: decorator
@inline
function addOne(rows: i32, at: usize, step: usize, to: usize): void {
  let s0 = f32x4.splat(0);
  for (let i = 0; i < rows; i++, at += step) s0 = f32x4.add(s0, v128.load(at));
  v128.store(to, f32x4.add(v128.load(to), s0));
}
