import { StepwellError } from '@stepwell/base/errors';
import { countRows, type Target } from '@stepwell/metrics/targets';
import { widthOfTarget, type Predictions, codesOf } from '@stepwell/metrics';
import type { ErrorCosts } from '../../question/index.ts';

/** A threshold with its mean cost per row. */
export interface Threshold {
  /** The probability of the second class from which a row is predicted positive. */
  threshold: number;
  cost: number;
  /** The cost at a threshold of one half. */
  costAtHalf: number;
}

/**
 * The threshold whose mistakes cost least on these rows. Of those that cost the same, the one nearest one half; it lies
 * midway between the probabilities that it parts, or at one half where that parts them as well.
 *
 * @param predictions of n rows: the probabilities of two classes.
 * @param target the targets, of n rows.
 * @throws {StepwellError} `measure_mismatch` for anything but two classes, and for no rows.
 * @see Elkan: The foundations of cost-sensitive learning (2001)
 */
export function chooseThreshold(predictions: Predictions, target: Target, costs: ErrorCosts): Threshold {
  const codes = codesOf(target);
  const rows = countRows(target);
  if (
    predictions.kind !== 'probabilities' ||
    widthOfTarget(target) !== 2 ||
    predictions.values.length !== 2 * rows ||
    rows === 0
  ) {
    throw new StepwellError(
      'measure_mismatch',
      'A threshold needs probabilities of two classes, for at least one row.',
    );
  }
  const scores = Float64Array.from({ length: rows }, (_, row) => predictions.values[2 * row + 1]!);
  const order = Int32Array.from(codes, (_, row) => row).sort((a, b) => scores[b]! - scores[a]! || a - b);
  // From the top down: at first no row is positive, and every positive row is missed. Counts, so that equal costs are equal.
  let missed = codes.reduce((count, code) => count + (code === 1 ? 1 : 0), 0);
  let alarms = 0;
  const costNow = () => (missed * costs.falseNegative + alarms * costs.falsePositive) / rows;
  let best = { threshold: between(scores[order[0]!]!, Infinity), cost: costNow() };
  let costAtHalf = best.cost;
  for (let i = 0; i < rows;) {
    const score = scores[order[i]!]!;
    for (; i < rows && scores[order[i]!] === score; i++) {
      if (codes[order[i]!] === 1) missed--;
      else alarms++;
    }
    const cost = costNow();
    if (score >= 0.5) costAtHalf = cost;
    const threshold = between(i < rows ? scores[order[i]!]! : -Infinity, score);
    const nearer = Math.abs(threshold - 0.5) < Math.abs(best.threshold - 0.5);
    if (cost < best.cost || (cost === best.cost && nearer)) best = { threshold, cost };
  }
  return { ...best, costAtHalf };
}

/** A threshold above `below` and not above `at`: one half where it can be, else midway, within 0 and a hair above 1. */
function between(below: number, at: number): number {
  if (below < 0.5 && at >= 0.5) return 0.5;
  const low = Math.max(below, 0);
  const middle = (low + Math.min(at, 1)) / 2;
  if (below === -Infinity) return Math.min(at, middle);
  return middle > below ? middle : Math.min(at, below + Number.EPSILON);
}
