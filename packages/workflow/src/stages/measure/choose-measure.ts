import { StepwellError } from '@stepwell/base/errors';
import { formatShare } from '@stepwell/base/format';
import { metricWords, type MetricName } from '@stepwell/metrics/names';
import { anchorsOf, type Target } from '@stepwell/metrics/targets';
import { checkApplies, checkExpression, isRanked, METRICS, metricsFor } from '@stepwell/metrics';
import { byRule, byUser, type Decision } from '../../decisions/index.ts';
import type { RunSpec } from '../../question/index.ts';
import { prevailingValue } from '../define/index.ts';
import type { Measure } from './measure.ts';

/** Two classes are imbalanced when the rarer one has less than this share … */
const IMBALANCED_SHARE = 0.35;
/** … and the rarer one is rare when it has less than this. */
const RARE_SHARE = 0.05;
/** The most common of several classes may be this many times as common as an even share before they are imbalanced. */
const IMBALANCED_TIMES = 1.5;

/** Gains of 2^grade say nothing beyond this; LETOR has grades up to 4. */
const GREATEST_EXPONENT = 31;

/** A metric with the reason for it. */
interface Choice {
  name: MetricName;
  why: string;
  evidence: Record<string, unknown>;
}

/**
 * The second stage: what "best" means from here on. By rule: accuracy for classes that are about equally likely; ROC AUC,
 * average precision or balanced accuracy for imbalanced ones; mean average precision for sets of labels; mean absolute
 * error for numbers, or the root of the mean squared error where most of them are one value. Or whatever the user requests, including a custom expression.
 *
 * @throws {StepwellError} `measure_mismatch` when the requested measure doesn't fit the target; `invalid_expression`.
 * @see Chollet, Deep Learning with Python, 4.5.2: Choosing a measure of success
 */
export function chooseMeasure(target: Target, spec: RunSpec): { measure: Measure; decisions: Decision[] } {
  checkCosts(target, spec);
  const asked = requestedMeasure(target, spec);
  const { name, why, evidence } = asked ?? measureByRule(target);
  const measure: Measure = {
    name,
    greaterIsBetter: name === 'custom' ? spec.custom!.greaterIsBetter : METRICS[name].greaterIsBetter,
    why,
    beside: metricsFor(target)
      .map((metric) => metric.name)
      .filter((other) => other !== name && !repeats(other, target) && isDefinedOn(other, target)),
    custom: name === 'custom' ? { expression: spec.custom!.expression } : null,
    threshold: 0.5,
  };
  const by = asked === null ? byRule : byUser;
  return { measure, decisions: [by('measure', name, why, { ...evidence, beside: measure.beside })] };
}

function checkCosts(target: Target, spec: RunSpec): void {
  if (spec.costs === undefined || (target.kind === 'classes' && target.classes.length === 2)) return;
  throw new StepwellError(
    'measure_mismatch',
    'Costs of false positives and false negatives only apply to two classes. Leave out the costs, or include them in a custom measure.',
  );
}

function requestedMeasure(target: Target, spec: RunSpec): Choice | null {
  const { custom, measure } = spec;
  if (custom !== undefined) {
    if (measure !== undefined && measure !== 'custom') {
      throw new StepwellError(
        'measure_mismatch',
        `Both ${measure} and a custom expression were requested. Leave one of them out.`,
      );
    }
    if (isRanked(target)) {
      throw new StepwellError(
        'measure_mismatch',
        'A custom measure looks at single rows, and rankings are judged query by query. Choose a measure of rankings, such as ndcg@10.',
      );
    }
    checkExpression(custom.expression, target);
    const sense = custom.greaterIsBetter ? 'greater' : 'smaller';
    const why = `You asked for ${custom.expression}; ${sense} is better.`;
    return { name: 'custom', why, evidence: { expression: custom.expression } };
  }
  if (measure === undefined) return null;
  if (measure === 'custom') {
    throw new StepwellError('measure_mismatch', 'A custom measure needs an expression. Set one in custom.');
  }
  checkApplies({ name: measure }, target);
  if (!isDefinedOn(measure, target)) {
    if (isRanked(target)) {
      throw new StepwellError(
        'measure_mismatch',
        `${metricWords[measure]} counts a grade as 2^grade - 1, and some grades are above ${GREATEST_EXPONENT}. Choose ndcg@10.`,
      );
    }
    throw new StepwellError(
      'measure_mismatch',
      `${metricWords[measure]} divides by the target, which is 0 in some rows. Choose mae or rmse.`,
    );
  }
  return { name: measure, why: `You asked for ${metricWords[measure]}.`, evidence: {} };
}

