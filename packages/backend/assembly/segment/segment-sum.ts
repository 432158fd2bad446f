/**
 * Sums rows by segment: `to[ids[i]] += x[i]`, in order of i. Rows of a negative id are left out.
 *
 * @param ids [rows], i32, below `segments`: see `largestId`.
 * @param x [rows, columns].
 * @param to [segments, columns]; overwritten.
 */
export function segmentSum(rows: i32, columns: i32, segments: i32, ids: usize, x: usize, to: usize): void {
  const step = (<usize>columns) << 2;
  memory.fill(to, 0, <usize>segments * step);
  for (let i = 0; i < rows; i++, x += step) {
    const id = load<i32>(ids + (<usize>i << 2));
    if (id < 0) continue;
    const sum = to + <usize>id * step;
    let j = 0;
    for (let at: usize = 0; j + 4 <= columns; j += 4, at += 16) {
      v128.store(sum + at, f32x4.add(v128.load(sum + at), v128.load(x + at)));
    }
    for (let at = <usize>j << 2; j < columns; j++, at += 4) {
      store<f32>(sum + at, load<f32>(sum + at) + load<f32>(x + at));
    }
  }
}

/** @returns the largest of `count` i32, or -1 where that is larger. */
export function largestId(count: i32, ids: usize): i32 {
  let largest = -1;
  for (let i = 0; i < count; i++, ids += 4) largest = max(largest, load<i32>(ids));
  return largest;
}
