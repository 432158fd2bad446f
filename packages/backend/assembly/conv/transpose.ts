/**
 * Transposes a matrix, four rows by four columns at a time.
 *
 * @param from [rows, columns], contiguous.
 * @param to [columns, rows], contiguous.
 */
export function transpose(rows: i32, columns: i32, from: usize, to: usize): void {
  const fromRow = (<usize>columns) << 2;
  const toRow = (<usize>rows) << 2;
  let i = 0;
  for (; i + 4 <= rows; i += 4, from += 4 * fromRow, to += 16) {
    let at = from;
    let there = to;
    let left = columns;
    for (; left >= 4; left -= 4, at += 16, there += 4 * toRow) {
      const r0 = v128.load(at);
      const r1 = v128.load(at + fromRow);
      const r2 = v128.load(at + 2 * fromRow);
      const r3 = v128.load(at + 3 * fromRow);
      const low01 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
      const low23 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
      const high01 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
      const high23 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
      v128.store(there, v128.shuffle<i64>(low01, low23, 0, 2));
      v128.store(there + toRow, v128.shuffle<i64>(low01, low23, 1, 3));
      v128.store(there + 2 * toRow, v128.shuffle<i64>(high01, high23, 0, 2));
      v128.store(there + 3 * toRow, v128.shuffle<i64>(high01, high23, 1, 3));
    }
    for (; left > 0; left--, at += 4, there += toRow) {
      for (let k = 0; k < 4; k++) store<f32>(there + (k << 2), load<f32>(at + <usize>k * fromRow));
    }
  }
  for (; i < rows; i++, from += fromRow, to += 4) {
    for (let j = 0, there = to; j < columns; j++, there += toRow) store<f32>(there, load<f32>(from + (j << 2)));
  }
}
