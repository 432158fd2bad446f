import type { Series } from './read-series.ts';

/** Differences to the values one season before that the scale of a row is the mean of, at least. */
const FEWEST_DIFFERENCES = 60;
/** A scale is no less than this share of the mean over all of the past: a calm spell makes no forecast infinitely far off. */
const LEAST_SHARE = 0.1;
/** Seasons that what is expected is the median of. */
const SEASONS_AVERAGED = 5;
/** Seasons back in which a value is looked for where one is missing. */
const MOST_BACK = 4;

/** What is known of a series at each of its places: every method of an origin reads values at or before it, and no later ones. */
export class Past {
  readonly season: number;
  readonly #values: Float64Array;
  /** Gaps filled with the last value before. */
  readonly #filled: Float64Array;
  readonly #first: number;
  readonly #base: number;
  readonly #sums: Sums;
  readonly #squares: Sums;
  readonly #changes: Sums;

  constructor({ values, first, last }: Pick<Series, 'values' | 'first' | 'last'>, season: number) {
    this.season = season;
    this.#values = values;
    this.#first = first;
    this.#base = values[first]!;
    this.#filled = new Float64Array(values.length);
    for (let at = 0; at < values.length; at++) {
      const value = values[at]!;
      this.#filled[at] = Number.isNaN(value) ? (at <= first ? this.#base : this.#filled[at - 1]!) : value;
    }
    // From the first value, so that squares of a high level don't swallow the spread.
    const about = values.map((value) => value - this.#base);
    this.#sums = new Sums(about);
    this.#squares = new Sums(about.map((value) => value * value));
    this.#changes = new Sums(
      values.map((value, at) => (at < season ? Number.NaN : Math.abs(value - values[at - season]!))),
    );
    this.last = last;
  }

  /** The last place with a value. */
  readonly last: number;

  /** Whether enough is known at a place to forecast from it: its value, a season and a few changes from one to the next. */
  isOrigin(at: number): boolean {
    return (
      at >= this.#first + this.season + Math.min(this.season, 8) &&
      Number.isFinite(this.#values[at]) &&
      this.#changes.count(0, at + 1) >= 4
    );
  }

  /** Whether all values of the horizon after a place are known. */
  isFollowed(at: number, horizon: number): boolean {
    for (let ahead = 1; ahead <= horizon; ahead++) if (!Number.isFinite(this.#values[at + ahead])) return false;
    return true;
  }

  /** The value so many steps after an origin: what is to be forecast. NaN where it isn't known. */
  ahead(at: number, steps: number): number {
    return this.#values[at + steps] ?? Number.NaN;
  }

  /** The value so many steps before an origin, gaps filled with the last one before; the first value before the series begins. */
  before(at: number, steps: number): number {
    return at - steps <= this.#first ? this.#base : this.#filled[at - steps]!;
  }

  /**
   * What repeating a season says of a step ahead: the last known value at that step of a season. Where none of the last few seasons
   * has one, the value at the origin.
   */
  naive(at: number, ahead: number, season: number, more = 0): number {
    const nearest = at + ahead - season * (Math.ceil(ahead / season) + more);
    for (let back = 0; back <= MOST_BACK; back++) {
      const value = this.#values[nearest - back * season];
      if (nearest - back * season < 0) break;
      if (value !== undefined && Number.isFinite(value)) return value;
    }
    return this.#values[at]!;
  }

  /**
   * What the season and the level of late let expect of a step ahead: how far the value at that step was from the mean of its own
   * season, in the median of the last five, and the mean over the latest. Less noisy than one season repeated; a season in which the
   * level breaks has no say. Without a season it is the value at the origin.
   */
  expected(at: number, ahead: number): number {
    const { season } = this;
    if (season === 1) return this.#values[at]!;
    const nearest = at + ahead - season * Math.ceil(ahead / season);
    const seen: number[] = [];
    for (let back = 0; back < SEASONS_AVERAGED; back++) {
      const value = this.#values[nearest - back * season];
      const end = at + 1 - back * season;
      if (end - season < this.#first) break;
      const level = this.#sums.mean(end - season, end);
      if (value === undefined || Number.isNaN(value) || level === null) continue;
      seen.push(value - this.#base - level);
    }
    return seen.length === 0 ? this.#values[at]! : median(seen) + this.mean(at, season);
  }

  /** Mean of the values known among the last ones; the value at the origin where none is. */
  mean(at: number, window: number): number {
    const mean = this.#sums.mean(at + 1 - window, at + 1);
    return mean === null ? this.#values[at]! : mean + this.#base;
  }

  /** Standard deviation of the values known among the last ones. */
  deviation(at: number, window: number): number {
    const [from, to] = [at + 1 - window, at + 1];
    const mean = this.#sums.mean(from, to) ?? 0;
    return Math.sqrt(Math.max(0, (this.#squares.mean(from, to) ?? 0) - mean * mean));
  }

  /** How far the values of the last seasons were from those one season before, on average; above 0. */
  scale(at: number): number {
    const window = Math.max(FEWEST_DIFFERENCES, 3 * this.season);
    const whole = this.#changes.mean(0, at + 1) ?? 0;
    const lately = this.#changes.mean(at + 1 - window, at + 1) ?? whole;
    const scale = Math.max(lately, LEAST_SHARE * whole);
    if (scale > 0) return scale;
    // The same value at every season so far: a tenth of the spread, or anything.
    return 0.1 * this.deviation(at, at + 1) || 1;
  }

  /** The mean change from one step to the next since the first value. */
  slope(at: number): number {
    return at === this.#first ? 0 : (this.#values[at]! - this.#base) / (at - this.#first);
  }
}

/** Sums over ranges of values, those that are missing left out. */
class Sums {
  readonly #sums: Float64Array;
  readonly #counts: Int32Array;

  constructor(values: Float64Array) {
    this.#sums = new Float64Array(values.length + 1);
    this.#counts = new Int32Array(values.length + 1);
    for (let at = 0; at < values.length; at++) {
      const known = Number.isFinite(values[at]);
      this.#sums[at + 1] = this.#sums[at]! + (known ? values[at]! : 0);
      this.#counts[at + 1] = this.#counts[at]! + (known ? 1 : 0);
    }
  }

  /** How many values are known from one place up to another. */
  count(from: number, to: number): number {
    return this.#counts[to]! - this.#counts[Math.max(0, from)]!;
  }

  /** Their mean; null where none is known. */
  mean(from: number, to: number): number | null {
    const count = this.count(from, to);
    return count === 0 ? null : (this.#sums[to]! - this.#sums[Math.max(0, from)]!) / count;
  }
}

/** Midway between the middle two of an even number. */
function median(values: number[]): number {
  values.sort((a, b) => a - b);
  const middle = values.length >> 1;
  return values.length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
}
