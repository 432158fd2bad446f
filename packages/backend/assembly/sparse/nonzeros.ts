/**
 * The values of a dense matrix that are not zero, row by row or column by column, as entries of eight bytes: an int32
 * place and the float32 value. Zeros of either sign are left out; NaN stays.
 */

/** Bytes of an entry. */
export const ENTRY_BYTES: usize = 8;

/** @returns how many of `count` values are not zero. */
export function countNonzeros(count: i32, x: usize): i32 {
  const whole = count & ~3;
  const zero = f32x4.splat(0);
  let sums = i32x4.splat(0);
  // A true comparison is -1 in its lane.
  for (let i = 0; i < whole; i += 4) sums = i32x4.sub(sums, f32x4.ne(v128.load(x + (i << 2)), zero));
  let total = i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1);
  total += i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3);
  for (let i = whole; i < count; i++) total += i32(load<f32>(x + (i << 2)) != 0);
  return total;
}

// @ts-ignore: decorator
@inline
function put(to: usize, place: i32, value: f32): void {
  store<i32>(to, place);
  store<f32>(to, value, 4);
}

/**
 * Lists each row's nonzeros in the order of the columns.
 *
 * @param x [rows, columns].
 * @param step what an entry's place advances by from column to column.
 * @param start [rows + 1] addresses: where each row's entries begin.
 * @param entries room for all nonzeros, and one entry more.
 */
export function listRows(rows: i32, columns: i32, x: usize, step: i32, start: usize, entries: usize): void {
  const whole = columns & ~3;
  const zero = f32x4.splat(0);
  let to = entries;
  for (let i = 0; i < rows; i++) {
    store<usize>(start + (i << 2), to);
    let j = 0;
    for (let place = 0; j < whole; j += 4, x += 16, place += 4 * step) {
      if (!v128.any_true(f32x4.ne(v128.load(x), zero))) continue;
      for (let lane = 0; lane < 4; lane++) {
        // Written in any case, and kept where it counts: no branch to guess.
        const value = load<f32>(x + (lane << 2));
        put(to, place + lane * step, value);
        to += value != 0 ? ENTRY_BYTES : 0;
      }
    }
    for (; j < columns; j++, x += 4) {
      const value = load<f32>(x);
      put(to, j * step, value);
      to += value != 0 ? ENTRY_BYTES : 0;
    }
  }
  store<usize>(start + (rows << 2), to);
}

/**
 * Lists each column's nonzeros in the order of the rows, from a list of the rows.
 *
 * @param step of both lists' places.
 * @param rowStart as `listRows` wrote it.
 * @param start [columns + 1] addresses: where each column's entries begin.
 * @param entries room for all nonzeros.
 */
export function listColumns(
  rows: i32,
  columns: i32,
  step: i32,
  rowStart: usize,
  start: usize,
  entries: usize,
): void {
  const first = load<usize>(rowStart);
  const last = load<usize>(rowStart + (<usize>rows << 2));
  memory.fill(start, 0, <usize>(columns + 1) << 2);
  for (let entry = first; entry != last; entry += ENTRY_BYTES) {
    const column = start + (<usize>(load<u32>(entry) / <u32>step) << 2);
    store<usize>(column, load<usize>(column) + ENTRY_BYTES);
  }
  for (let j = 0, to = entries; j <= columns; j++) {
    const at = start + (<usize>j << 2);
    const bytes = load<usize>(at);
    store<usize>(at, to);
    to += bytes;
  }
  let entry = first;
  for (let i = 0, place = 0; i < rows; i++, place += step) {
    const end = load<usize>(rowStart + (<usize>i << 2), 4);
    for (; entry != end; entry += ENTRY_BYTES) {
      const column = start + (<usize>(load<u32>(entry) / <u32>step) << 2);
      const to = load<usize>(column);
      put(to, place, load<f32>(entry, 4));
      store<usize>(column, to + ENTRY_BYTES);
    }
  }
  // Each stands where the next column begins.
  memory.copy(start + 4, start, <usize>columns << 2);
  store<usize>(start, entries);
}
