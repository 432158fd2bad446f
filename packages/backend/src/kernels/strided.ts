/** Row-major strides of a shape, in elements. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = Array.from({ length: shape.length }, () => 1);
  for (let i = shape.length - 2; i >= 0; i--) strides[i] = strides[i + 1]! * shape[i + 1]!;
  return strides;
}

/**
 * Calls `visit` with the offset of every index of `shape`, in row-major order, as `shape` and `strides` place it.
 *
 * @param strides in elements, one for each dimension; 0 for one that is broadcast.
 */
export function forEachOffset(
  shape: readonly number[],
  strides: readonly number[],
  visit: (offset: number) => void,
): void {
  if (shape.includes(0)) return;
  const index = shape.map(() => 0);
  let offset = 0;
  for (;;) {
    visit(offset);
    let axis = shape.length - 1;
    for (; axis >= 0; axis--) {
      index[axis]!++;
      offset += strides[axis]!;
      if (index[axis]! < shape[axis]!) break;
      offset -= index[axis]! * strides[axis]!;
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}
