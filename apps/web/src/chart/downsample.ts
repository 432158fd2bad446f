/**
 * The points needed to draw a line: the first, smallest, largest and last of each of `stretches` equal stretches. No
 * spike is lost, and the line enters and leaves a stretch at the same values. A stretch without values keeps one gap.
 *
 * @param values one per epoch; null where there is none.
 * @param first index of the first point drawn.
 * @param last index of the last.
 * @param stretches usually one per pixel.
 * @returns indices in order, at most four per stretch; all of them if there are no more than that.
 * @see Jugel et al.: M4, a visualization-oriented time series data aggregation (2014)
 */
export function pointsToDraw(
  values: readonly (number | null)[],
  first: number,
  last: number,
  stretches: number,
): number[] {
  const count = last - first + 1;
  const kept: number[] = [];
  if (count <= POINTS_PER_STRETCH * stretches) {
    for (let i = first; i <= last; i++) kept.push(i);
    return kept;
  }
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = first + Math.floor((stretch * count) / stretches);
    const to = first + Math.floor(((stretch + 1) * count) / stretches);
    keepExtremes(values, from, to, kept);
  }
  return kept;
}

const POINTS_PER_STRETCH = 4;

/** Appends the kept indices from `from` up to `to`, exclusive. */
function keepExtremes(values: readonly (number | null)[], from: number, to: number, kept: number[]): void {
  let first = -1;
  let last = -1;
  let least = -1;
  let most = -1;
  let low = Infinity;
  let high = -Infinity;
  for (let i = from; i < to; i++) {
    const value = values[i];
    if (value === null || value === undefined) continue;
    if (first === -1) first = i;
    last = i;
    if (value < low) {
      low = value;
      least = i;
    }
    if (value > high) {
      high = value;
      most = i;
    }
  }
  if (first === -1) {
    kept.push(from);
    return;
  }
  const [earlier, later] = least < most ? [least, most] : [most, least];
  kept.push(first);
  if (earlier > first && earlier < last) kept.push(earlier);
  if (later > earlier && later > first && later < last) kept.push(later);
  if (last > first) kept.push(last);
}
