/**
 * Packs `columns` columns of B into rows of `width` contiguous floats, zeros behind the last column.
 *
 * @param width 4, 8 or 12; `columns` is at most that.
 * @param b [depth, columns]: `bStep` bytes to the next row, `bColumn` bytes to the next column.
 * @param to 4 width · depth bytes.
 */
export function packPanel(
  width: i32,
  columns: i32,
  depth: i32,
  b: usize,
  bStep: usize,
  bColumn: usize,
  to: usize,
): void {
  if (columns == width && bColumn == 4) {
    for (let k = 0; k < depth; k++) {
      for (let j = 0; j < width; j += 4) v128.store(to + (j << 2), v128.load(b + (j << 2)));
      b += bStep;
      to += width << 2;
    }
    return;
  }
  if (bStep == 4 && columns == width) {
    packTransposed(width, depth, b, bColumn, to);
    return;
  }
  for (let k = 0; k < depth; k++) {
    let from = b;
    for (let j = 0; j < columns; j++, from += bColumn) store<f32>(to + (j << 2), load<f32>(from));
    for (let j = columns; j < width; j++) store<f32>(to + (j << 2), 0);
    b += bStep;
    to += width << 2;
  }
}

/** Full panels of a B that lies transposed: four columns by four rows at a time. */
function packTransposed(width: i32, depth: i32, b: usize, bColumn: usize, to: usize): void {
  const row = (<usize>width) << 2;
  let k = 0;
  for (; k + 4 <= depth; k += 4) {
    let from = b + (k << 2);
    for (let j = 0; j < width; j += 4) {
      const r0 = v128.load(from);
      const r1 = v128.load(from + bColumn);
      const r2 = v128.load(from + 2 * bColumn);
      const r3 = v128.load(from + 3 * bColumn);
      const low01 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
      const low23 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
      const high01 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
      const high23 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
      const at = to + (j << 2);
      v128.store(at, v128.shuffle<i64>(low01, low23, 0, 2));
      v128.store(at + row, v128.shuffle<i64>(low01, low23, 1, 3));
      v128.store(at + 2 * row, v128.shuffle<i64>(high01, high23, 0, 2));
      v128.store(at + 3 * row, v128.shuffle<i64>(high01, high23, 1, 3));
      from += 4 * bColumn;
    }
    to += 4 * row;
  }
  for (; k < depth; k++) {
    let from = b + (k << 2);
    for (let j = 0; j < width; j++, from += bColumn) store<f32>(to + (j << 2), load<f32>(from));
    to += row;
  }
}
