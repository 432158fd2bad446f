import { mean } from '@stepwell/metrics/statistics';
import type { BookOutcome, BookOutcomes, Comparison } from './experiment.ts';

/** Accepted range of a number. */
export interface Tolerance {
  words: string;
  accepts(mean: number): boolean;
}

/** @returns the range from `low` to `high`, inclusive. */
export function between(low: number, high: number): Tolerance {
  return { words: `${low} to ${high}`, accepts: (value) => value >= low && value <= high };
}

export function atLeast(low: number): Tolerance {
  return { words: `at least ${low}`, accepts: (value) => value >= low };
}

export function atMost(high: number): Tolerance {
  return { words: `at most ${high}`, accepts: (value) => value <= high };
}

/** @returns the outcomes of a configuration, one per seed. */
export function outcomesOf(outcomes: BookOutcomes, run: string): readonly BookOutcome[] {
  return outcomes.get(run) ?? [];
}

/** Compares the mean over the seeds with the tolerance, if any. */
export function compare(what: string, published: string, ours: number[], tolerance: Tolerance | null): Comparison {
  return {
    what,
    published,
    ours,
    tolerance: tolerance?.words ?? null,
    holds: tolerance === null || (ours.length > 0 && tolerance.accepts(mean(ours))),
  };
}

/** @returns the epoch with the lowest validation loss, and that loss. */
export function lowestValidation({ curve }: BookOutcome): { epoch: number; loss: number } {
  const losses = curve.map(({ validationLoss }) => validationLoss ?? Infinity);
  const loss = Math.min(...losses);
  return { epoch: losses.indexOf(loss) + 1, loss };
}

/** @returns the highest validation score over the epochs. */
export function bestValidationScore({ curve }: BookOutcome): number {
  return Math.max(...curve.map(({ validationScore }) => validationScore ?? -Infinity));
}

/** @returns the last point of the curve. */
export function lastPoint({ curve }: BookOutcome): { validationLoss: number; validationScore: number } {
  const { validationLoss, validationScore } = curve.at(-1)!;
  return { validationLoss: validationLoss ?? Number.NaN, validationScore: validationScore ?? Number.NaN };
}

/** @returns a metric on the test rows. */
export function testMetric({ report }: BookOutcome, name: string): number {
  return report.test?.metrics[name] ?? Number.NaN;
}

/** @returns a baseline's score on the validation rows. */
export function baseline({ report }: BookOutcome, name: string): number {
  return report.baselines?.find((one) => one.name === name)?.score ?? Number.NaN;
}
