import type { MetricName } from '../names/index.ts';

/** What it takes to score. */
export interface Asked {
  name: MetricName;
  /** The person's own expression, when the name is `custom`. */
  custom: { expression: string } | null;
  /** From what probability of the second of two classes a row is named so. */
  threshold: number;
}

/** What it takes to say which of two scores is the better: the metric's own sense when `greaterIsBetter` is left out. */
export interface Compared extends Asked {
  greaterIsBetter?: boolean | undefined;
}

/**
 * A score by how often each row counts.
 *
 * @param weights [n], whole numbers; null for once each.
 * @returns the score; NaN where it is not defined.
 */
export type Scorer = (weights: Float64Array | null) => number;
