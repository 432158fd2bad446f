/** A range of epochs; its ends can be fractions during a gesture. */
export interface EpochRange {
  from: number;
  to: number;
}

/** The fewest epochs a chart shows. */
const NARROWEST = 4;

/** @returns the full range of a chart: from the first epoch to the last, at least two. */
export function fullRange(epochs: number): EpochRange {
  return { from: 1, to: Math.max(2, epochs) };
}

/** @returns whether a range shows everything. */
export function isFull({ from, to }: EpochRange, epochs: number): boolean {
  const whole = fullRange(epochs);
  return from <= whole.from && to >= whole.to;
}

/** @returns the range, moved and resized as little as needed to lie within the chart. */
export function within(range: EpochRange, epochs: number): EpochRange {
  const whole = fullRange(epochs);
  const most = whole.to - whole.from;
  const width = Math.min(most, Math.max(Math.min(NARROWEST, most), range.to - range.from));
  const middle = (range.from + range.to) / 2;
  const from = Math.min(whole.to - width, Math.max(whole.from, middle - width / 2));
  return { from, to: from + width };
}

/** Zooms a range by `factor` around an epoch, which keeps its place: 0.5 shows half as many epochs. */
export function zoomed(range: EpochRange, factor: number, around: number, epochs: number): EpochRange {
  const { from, to } = range;
  const share = to === from ? 0.5 : (around - from) / (to - from);
  const most = fullRange(epochs);
  const width = Math.min(most.to - most.from, Math.max(NARROWEST, (to - from) * factor));
  return within({ from: around - share * width, to: around + (1 - share) * width }, epochs);
}

/** Moves a range by a share of its width: 0.25 shows later epochs. */
export function panned({ from, to }: EpochRange, share: number, epochs: number): EpochRange {
  const by = share * (to - from);
  return within({ from: from + by, to: to + by }, epochs);
}

/**
 * The range during a pinch: the epochs under the two fingers stay under them.
 *
 * @param start the range when the second finger came down.
 * @param down where the two fingers were, as shares of the chart's width.
 * @param now where they are.
 */
export function pinched(
  start: EpochRange,
  down: readonly [number, number],
  now: readonly [number, number],
  epochs: number,
): EpochRange {
  const width = start.to - start.from;
  const [left, right] = down[0] <= down[1] ? ([0, 1] as const) : ([1, 0] as const);
  const apart = Math.max(CLOSEST, now[right] - now[left]);
  const shown = (width * Math.max(CLOSEST, down[right] - down[left])) / apart;
  const held = start.from + (width * (down[0] + down[1])) / 2;
  return zoomed(
    { from: held - (shown * (now[0] + now[1])) / 2, to: held + shown * (1 - (now[0] + now[1]) / 2) },
    1,
    held,
    epochs,
  );
}

/** Fingers closer than this share of the width count as this far apart. */
const CLOSEST = 0.02;

/** @returns the range, moved as little as needed to show an epoch. */
export function scrolledTo({ from, to }: EpochRange, epoch: number): EpochRange {
  const by = epoch < from ? epoch - from : epoch > to ? epoch - to : 0;
  return { from: from + by, to: to + by };
}

/** @returns the range in an address, `10-50`; null for none. */
export function readRange(written: string | null, epochs: number): EpochRange | null {
  const found = /^(\d{1,9})-(\d{1,9})$/.exec(written ?? '');
  if (found === null) return null;
  const [from, to] = [Number(found[1]), Number(found[2])];
  if (from >= to) return null;
  const range = within({ from, to }, epochs);
  return isFull(range, epochs) ? null : range;
}

/** @returns a range for the address, in whole epochs; null for all of them. */
export function writeRange(range: EpochRange | null, epochs: number): string | null {
  if (range === null || isFull(range, epochs)) return null;
  const { from, to } = within({ from: Math.round(range.from), to: Math.round(range.to) }, epochs);
  return isFull({ from, to }, epochs) ? null : `${Math.floor(from)}-${Math.ceil(to)}`;
}
