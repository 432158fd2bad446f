import { StepwellError } from '@stepwell/base/errors';
import { formatShare } from '@stepwell/base/format';
import { metricWords, type MetricName } from '@stepwell/metrics/names';
import type { Target } from '@stepwell/metrics/targets';
import { checkApplies, checkExpression, METRICS, metricsFor } from '@stepwell/metrics';
import { byRule, byUser, type Decision } from '../../decisions/index.ts';
import type { RunSpec } from '../../question/index.ts';
import type { Measure } from './measure.ts';

/** Two classes count as uneven when the rarer one has less than this share … */
const UNEVEN_SHARE = 0.35;
/** … and as a search for the rare when it has less than this. */
const RARE_SHARE = 0.05;
/** The commonest of several classes may be this many times as common as an even share before they count as uneven. */
const UNEVEN_TIMES = 1.5;

/** A metric with the reason for it. */
interface Choice {
  name: MetricName;
  why: string;
  evidence: Record<string, unknown>;
}

/**
 * The second stage: what "best" means from here on. By rule: accuracy for classes that are about equally likely; ROC AUC,
 * average precision or balanced accuracy for those that aren't; mean average precision for sets of labels; mean absolute
 * error for numbers. Or what the person asks for, an expression of their own included.
 *
 * @throws {StepwellError} `measure_mismatch` when what was asked for doesn't measure such a target; `invalid_expression`.
 * @see Chollet, Deep Learning with Python, 4.5.2: Choosing a measure of success
 */
export function chooseMeasure(target: Target, spec: RunSpec): { measure: Measure; decisions: Decision[] } {
  checkCosts(target, spec);
  const asked = askedFor(target, spec);
  const { name, why, evidence } = asked ?? chosenFor(target);
  const measure: Measure = {
    name,
    greaterIsBetter: name === 'custom' ? spec.custom!.greaterIsBetter : METRICS[name].greaterIsBetter,
    why,
    beside: metricsFor(target)
      .map((metric) => metric.name)
      .filter((other) => other !== name && !repeats(other, target)),
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
    'Costs of false positives and false negatives are for two classes. Leave costs out, or write them into a measure of your own.',
  );
}

function askedFor(target: Target, spec: RunSpec): Choice | null {
  const { custom, measure } = spec;
  if (custom !== undefined) {
    if (measure !== undefined && measure !== 'custom') {
      throw new StepwellError(
        'measure_mismatch',
        `${measure} was asked for and an expression was given. Leave one of them out.`,
      );
    }
    checkExpression(custom.expression, target);
    const sense = custom.greaterIsBetter ? 'greater' : 'smaller';
    const why = `You asked for ${custom.expression}: the ${sense} the better.`;
    return { name: 'custom', why, evidence: { expression: custom.expression } };
  }
  if (measure === undefined) return null;
  if (measure === 'custom') {
    throw new StepwellError('measure_mismatch', 'A measure of your own needs an expression: give custom as well.');
  }
  checkApplies({ name: measure }, target);
  return { name: measure, why: `You asked for ${metricWords[measure]}.`, evidence: {} };
}

function chosenFor(target: Target): Choice {
  if (target.kind === 'classes') return chosenForClasses(target.classes, target.codes);
  if (target.kind === 'labels') {
    const why = `Rows have any of ${target.labels.length} labels, most of which are rare: the mean average precision ranks the rows for each label, and needs no threshold.`;
    return { name: 'mean-average-precision', why, evidence: { labels: target.labels.length } };
  }
  const why = 'The mean absolute error is in the unit of the target and does not let a few large errors rule.';
  return { name: 'mae', why, evidence: {} };
}

function chosenForClasses(classes: string[], codes: Int32Array): Choice {
  const counts = new Float64Array(classes.length);
  for (const code of codes) if (code >= 0) counts[code]! += 1;
  const commonest = Math.max(...counts) / codes.length;
  const rarest = Math.min(...counts) / codes.length;
  const evidence = { commonest, rarest };
  const always = `always naming the commonest is right ${formatShare(commonest)} of the time`;
  if (classes.length === 2 && rarest < RARE_SHARE) {
    const why = `Only ${formatShare(rarest)} of the rows are of the rarer class, and ${always}: the average precision says how pure the rows are that the model ranks first.`;
    return { name: 'average-precision', why, evidence };
  }
  if (classes.length === 2 && rarest < UNEVEN_SHARE) {
    const why = `The classes are uneven, ${always}: ROC AUC says how well the model ranks one class above the other, whatever their shares.`;
    return { name: 'roc-auc', why, evidence };
  }
  if (classes.length > 2 && commonest > UNEVEN_TIMES / classes.length) {
    const why = `The classes are uneven, ${always}: the balanced accuracy counts every class alike.`;
    return { name: 'balanced-accuracy', why, evidence };
  }
  const why = `The classes are about equally common: the commonest makes up ${formatShare(commonest)}.`;
  return { name: 'accuracy', why, evidence };
}

/** Metrics that say of such a target what another of them says already. */
function repeats(name: MetricName, target: Target): boolean {
  if (target.kind !== 'classes') return false;
  return name === 'f1-micro' || (name === 'mean-average-precision' && target.classes.length === 2);
}
