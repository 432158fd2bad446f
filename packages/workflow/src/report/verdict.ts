import { formatGain, formatScore, metricWords } from '@stepwell/metrics/names';
import { formatShare } from '@stepwell/base/format';
import { nameTarget } from '../stages/define/index.ts';
import type { RunState } from '../run/index.ts';
import { dependsOnGroups } from '../stages/gate/index.ts';
import { isSure } from './outcome.ts';
import { stoppedVerdict } from './stopped-verdict.ts';

/**
 * The verdict of a run in a sentence or two: what was predicted, whether it works, how certain that is. Never more
 * certain than the interval.
 */
export function verdictOf(state: RunState): string {
  if (state.status === 'failed') return `The run failed: ${state.failure?.message ?? 'no reason was recorded'}`;
  if (state.test !== null) return testedVerdict(state, state.test);
  if (state.stoppedBy === 'person')
    return `Stopped manually at ${state.stage}, before the test, so there is no verdict.`;
  if (state.status === 'stopped' && state.gate !== null) return stoppedVerdict(state, state.gate);
  return state.definition === null
    ? 'Not started yet.'
    : `Predicting ${nameTarget(state.definition.target)}: the verdict comes after the test.`;
}

/** With fewer test rows than this, the verdict says "only". */
const FEW_ROWS = 20;

function testedVerdict(state: RunState, test: NonNullable<RunState['test']>): string {
  const target = nameTarget(state.definition!.target);
  const [low, high] = test.ci;
  const { greaterIsBetter } = state.measure!;
  const better = greaterIsBetter ? test.value > test.baseline.value : test.value < test.baseline.value;
  const tested = testedOn(test) + ignoredGate(state) + drifts(state) + groups(state);
  const score = formatScore(test.metric, test.value);
  const interval = `95 %: ${formatScore(test.metric, low)} to ${formatScore(test.metric, high)}`;
  const guess = baselineWords[test.baseline.name] ?? 'guessing';
  if (!better) {
    return `Doesn't predict ${target} better than ${guess}: ${metricWords[test.metric]} ${score} (${interval}), against ${formatScore(test.metric, test.baseline.value)} for guessing. ${tested}`;
  }
  const unsure = isSure(test) ? '' : unsureSentence(state, test);
  switch (test.metric) {
    case 'mae':
      return `Predicts ${target} within ${score} on average (${interval}), ${closer(test.baseline.value / test.value)} than ${guess}.${unsure} ${tested}`;
    case 'accuracy':
      return `Predicts ${target} correctly for ${formatShare(test.value)} of rows (95 %: ${formatShare(low)} to ${formatShare(high)}); ${guess} is right for ${formatShare(test.baseline.value)}.${unsure} ${tested}`;
    case 'roc-auc':
      return `Predicts ${target} with ROC AUC ${score} (${interval}), the probability that it ranks a positive row above a negative one; guessing gets 0.5.${unsure} ${tested}`;
    default:
      return `Predicts ${target} with ${metricWords[test.metric]} ${score} (${interval}), against ${formatScore(test.metric, test.baseline.value)} for ${guess}.${unsure} ${tested}`;
  }
}

/** Few test rows leave open what many validation rows have shown. */
function unsureSentence({ gate, protocol }: RunState, { rows, p }: NonNullable<RunState['test']>): string {
  const here = ` On ${rows} test rows the gain over guessing may be due to chance (p = ${p.toFixed(2)})`;
  if (gate === null || protocol === null || gate.verdict !== 'beats-baseline') return `${here}.`;
  const { k, rows: of } = protocol;
  const validated = k === null ? of.validation : of.train + of.validation;
  return `${here}; on ${validated} validation rows it isn't (p ${gate.p < 0.001 ? '< 0.001' : `= ${gate.p.toFixed(3)}`}). More test rows would settle it.`;
}

function testedOn({ opened, rows, repeats }: NonNullable<RunState['test']>): string {
  const count = rows < FEW_ROWS ? `only ${rows}` : String(rows);
  if (opened > 1) {
    return `The ${rows} sealed rows have been opened ${opened} times, so this is no longer a test on unseen rows.`;
  }
  if (repeats === 0) return `Tested once, on ${count} rows it had never seen.`;
  return `Tested once, on ${count} sealed rows; ${repeats} of them are copies of training rows.`;
}

const IGNORED_GATE: Record<string, string> = {
  'no-signal': ' The gate found no gain beyond chance, but the run continued anyway.',
  'measure-blind': ' The gate found that this measure rewards always guessing the same, but the run continued anyway.',
  underpowered: ' The gate found too few rows to tell, but the run continued anyway.',
  'non-stationary': ' The gate found that the model fails on later rows, but the run continued anyway.',
  'leak-suspected': ' A column that leaks the target was left out.',
};

function ignoredGate({ gate }: RunState): string {
  return IGNORED_GATE[gate?.verdict ?? ''] ?? '';
}

/** What the order checks found on later rows, for a run that was split at random. */
function drifts({ gate, protocol, measure }: RunState): string {
  if (gate === null || measure === null || protocol?.order === 'time') return '';
  const fails = gate.order.find(
    ({ column, orderedCi, randomGain }) => column !== null && orderedCi[1] < randomGain / 2,
  );
  if (fails !== undefined) {
    return ` On later rows (by "${fails.column}") the gain was only ${formatGain(measure.name, fails.orderedGain)}, so don't rely on it for future data.`;
  }
  const harder = gate.order.find(({ column, scoresWorse }) => column !== null && scoresWorse);
  if (harder === undefined || harder.orderedScore === null || harder.randomScore === null) return '';
  const [later, drawn] = [harder.orderedScore, harder.randomScore].map((value) => formatScore(measure.name, value));
  return ` Later rows (by "${harder.column}") are harder: a small model scores ${later} on them and ${drawn} on random ones, so expect less of future data.`;
}

/** What the group check found, for a run that wasn't grouped. */
function groups({ gate, measure }: RunState): string {
  const check = gate?.group ?? null;
  if (check === null || measure === null || !dependsOnGroups(check)) return '';
  return ` On rows whose "${check.column}" it hadn't seen, a small model gained only ${formatGain(measure.name, check.groupedGain)}: group rows by "${check.column}" (--group) if it is to predict new ones.`;
}

/** Each baseline as a phrase. */
export const baselineWords: Record<string, string> = {
  random: 'guessing at random',
  majority: 'always guessing the most common class',
  prior: 'always guessing the class frequencies',
  mean: 'always guessing the mean',
  median: 'always guessing the median',
  'last-value': 'repeating the last value',
};

/** How many times closer, in words. */
export function closer(factor: number): string {
  if (!Number.isFinite(factor)) return 'with no error at all, closer';
  return factor < 1.05 ? 'barely closer' : `${factor < 10 ? factor.toFixed(1) : Math.round(factor)} times closer`;
}