function measureByRule(target: Target): Choice {
  if (isRanked(target)) return measureForRankings(target.values);
  if (target.kind === 'classes' && target.ordered === true) {
    const why =
      'Levels have an order. Quadratic kappa counts a prediction that is two levels off as four times one that is one off; 0 is chance and 1 is right everywhere.';
    return { name: 'quadratic-kappa', why, evidence: { levels: target.classes.length } };
  }
  if (target.kind === 'classes') return measureForClasses(target.classes, target.codes);
  if (target.kind === 'labels') {
    const why = `Rows have any of ${target.labels.length} labels, most of them rare. Mean average precision ranks the rows for each label and needs no threshold.`;
    return { name: 'mean-average-precision', why, evidence: { labels: target.labels.length } };
  }
  if (anchorsOf(target) !== null) {
    const why =
      "Mean absolute error is in the unit of the target. Beside it, MASE is the same in units of the seasonal naive forecast's error on each series' past.";
    return { name: 'mae', why, evidence: {} };
  }
  const prevailing = Array.from({ length: target.width }, (_, column) =>
    prevailingValue(target.values.filter((_, i) => i % target.width === column)),
  );
  const [first] = prevailing;
  if (first !== null && first !== undefined && !prevailing.includes(null)) {
    const { value, share } = first;
    const why = `${formatShare(share)} of rows are ${value}, so mean absolute error would reward always predicting that. Squared errors don't.`;
    return { name: 'rmse', why, evidence: { value, share } };
  }
  const why = "Mean absolute error is in the unit of the target, and a few large errors don't dominate it.";
  return { name: 'mae', why, evidence: {} };
}

function measureForRankings(grades: Float64Array): Choice {
  const graded = grades.some((grade) => grade !== 0 && grade !== 1);
  const evidence = { graded };
  return graded
    ? {
        name: 'ndcg@10',
        why: 'Rows have grades of relevance. NDCG@10 counts the grades of the first ten rows of each query, those further down less.',
        evidence,
      }
    : {
        name: 'mean-average-precision',
        why: 'Rows are relevant or not. Mean average precision shows how far up the relevant rows of each query are.',
        evidence,
      };
}

function measureForClasses(classes: string[], codes: Int32Array): Choice {
  const counts = new Float64Array(classes.length);
  for (const code of codes) if (code >= 0) counts[code]! += 1;
  const mostCommon = Math.max(...counts) / codes.length;
  const rarest = Math.min(...counts) / codes.length;
  const evidence = { mostCommon, rarest };
  const always = `always guessing the most common class is right ${formatShare(mostCommon)} of the time`;
  if (classes.length === 2 && rarest < RARE_SHARE) {
    const why = `Only ${formatShare(rarest)} of rows are in the rarer class, and ${always}. Average precision shows how pure the top-ranked rows are.`;
    return { name: 'average-precision', why, evidence };
  }
  if (classes.length === 2 && rarest < IMBALANCED_SHARE) {
    const why = `The classes are imbalanced: ${always}. ROC AUC shows how well the model ranks one class above the other, whatever their shares.`;
    return { name: 'roc-auc', why, evidence };
  }
  if (classes.length > 2 && mostCommon > IMBALANCED_TIMES / classes.length) {
    const why = `The classes are imbalanced: ${always}. Balanced accuracy weights every class equally.`;
    return { name: 'balanced-accuracy', why, evidence };
  }
  const why = `The classes are about equally common: the most common makes up ${formatShare(mostCommon)}.`;
  return { name: 'accuracy', why, evidence };
}

/** Whether a metric is defined on such rows: a percentage of 0 isn't, which scikit-learn makes a huge number of. */
export function isDefinedOn(name: MetricName, target: Target): boolean {
  if (name.startsWith('letor-'))
    return target.kind === 'number' && target.values.every((grade) => grade <= GREATEST_EXPONENT);
  return name !== 'mape' || target.kind !== 'number' || !target.values.includes(0);
}

/** Metrics that duplicate another one for this kind of target. */
function repeats(name: MetricName, target: Target): boolean {
  if (target.kind !== 'classes') return false;
  return name === 'f1-micro' || (name === 'mean-average-precision' && target.classes.length === 2);
}
