/**
 * Packs a block of A for `tileColumn`: tile by tile of three rows (the last of one or two), each value four times over,
 * so that the tile loads it as a vector with no broadcast and no address arithmetic.
 *
 * @param a [rows, depth]: `aRow` bytes to the next row, `aStep` bytes to the next column.
 * @param to 16 rows · depth bytes.
 */
export function packSpread(rows: i32, depth: i32, a: usize, aRow: usize, aStep: usize, to: usize): void {
  let left = rows;
  const tileBytes: usize = 48 * <usize>depth;
  while (aRow == 4 && left >= 12) {
    // Rows side by side in memory: four tiles at once, so that each cache line is read once.
    for (let k = 0, from = a, at = to; k < depth; k++, from += aStep, at += 48) {
      for (let tile = 0, there = at; tile < 4; tile++, there += tileBytes) {
        v128.store(there, v128.load32_splat(from + 12 * tile));
        v128.store(there, v128.load32_splat(from + 12 * tile + 4), 16);
        v128.store(there, v128.load32_splat(from + 12 * tile + 8), 32);
      }
    }
    a += 48;
    to += 4 * tileBytes;
    left -= 12;
  }
  while (left >= 3) {
    const a1 = a + aRow;
    const a2 = a1 + aRow;
    for (let k = 0, at: usize = 0; k < depth; k++, at += aStep) {
      v128.store(to, v128.load32_splat(a + at));
      v128.store(to, v128.load32_splat(a1 + at), 16);
      v128.store(to, v128.load32_splat(a2 + at), 32);
      to += 48;
    }
    a = a2 + aRow;
    left -= 3;
  }
  if (left == 2) {
    const a1 = a + aRow;
    for (let k = 0, at: usize = 0; k < depth; k++, at += aStep) {
      v128.store(to, v128.load32_splat(a + at));
      v128.store(to, v128.load32_splat(a1 + at), 16);
      to += 32;
    }
  } else if (left == 1) {
    for (let k = 0, at: usize = 0; k < depth; k++, at += aStep) {
      v128.store(to, v128.load32_splat(a + at));
      to += 16;
    }
  }
}

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
