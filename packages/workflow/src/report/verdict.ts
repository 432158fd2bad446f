import { formatGain, formatScore, metricWords } from '@stepwell/metrics/names';
import { formatShare } from '@stepwell/base/format';
import { nameTarget } from '../stages/define/index.ts';
import type { RunState } from '../run/index.ts';
import { stoppedVerdict } from './stopped-verdict.ts';

/**
 * The verdict of a run in a sentence or two: what was predicted, whether it works, how sure that is. Never more
 * certain than the interval.
 */
export function verdictOf(state: RunState): string {
  if (state.status === 'failed') return `The run failed: ${state.failure?.message ?? 'no reason was kept'}`;
  if (state.test !== null) return testedVerdict(state, state.test);
  if (state.stoppedBy === 'person') return `Stopped by hand at ${state.stage}, before the test: no verdict.`;
  if (state.status === 'stopped' && state.gate !== null) return stoppedVerdict(state, state.gate);
  return state.definition === null
    ? 'Not begun yet.'
    : `Predicting ${nameTarget(state.definition.target)}: no verdict before the test.`;
}

/** Fewer test rows than this are worth a word. */
const FEW_ROWS = 20;

function testedVerdict(state: RunState, test: NonNullable<RunState['test']>): string {
  const target = nameTarget(state.definition!.target);
  const [low, high] = test.ci;
  const { greaterIsBetter } = state.measure!;
  const better = greaterIsBetter ? test.value > test.baseline.value : test.value < test.baseline.value;
  const tested = testedOn(test) + overruled(state) + drifts(state);
  const score = formatScore(test.metric, test.value);
  const interval = `95 %: ${formatScore(test.metric, low)} to ${formatScore(test.metric, high)}`;
  const guess = GUESSES[test.baseline.name] ?? 'guessing';
  if (!better) {
    return `Does not predict ${target} better than ${guess}: ${metricWords[test.metric]} ${score} (${interval}), guessing ${formatScore(test.metric, test.baseline.value)}. ${tested}`;
  }
  const unsure = test.gainCi[0] > 0 ? '' : ' The gain over guessing may be luck.';
  switch (test.metric) {
    case 'mae':
      return `Predicts ${target} within ${score} on average (${interval}), ${closer(test.baseline.value / test.value)} than ${guess}.${unsure} ${tested}`;
    case 'accuracy':
      return `Names ${target} right for ${formatShare(test.value)} of rows (95 %: ${formatShare(low)} to ${formatShare(high)}); ${guess} is right for ${formatShare(test.baseline.value)}.${unsure} ${tested}`;
    case 'roc-auc':
      return `Tells ${target} apart with ROC AUC ${score} (${interval}): of a positive and a negative row it ranks the positive one higher that often, and guessing half the time.${unsure} ${tested}`;
    default:
      return `Predicts ${target} with ${metricWords[test.metric]} ${score} (${interval}), against ${formatScore(test.metric, test.baseline.value)} for ${guess}.${unsure} ${tested}`;
  }
}

function testedOn({ opened, rows, repeats }: NonNullable<RunState['test']>): string {
  const count = rows < FEW_ROWS ? `only ${rows}` : String(rows);
  if (opened > 1) {
    return `The ${rows} sealed rows have been opened ${opened} times: this is no longer a test on rows never looked at.`;
  }
  if (repeats === 0) return `Tested once, on ${count} rows it had never seen.`;
  return `Tested once, on ${count} sealed rows; ${repeats} of them repeat rows it was trained on.`;
}

const OVERRULED: Record<string, string> = {
  'no-signal': ' The gate had found no gain beyond luck, and was overruled.',
  underpowered: ' The gate had found too few rows to tell, and was overruled.',
  'non-stationary': ' The gate had found that it fails on later rows, and was overruled.',
  'leak-suspected': ' A column that gives the target away was left out.',
};

function overruled({ gate }: RunState): string {
  return OVERRULED[gate?.verdict ?? ''] ?? '';
}

/** What the order checks say of later rows, where the rows were drawn. */
function drifts({ gate, protocol, measure }: RunState): string {
  if (gate === null || measure === null || protocol?.order === 'time') return '';
  const worse = gate.order.find(({ column, orderedCi }) => column !== null && orderedCi[1] < gate.gain / 2);
  if (worse === undefined) return '';
  return ` On rows later by "${worse.column}" the gain was only ${formatGain(measure.name, worse.orderedGain)}: don't count on it for what comes next.`;
}

/** Each guess as a person would put it. */
export const GUESSES: Record<string, string> = {
  random: 'guessing at random',
  majority: 'always naming the commonest class',
  prior: 'naming classes as often as they occur',
  mean: 'always guessing the mean',
  median: 'always guessing the median',
  'last-value': 'repeating the last value seen',
};

/** How many times closer, in words. */
export function closer(factor: number): string {
  if (!Number.isFinite(factor)) return 'with no error at all, closer';
  return factor < 1.05 ? 'barely closer' : `${factor < 10 ? factor.toFixed(1) : Math.round(factor)} times closer`;
}
