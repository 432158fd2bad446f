import { formatScore, metricWords, type MetricName } from '@stepwell/metrics/names';
import { formatShare } from '@stepwell/base/format';
import { nameQuestion } from '../stages/define/index.ts';
import type { RunState } from '../run/index.ts';
import { dependsOnGroups } from '../stages/gate/index.ts';
import { baselineWords } from './baseline-words.ts';
import { differenceWords, isGain, pWords, showGain } from './gain-words.ts';
import { rankingTestedOn, rankingVerdict } from './ranking-verdict.ts';
import { isSure } from './is-sure.ts';
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
    : `Predicting ${nameQuestion(state.definition)}: the verdict comes after the test.`;
}

/** With fewer test rows than this, the verdict says "only". */
const FEW_ROWS = 20;

function testedVerdict(state: RunState, test: NonNullable<RunState['test']>): string {
  if (state.definition?.type === 'ranking') {
    const found = rankingVerdict(state.definition, test);
    return `${found} ${rankingTestedOn(test)}${ignoredGate(state)}${drifts(state)}`;
  }
  const target = nameQuestion(state.definition!);
  const [low, high] = test.ci;
  const { greaterIsBetter } = state.measure!;
  const better = greaterIsBetter ? test.value > test.baseline.value : test.value < test.baseline.value;
  const tested = scaledWords(test) + testedOn(test) + ignoredGate(state) + drifts(state) + groups(state);
  const score = formatScore(test.metric, test.value);
  const interval = `95 %: ${formatScore(test.metric, low)} to ${formatScore(test.metric, high)}`;
  const guess = baselineWords[test.baseline.name] ?? 'guessing';
  const other = formatScore(test.metric, test.baseline.value);
  if (!better) {
    return `Doesn't predict ${target} better than ${guess}: ${metricWords[test.metric]} ${score} (${interval}), against ${other} for guessing. ${tested}`;
  }
  if (!isSure(test)) {
    return `May predict ${target} better than guessing, but it could be chance (${pWords(test.p)}): ${metricWords[test.metric]} ${score} (${interval}), against ${other} for guessing.${validated(state)} ${tested}`;
  }
  switch (test.metric) {
    case 'mae':
      return `Predicts ${target} within ${score} on average (${interval}), ${closer(test.baseline.value / test.value)} than ${guess}. ${tested}`;
    case 'accuracy':
      return `Predicts ${target} correctly for ${formatShare(test.value)} of rows (95 %: ${formatShare(low)} to ${formatShare(high)}); ${guess} is right for ${formatShare(test.baseline.value)}. ${tested}`;
    case 'roc-auc':
      return `Predicts ${target} with ROC AUC ${score} (${interval}), the probability that it ranks a positive row above a negative one; guessing gets 0.5. ${tested}`;
    default:
      return `Predicts ${target} with ${metricWords[test.metric]} ${score} (${interval}), against ${other} for ${guess}. ${tested}`;
  }
}

/** Of forecasts: the error in units of the seasonal naive one's on the series' past, beside that of the naive forecast. */
function scaledWords({ ahead, baseline }: NonNullable<RunState['test']>): string {
  const naive = ahead?.naive.find(({ name }) => name === baseline.name);
  if (ahead === undefined || naive === undefined) return '';
  return `MASE ${formatScore('mase', ahead.model.mase)}, against ${formatScore('mase', naive.mase)}. `;
}

/** What many validation rows have shown, where few test rows leave it open. */
function validated({ gate, protocol }: RunState): string {
  if (gate === null || protocol === null || gate.verdict !== 'beats-baseline') return '';
  const { k, rows: of } = protocol;
  const rows = k === null ? of.validation : of.train + of.validation;
  return ` On the ${rows} rows that it was chosen with, a small model did beat guessing (${pWords(gate.p)}), so more test rows would settle it.`;
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
  'no-signal': ' Before it was trained, the gate found no gain beyond chance.',
  'measure-blind': ' Before it was trained, the gate found that this measure rewards always guessing the same.',
  underpowered: ' Before it was trained, the gate found too few rows to tell.',
  'non-stationary': ' Before it was trained, the gate found that a model fails on later rows.',
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
    return ` On later rows (by "${fails.column}") a small model ${lostGain(measure.name, fails.orderedGain)}, so don't rely on it for future data.`;
  }
  const harder = gate.order.find(({ column, scoresWorse }) => column !== null && scoresWorse);
  if (harder === undefined || harder.orderedScore === null || harder.randomScore === null) return '';
  const [later, drawn] = [harder.orderedScore, harder.randomScore].map((value) => formatScore(measure.name, value));
  return ` Later rows (by "${harder.column}") are harder: a small model scores ${later} on them and ${drawn} on random ones, so expect worse results on future data.`;
}

/** What the group check found, for a run that wasn't grouped. */
function groups({ gate, measure }: RunState): string {
  const check = gate?.group ?? null;
  if (check === null || measure === null || !dependsOnGroups(check)) return '';
  const gained = showGain(measure.name, check.groupedGain);
  return ` On rows whose "${check.column}" it hadn't seen, a small model gained only ${gained}${gained.startsWith('-') ? ', worse than guessing' : ''}: group rows by "${check.column}" if new ones are to be predicted.`;
}

/** A gain that is mostly lost, in words. */
function lostGain(measure: MetricName, gain: number): string {
  return isGain(measure, gain)
    ? `gained only ${showGain(measure, gain)} over guessing`
    : `scored ${differenceWords(measure, gain)} than guessing`;
}

/** How many times closer, in words. */
export function closer(factor: number): string {
  if (!Number.isFinite(factor)) return 'with no error at all, closer';
  return factor < 1.05 ? 'barely closer' : `${factor < 10 ? factor.toFixed(1) : Math.round(factor)} times closer`;
}
