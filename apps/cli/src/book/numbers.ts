import { mean } from '@stepwell/metrics/statistics';
import type { BookOutcome, BookOutcomes, Comparison } from './experiment.ts';

/** What a number must be. */
export interface Tolerance {
  words: string;
  accepts(mean: number): boolean;
}

/** From `low` to `high`, both allowed. */
export function between(low: number, high: number): Tolerance {
  return { words: `${low} to ${high}`, accepts: (value) => value >= low && value <= high };
}

export function atLeast(low: number): Tolerance {
  return { words: `at least ${low}`, accepts: (value) => value >= low };
}

export function atMost(high: number): Tolerance {
  return { words: `at most ${high}`, accepts: (value) => value <= high };
}

/** The outcomes of a configuration, one a seed. */
export function outcomesOf(outcomes: BookOutcomes, run: string): readonly BookOutcome[] {
  return outcomes.get(run) ?? [];
}

/** Compares the mean over the seeds; shown only where there is no tolerance. */
export function compare(what: string, published: string, ours: number[], tolerance: Tolerance | null): Comparison {
  return {
    what,
    published,
    ours,
    tolerance: tolerance?.words ?? null,
    holds: tolerance === null || (ours.length > 0 && tolerance.accepts(mean(ours))),
  };
}

/** The epoch of the smallest validation loss, and that loss. */
export function lowestValidation({ curve }: BookOutcome): { epoch: number; loss: number } {
  const losses = curve.map(({ validationLoss }) => validationLoss ?? Infinity);
  const loss = Math.min(...losses);
  return { epoch: losses.indexOf(loss) + 1, loss };
}

/** The greatest validation score over the epochs. */
export function bestValidationScore({ curve }: BookOutcome): number {
  return Math.max(...curve.map(({ validationScore }) => validationScore ?? -Infinity));
}

/** The last epoch of the curve. */
export function lastPoint({ curve }: BookOutcome): { validationLoss: number; validationScore: number } {
  const { validationLoss, validationScore } = curve.at(-1)!;
  return { validationLoss: validationLoss ?? Number.NaN, validationScore: validationScore ?? Number.NaN };
}

/** A metric on the test rows. */
export function testMetric({ report }: BookOutcome, name: string): number {
  return report.test?.metrics[name] ?? Number.NaN;
}

/** A baseline on the validation rows. */
export function baseline({ report }: BookOutcome, name: string): number {
  return report.baselines?.find((one) => one.name === name)?.score ?? Number.NaN;
}
