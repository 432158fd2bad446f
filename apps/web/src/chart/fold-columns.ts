import type { Point } from './curve.ts';
import { Smoother } from './smoother.ts';

/** The quantities of a point. */
export type Quantity = 'trainLoss' | 'validationLoss' | 'validationScore';

/** One value per epoch, from the first; null where there is none. */
export type Values = (number | null)[];

/** NaN and infinity are stored as the largest numbers: no such point is drawn. */
const DIVERGED = 1e300;
const SMOOTHING = 0.8;

/**
 * One quantity of a trial over its folds, one value per epoch. New epochs are appended without computing the earlier ones
 * again.
 */
export class FoldColumns {
  readonly #quantity: Quantity;
  #smoother = new Smoother(SMOOTHING);
  #furthest: readonly number[] = [];
  #ended = false;
  /** The first point of each fold: a fold that starts late may come between others. */
  #firsts: readonly (Point | undefined)[] = [];
  /** Mean over the folds that are furthest. */
  mean: Values = [];
  /** The same, smoothed. */
  smoothed: Values = [];
  /** The lowest and highest value of those folds. */
  lowest: Values = [];
  highest: Values = [];
  /** One standard deviation below and above their mean; null for a single fold. */
  below: Values = [];
  above: Values = [];
  /** Each fold on its own. */
  each: Values[] = [];

  constructor(quantity: Quantity) {
    this.#quantity = quantity;
  }

  /** How many folds the mean is over. */
  get folds(): number {
    return this.#furthest.length;
  }

  /** Whether there is any value. */
  get empty(): boolean {
    return !this.each.some((values) => values.some((value) => value !== null));
  }

  /**
   * Adds new points. The mean is over the folds that are furthest: a fold that lags behind joins when it has caught up. A
   * mean over different folds at each epoch would show steps that no fold took.
   *
   * @param folds the points of each fold, in epoch order.
   * @param ended whether no fold goes on: the mean is then over all, and one that ended before the others stays where it ended.
   */
  update(folds: readonly (readonly Point[])[], ended = false): this {
    const epochs = epochsOf(folds);
    const furthest = folds.flatMap((points, fold) =>
      points.at(-1)?.epoch === epochs || (ended && points.length > 0) ? [fold] : [],
    );
    const others = this.#firsts.some((first, fold) => first !== folds[fold]?.[0]);
    if (others) this.each = [];
    this.#ended = ended;
    if (others || furthest.join() !== this.#furthest.join()) this.#startAgain(furthest);
    this.#firsts = folds.map((points) => points[0]);
    folds.forEach((points, fold) => {
      const values = (this.each[fold] ??= []);
      const last = points.at(-1)?.epoch ?? 0;
      for (let epoch = values.length + 1; epoch <= last; epoch++) values.push(valueAt(points, epoch, this.#quantity));
    });
    for (let i = this.mean.length; i < epochs; i++) this.#append(i);
    return this;
  }

  #startAgain(furthest: readonly number[]): void {
    this.#furthest = furthest;
    this.#smoother = new Smoother(SMOOTHING);
    this.mean = [];
    this.smoothed = [];
    this.lowest = [];
    this.highest = [];
    this.below = [];
    this.above = [];
  }

  #append(i: number): void {
    const of = summaryOf(this.#furthest, (fold) => {
      const values = this.each[fold] ?? [];
      return i < values.length ? values[i]! : this.#ended ? endOf(values) : null;
    });
    this.mean.push(of?.mean ?? null);
    this.smoothed.push(this.#smoother.next(of?.mean ?? null));
    this.lowest.push(of?.lowest ?? null);
    this.highest.push(of?.highest ?? null);
    this.below.push(of === null || of.sd === null ? null : of.mean - of.sd);
    this.above.push(of === null || of.sd === null ? null : of.mean + of.sd);
  }
}

/** Epochs at the end of a fold, as a share, whose mean stands for what would have followed; as tuning takes it. */
const END = 0.1;

/** @returns where a fold ended. */
function endOf(values: Values): number | null {
  const last = values.slice(-Math.min(15, Math.max(1, Math.round(END * values.length))));
  const known = last.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** @returns the last epoch that any fold has reached. */
export function epochsOf(folds: readonly (readonly Point[])[]): number {
  return Math.max(0, ...folds.map((points) => points.at(-1)?.epoch ?? 0));
}

/** @returns the mean and spread of the folds at one epoch; null if one of them has no value. */
function summaryOf(
  folds: readonly number[],
  valueOf: (fold: number) => number | null,
): { mean: number; lowest: number; highest: number; sd: number | null } | null {
  let mean = 0;
  let squares = 0;
  let lowest = Infinity;
  let highest = -Infinity;
  let count = 0;
  for (const fold of folds) {
    const value = valueOf(fold);
    if (value === null) return null;
    count++;
    const off = value - mean;
    mean += off / count;
    squares += off * (value - mean);
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  if (count === 0) return null;
  return { mean, lowest, highest, sd: count === 1 ? null : Math.sqrt(squares / (count - 1)) };
}

function valueAt(points: readonly Point[], epoch: number, quantity: Quantity): number | null {
  const near = points[epoch - 1];
  const point = near?.epoch === epoch ? near : points.find((candidate) => candidate.epoch === epoch);
  const value = point?.[quantity] ?? null;
  return value !== null && Math.abs(value) < DIVERGED ? value : null;
}
