/** @returns a number, short enough for an axis: 0.25, 12, 45k, 2M. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9 || (size > 0 && size < 1e-3)) return value.toExponential(1);
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  if (size >= 1e4) return `${Number((value / 1e3).toPrecision(3))}k`;
  return String(Number(value.toPrecision(3)));
}

/** @returns the edge of a bin: a number, or a day. */
export function edgeLabel(kind: string, value: number): string {
  return kind === 'date' ? new Date(value).toISOString().slice(0, 10) : shortNumber(value);
}
