import { z } from 'zod';
import { formatCount, formatShare } from '@stepwell/base/format';
import { formatGain, metricWords } from '@stepwell/metrics/names';
import { nameTarget, type Definition } from '../define/index.ts';
import type { Measure } from '../measure/index.ts';
import type { Gate, GateVerdict, GroupCheck } from './gate.ts';

/** What the finding of a prevailing value is about. */
const prevailingValue = z.object({ value: z.number(), share: z.number(), least: z.boolean() });

/** Advice on what to change when the run stops. */
export function adviceFor(
  verdict: Exclude<GateVerdict, 'beats-baseline'>,
  definition: Definition,
  { learningCurve, power, group }: Pick<Gate, 'learningCurve' | 'power' | 'group'>,
  measure: Pick<Measure, 'name'>,
  order: 'random' | 'time' = 'random',
): string {
  const prevailing =
    verdict === 'no-signal' || verdict === 'underpowered' || verdict === 'measure-blind'
      ? adviceOnPrevailing(definition, measure)
      : null;
  if (prevailing !== null) return prevailing;
  switch (verdict) {
    case 'leak-suspected':
      return adviceOnLeaks(definition, group, measure);
    case 'no-signal':
      return learningCurve?.moreRowsHelp === true
        ? 'More rows may help. So may other columns that are related to the target.'
        : 'More rows with the same columns are unlikely to help. Add columns that are related to the target.';
    case 'underpowered':
      return power === null || power.rowsNeeded === null
        ? "Add rows: with this few, a real gain can't be told from chance."
        : `Add rows. About ${formatCount(power.rowsNeeded, 'row')} to learn from would show the smallest gain worth having, if there is one.`;
    case 'measure-blind':
      return adviceOnMeasure(definition, measure);
    case 'non-stationary':
      return order === 'time'
        ? 'To predict the future, train on more recent rows or add columns that explain the change. To predict only within the period these rows cover, set the order to random.'
        : 'To predict the future, run it again with the order set to time, so that the model is chosen by how it does on later rows. To predict only within the period these rows cover, set it to random.';
  }
}

/** Where most rows of a number are one value, always predicting it is hard to beat in absolute error; a yes or no isn't. */
function adviceOnPrevailing(definition: Definition, { name }: Pick<Measure, 'name'>): string | null {
  const found = definition.audit.find(({ check }) => check === 'prevailing-value');
  const evidence = prevailingValue.safeParse(found?.evidence);
  if (!evidence.success) return null;
  const { value, share, least } = evidence.data;
  const target = nameTarget(definition.target);
  const ask = `predict whether ${target} is ${least ? `above ${value}` : `${value} or not`}`;
  if (name !== 'mae' && name !== 'mape') {
    return `${target} is ${value} in ${formatShare(share)} of rows: ${ask} instead, or add columns that are related to it.`;
  }
  const words = metricWords[name];
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} rewards always predicting ${value}, which is right for ${formatShare(share)} of rows. Choose RMSE, or ${ask}.`;
}

/** Which measure shows what this one can't. */
function adviceOnMeasure({ type }: Definition, { name }: Pick<Measure, 'name'>): string {
  switch (type) {
    case 'binary':
      return name === 'roc-auc'
        ? 'Choose another measure, or set the cost of each kind of error.'
        : 'Choose ROC AUC, which shows how well the model tells the rarer class apart, or set the cost of each kind of error.';
    case 'ordinal':
      return 'Choose quadratic kappa, which counts how far off predictions are, or log loss.';
    case 'multiclass':
      return 'Choose balanced accuracy, which weights every class equally, or log loss.';
    case 'multilabel':
      return 'Choose mean average precision, which shows how well the model ranks the rows with a label above the others.';
    case 'ranking':
      return 'Choose NDCG or mean average precision, which look at all rows of a query, or add columns that are related to the target.';
    case 'scalar-regression':
    case 'vector-regression':
      return name === 'mae' || name === 'mape'
        ? 'Choose RMSE, which counts large errors more, or add columns that are related to the target.'
        : 'Choose the mean absolute error, which large errors affect less, or add columns that are related to the target.';
  }
}

/** Rows of one patient on both sides of a split make a model look good even where the patient's name is left out. */
function adviceOnLeaks(
  { leaks, audit }: Definition,
  group: GroupCheck | null,
  { name }: Pick<Measure, 'name'>,
): string {
  const quoted = leaks.map(({ column }) => `"${column}"`);
  const one = quoted.length === 1;
  const leave = `eave out ${quoted.join(', ')}.`;
  const keep = ` Keep ${one ? 'it' : 'them'} only if ${one ? 'its' : 'their'} values will be known when you predict.`;
  const names = audit
    .filter(({ check, evidence }) => check === 'leak' && evidence['names'] === true)
    .map(({ evidence }) => `"${String(evidence['column'])}"`)
    .filter((column) => quoted.includes(column));
  if (names.length === 0) return `L${leave}${keep}`;
  if (group !== null && names.includes(`"${group.column}"`)) {
    const show = (value: number) => formatGain(name, value);
    const tried = `with it left out, a small model gains ${show(group.randomGain)} over guessing on random rows and ${show(group.groupedGain)} on rows with a new "${group.column}"`;
    return holdsForGroups(group)
      ? `L${leave} That is safe here: ${tried}.${keep}`
      : `Group rows by "${group.column}". Leaving it out isn't enough, because rows with the same "${group.column}" are alike: ${tried}.`;
  }
  return `Group rows by ${names.join(' or ')} if it says whom or what a row is about, such as a patient: the rows of one then stay on the same side of every split. Without grouping they would be on both sides, which makes a model look better than it is. Otherwise, l${leave}${keep}`;
}

/** Whether a model gains about as much on rows of groups that it hasn't seen, beyond chance. */
function holdsForGroups({ groupedCi, groupedGain, randomGain }: GroupCheck): boolean {
  return groupedCi[0] > 0 && groupedGain >= randomGain / 2;
}
