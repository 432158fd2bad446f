/** A place in a drawing. */
export interface Place {
  x: number;
  y: number;
}

/**
 * Leaves of a line what can be seen: of all points that fall into the same column the first, the lowest, the highest and
 * the last, so that spikes survive.
 *
 * @param line in order of x.
 * @param columns how many columns lie between its ends.
 */
export function downsample(line: readonly Place[], columns: number): Place[] {
  const from = line[0]?.x ?? 0;
  const to = line.at(-1)?.x ?? 0;
  if (line.length <= 2 * columns || to <= from) return [...line];
  const kept: Place[] = [];
  let column: Place[] = [];
  let at = 0;
  for (const place of line) {
    const next = Math.min(columns - 1, Math.floor((columns * (place.x - from)) / (to - from)));
    if (next !== at) {
      kept.push(...seenOf(column));
      column = [];
      at = next;
    }
    column.push(place);
  }
  return [...kept, ...seenOf(column)];
}

function seenOf(column: readonly Place[]): Place[] {
  if (column.length <= 2) return [...column];
  const ys = column.map(({ y }) => y);
  const seen = new Set([0, ys.indexOf(Math.min(...ys)), ys.indexOf(Math.max(...ys)), column.length - 1]);
  return column.filter((_, i) => seen.has(i));
}
