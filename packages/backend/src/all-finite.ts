/** @returns whether no value is infinite or NaN; a loop, since `every` is slow on typed arrays. */
export function allFinite(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}
