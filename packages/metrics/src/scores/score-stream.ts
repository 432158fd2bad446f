import type { Target } from '../targets/index.ts';
import { checkFit } from './check-fit.ts';
import { addCounts, prepareCounts, scoreOfCounts, type Confusion } from '../predictions/confusion.ts';
import { joinPredictions, joinTargets } from './join.ts';
import type { Asked } from '../predictions/asked.ts';
import { METRICS } from './metrics.ts';
import type { Predictions } from '../predictions/predictions.ts';
import { scoreRows } from './row-scores.ts';
import { score } from './scorer.ts';

/** A score of rows that come in chunks. */
export interface ScoreStream {
  /**
   * Takes some more rows.
   *
   * @throws {StepwellError} `measure_mismatch` when predictions, target and metric don't fit together.
   */
  add(predictions: Predictions, target: Target): void;
  /** @returns the score of all rows so far; NaN where it is not defined. */
  value(): number;
}

/** Metrics of a confusion matrix, whose counts add up. */
const OF_COUNTS: ReadonlySet<Asked['name']> = new Set(['balanced-accuracy', 'precision', 'recall', 'f1', 'f1-micro']);

/**
 * Scores rows chunk by chunk, the same however they are cut. Means over rows and confusion counts keep a few sums. What needs
 * all rows at once, like a ranking, keeps the predictions and targets, which are far smaller than the inputs.
 */
export function scoreStream(measure: Asked): ScoreStream {
  if (METRICS[measure.name].perRow) return meanStream(measure);
  return OF_COUNTS.has(measure.name) ? countStream(measure) : keepingStream(measure);
}

function meanStream(measure: Asked): ScoreStream {
  let sum = 0;
  let rows = 0;
  return {
    add(predictions, target) {
      const scores = scoreRows(measure, predictions, target);
      for (const each of scores) sum += each;
      if (predictions.values.some(Number.isNaN)) sum = Number.NaN;
      rows += scores.length;
    },
    value: () => sum / rows,
  };
}

function countStream(measure: Asked): ScoreStream {
  let counts: Confusion | null = null;
  let broken = false;
  return {
    add(predictions, target) {
      checkFit(measure, predictions, target);
      const own = prepareCounts(measure.threshold, predictions)(target)(null);
      counts = counts === null ? own : addCounts(counts, own);
      broken ||= predictions.values.some(Number.isNaN);
    },
    value: () => (counts === null || broken ? Number.NaN : scoreOfCounts(measure.name, counts)),
  };
}

function keepingStream(measure: Asked): ScoreStream {
  const predictions: Predictions[] = [];
  const targets: Target[] = [];
  return {
    add(some, target) {
      checkFit(measure, some, target);
      predictions.push(some);
      targets.push(target);
    },
    value: () =>
      targets.length === 0 ? Number.NaN : score(measure, joinPredictions(predictions), joinTargets(targets)),
  };
}
