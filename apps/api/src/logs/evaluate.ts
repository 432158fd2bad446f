import { metricsFor, score, scoreInterval, type MetricName } from '@stepwell/metrics';
import type { Evaluation } from '../storage/logs.ts';
import { measuredOf, type PredictionsBody } from './predictions-body.ts';

/** Measures of classes that a class for each row is enough for. */
const OF_LABELS: readonly MetricName[] = ['accuracy', 'balanced-accuracy', 'precision', 'recall', 'f1'];
const OF_PROBABILITIES: readonly MetricName[] = [...OF_LABELS, 'roc-auc', 'average-precision', 'log-loss', 'brier'];
const OF_NUMBERS: readonly MetricName[] = ['mae', 'rmse', 'r2'];
/** Of two classes, the second is named from here on. */
const THRESHOLD = 0.5;
const SEED = 0;

/**
 * Measures predictions, each with its 95 % interval.
 *
 * @param now milliseconds since 1970.
 * @returns the measures that are defined for these rows: there is no ROC AUC of rows of one class.
 * @throws {StepwellError} `invalid_request` if truths and predictions don't fit together.
 */
export function evaluate(body: PredictionsBody, now: number): Evaluation {
  const { target, predictions, probable, classes } = measuredOf(body);
  const wanted = target.kind === 'number' ? OF_NUMBERS : probable ? OF_PROBABILITIES : OF_LABELS;
  const known = metricsFor(target).map(({ name }) => name);
  const measures = wanted.flatMap((name): Evaluation['measures'] => {
    if (!known.includes(name)) return [];
    const measure = { name, custom: null, threshold: THRESHOLD } as const;
    const value = score(measure, predictions, target);
    if (!Number.isFinite(value)) return [];
    const [low, high] = scoreInterval(measure, predictions, target, SEED, `logged/${body.part}`);
    const interval = Number.isFinite(low) && Number.isFinite(high) ? { low, high } : null;
    return [{ name, value, interval }];
  });
  return { rows: body.truths.length, task: body.task, classes, measures, evaluatedAt: now };
}
