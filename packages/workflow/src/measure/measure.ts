import { z } from 'zod';
import { metricName } from '../spec/index.ts';

/** What "best" means in a run. */
export const measure = z.object({
  name: metricName,
  greaterIsBetter: z.boolean(),
  why: z.string(),
  /** Reported beside it. */
  beside: z.array(metricName),
  /** The person's own expression, when the name is `custom`. */
  custom: z.object({ expression: z.string() }).nullable(),
  /** From what probability of the second of two classes a row is named so. */
  threshold: z.number(),
});
export type Measure = z.infer<typeof measure>;

/** What it takes to score. */
export type Asked = Pick<Measure, 'name' | 'custom' | 'threshold'>;

/** What it takes to say which of two scores is the better: the metric's own sense when `greaterIsBetter` is left out. */
export type Compared = Asked & Partial<Pick<Measure, 'greaterIsBetter'>>;

/**
 * A score by how often each row counts.
 *
 * @param weights [n], whole numbers; null for once each.
 * @returns the score; NaN where it is not defined.
 */
export type Scorer = (weights: Float64Array | null) => number;
