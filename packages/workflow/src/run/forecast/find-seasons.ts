import type { Series } from '../../training/forecast/index.ts';

/** A season must have come so many times among the values that are looked at. */
const FEWEST_CYCLES = 3;
/**
 * The least correlation with the values one season before, whatever the number of values: more where the step of time says nothing and
 * many seasons are looked for.
 */
const LEAST_CORRELATION = { few: 0.1, many: 0.25 };
const FEW_CANDIDATES = 3;
/** In standard errors of the correlation of as many independent values. */
const LEAST_ERRORS = 2.33;
/** Seasons that are used, at most. */
const MOST_SEASONS = 2;
/** Series that are looked at, the first ones. */
const MOST_SERIES = 20;

/** A season that was looked for. */
export interface SeasonFound {
  season: number;
  /** Correlation of what trend and shorter seasons leave with the values one season before. */
  correlation: number;
  adopted: boolean;
}

/**
 * Which of some seasons the values have: what trend and shorter seasons leave must be correlated with itself one season before, more
 * than chance explains and more than a little earlier or later.
 *
 * @param series values up to the vault alone.
 * @param candidates ascending.
 */
export function findSeasons(series: readonly Float64Array[], candidates: readonly number[]): SeasonFound[] {
  let rest = series.slice(0, MOST_SERIES);
  const found: SeasonFound[] = [];
  for (const season of candidates) {
    const long = rest.filter((values) => values.length >= FEWEST_CYCLES * season);
    if (long.length === 0) continue;
    const plain = long.map((values) => withoutTrend(values, season));
    const near = Math.max(1, Math.round(season / 24));
    const [at, before, after] = [season, season - near, season + near].map((lag) => meanCorrelation(plain, lag));
    const pairs = plain.reduce((sum, values) => sum + values.filter(Number.isFinite).length, 0);
    const { few, many } = LEAST_CORRELATION;
    const least = Math.max(
      candidates.length > FEW_CANDIDATES ? many : few,
      LEAST_ERRORS / Math.sqrt(Math.max(1, pairs)),
    );
    const isPeak = season < 4 || (at! > before! && at! > after!);
    const adopted = at! >= least && isPeak;
    found.push({ season, correlation: at!, adopted });
    if (adopted) rest = rest.map((values) => withoutSeason(values, season));
  }
  return found;
}

/** What is left of values without their mean over one season around each: NaN where less than half of it is known. */
function withoutTrend(values: Float64Array, season: number): Float64Array {
  const reach = Math.max(1, Math.floor(season / 2));
  const sums = new Float64Array(values.length + 1);
  const counts = new Float64Array(values.length + 1);
  values.forEach((value, i) => {
    const known = Number.isFinite(value);
    sums[i + 1] = sums[i]! + (known ? value : 0);
    counts[i + 1] = counts[i]! + (known ? 1 : 0);
  });
  return values.map((value, i) => {
    // An even season has half a step too much on one side, as if it began half a step later.
    const [from, to] = [i - reach, i + reach + (season % 2)];
    const [low, high] = [Math.max(0, from), Math.min(values.length, to)];
    const count = counts[high]! - counts[low]!;
    return count < reach ? Number.NaN : value - (sums[high]! - sums[low]!) / count;
  });
}

function withoutSeason(values: Float64Array, season: number): Float64Array {
  const plain = withoutTrend(values, season);
  const sums = new Float64Array(season);
  const counts = new Float64Array(season);
  plain.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    sums[i % season]! += value;
    counts[i % season]! += 1;
  });
  return values.map((value, i) => value - (counts[i % season] === 0 ? 0 : sums[i % season]! / counts[i % season]!));
}

function meanCorrelation(series: readonly Float64Array[], lag: number): number {
  let sum = 0;
  for (const values of series) sum += correlationWithEarlier(values, lag);
  return sum / series.length;
}

/** Pearson's correlation of values with those `lag` steps before, where both are known; 0 where it isn't defined. */
function correlationWithEarlier(values: Float64Array, lag: number): number {
  let [n, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let i = lag; i < values.length; i++) {
    const [a, b] = [values[i]!, values[i - lag]!];
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    n++;
    x += a;
    y += b;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  const spread = (xx - (x * x) / n) * (yy - (y * y) / n);
  return n > 1 && spread > 0 ? (xy - (x * y) / n) / Math.sqrt(spread) : 0;
}

/**
 * Puts the seasons first whose naive forecast errs least over the horizon, and keeps two.
 *
 * @param series values up to the vault alone.
 */
export function rankSeasons(series: readonly Float64Array[], seasons: readonly number[], horizon: number): number[] {
  const errors = new Map(seasons.map((season) => [season, naiveError(series, season, horizon)]));
  return seasons.toSorted((a, b) => errors.get(a)! - errors.get(b)! || a - b).slice(0, MOST_SEASONS);
}

/** Mean absolute error of the seasonal naive forecast over all steps of the horizon; infinite where none can be made. */
export function naiveError(series: readonly Float64Array[], season: number, horizon: number): number {
  const steps = new Map<number, number>();
  for (let ahead = 1; ahead <= horizon; ahead++) {
    const back = season * Math.ceil(ahead / season);
    steps.set(back, (steps.get(back) ?? 0) + 1);
  }
  let [sum, count] = [0, 0];
  for (const [back, times] of steps) {
    const one = meanChange(series, back);
    if (one === null) continue;
    sum += times * one;
    count += times;
  }
  return count === 0 ? Infinity : sum / count;
}

/** Mean absolute difference to the values so many steps before; null where no two are that far apart. */
export function meanChange(series: readonly Float64Array[], back: number): number | null {
  let [sum, count] = [0, 0];
  for (const values of series) {
    for (let i = back; i < values.length; i++) {
      const change = values[i]! - values[i - back]!;
      if (!Number.isFinite(change)) continue;
      sum += Math.abs(change);
      count++;
    }
  }
  return count === 0 ? null : sum / count;
}

/** The values of a series at or before a time. */
export function valuesUpTo({ values, times }: Pick<Series, 'values' | 'times'>, time: number): Float64Array {
  let end = 0;
  times.forEach((one, place) => {
    if (one <= time) end = place + 1;
  });
  return values.subarray(0, end);
}
