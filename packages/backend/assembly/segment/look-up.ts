import { copyFloats } from '../memory/lanes';

/**
 * `to[i] = x[ids[i]]`, row by row.
 *
 * @param ids [count], i32, each one of the rows of x: not checked here.
 * @param x [rows, columns].
 * @param to [count, columns].
 */
export function lookUp(count: i32, columns: i32, ids: usize, x: usize, to: usize): void {
  const step = (<usize>columns) << 2;
  for (let i = 0; i < count; i++, ids += 4, to += step) copyFloats(columns, x + <usize>load<i32>(ids) * step, to);
}
