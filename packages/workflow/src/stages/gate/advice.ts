import { z } from 'zod';
import { formatShare } from '@stepwell/base/format';
import { metricWords } from '@stepwell/metrics/names';
import { nameTarget, type Definition } from '../define/index.ts';
import type { Measure } from '../measure/index.ts';
import type { Gate, GateVerdict } from './gate.ts';

/** What the finding of a prevailing value is about. */
const prevailingValue = z.object({ value: z.number(), share: z.number(), least: z.boolean() });

/** Advice on what to change when the run stops. */
export function adviceFor(
  verdict: Exclude<GateVerdict, 'beats-baseline'>,
  definition: Definition,
  { learningCurve, p, gain, test }: Pick<Gate, 'learningCurve' | 'p' | 'gain' | 'test'>,
  measure: Pick<Measure, 'name'>,
): string {
  const prevailing =
    verdict === 'no-signal' || verdict === 'underpowered' ? adviceOnPrevailing(definition, measure) : null;
  if (prevailing !== null) return prevailing;
  if (verdict !== 'leak-suspected' && test === 'label-permutation' && p < 0.05 && gain <= 0) {
    return 'The columns are related to the target, but this measure rewards always guessing the same. Choose another measure, balance the classes, or set the cost of each kind of error.';
  }
  switch (verdict) {
    case 'leak-suspected':
      return adviceOnLeaks(definition);
    case 'no-signal':
      return learningCurve?.moreRowsHelp === true
        ? 'More rows may help. So may other columns that are related to the target.'
        : 'More rows with the same columns are unlikely to help. Add columns that are related to the target.';
    case 'underpowered':
      return "Add rows: with this few, a real gain can't be distinguished from chance.";
    case 'non-stationary':
      return 'Train on more recent rows, add columns that explain the change, or, if the model will only predict within the period the rows cover, set the order to random.';
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

/** Rows of one patient on both sides of a split would still make a model look good where the patient's name is left out. */
function adviceOnLeaks({ leaks, audit }: Definition): string {
  const quoted = leaks.map(({ column }) => `"${column}"`);
  const one = quoted.length === 1;
  const settle = `eave out ${quoted.join(', ')} to continue without ${one ? 'it' : 'them'}, or keep ${one ? 'it if its' : 'them if their'} values will be known at prediction time.`;
  const names = audit
    .filter(({ check, evidence }) => check === 'leak' && evidence['names'] === true)
    .map(({ evidence }) => `"${String(evidence['column'])}"`)
    .filter((name) => quoted.includes(name));
  if (names.length === 0) return `L${settle}`;
  return `Group rows by ${names.join(' or ')} (--group) if it says whom or what a row is about, such as a patient: the rows of one then stay on the same side of every split. Without grouping they would be on both sides, which makes a model look better than it is. Otherwise, l${settle}`;
}
