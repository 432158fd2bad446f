import type { RunState } from '../run/index.ts';
import { formatGain, formatScore, formatShare } from '../format/index.ts';

/**
 * The verdict of a run in a sentence or two: what was predicted, whether it works, how sure that is. Never more
 * certain than the interval.
 */
export function verdictOf(state: RunState): string {
  if (state.status === 'failed') return `The run failed: ${state.failure?.message ?? 'no reason was kept'}`;
  if (state.test !== null) return testedVerdict(state, state.test);
  if (state.status === 'stopped' && state.power !== null) return stoppedVerdict(state, state.power);
  return state.definition === null
    ? 'Not begun yet.'
    : `Predicting "${state.definition.target}": no verdict before the test.`;
}

/** Fewer test rows than this are worth a word. */
const FEW_ROWS = 20;

function testedVerdict(state: RunState, test: NonNullable<RunState['test']>): string {
  const target = state.definition!.target;
  const [low, high] = test.ci;
  const { greaterIsBetter } = state.measure!;
  const better = greaterIsBetter ? test.value > test.baseline.value : test.value < test.baseline.value;
  const tested = testedOn(test) + overruled(state);
  const score = formatScore(test.metric, test.value);
  const interval = `95 %: ${formatScore(test.metric, low)} to ${formatScore(test.metric, high)}`;
  const guess = GUESSES[test.baseline.name];
  if (!better) {
    return `Does not predict "${target}" better than ${guess}: ${test.metric} ${score} (${interval}), guessing ${formatScore(test.metric, test.baseline.value)}. ${tested}`;
  }
  const unsure = test.gainCi[0] > 0 ? '' : ' The gain over guessing may be luck.';
  switch (test.metric) {
    case 'mae':
      return `Predicts "${target}" within ${score} on average (${interval}), ${closer(test.baseline.value / test.value)} than ${guess}.${unsure} ${tested}`;
    case 'accuracy':
      return `Names "${target}" right for ${formatShare(test.value)} of rows (95 %: ${formatShare(low)} to ${formatShare(high)}); ${guess} is right for ${formatShare(test.baseline.value)}.${unsure} ${tested}`;
    case 'mse':
    case 'log-loss':
      return `Predicts "${target}" with ${test.metric} ${score} (${interval}), against ${formatScore(test.metric, test.baseline.value)} for ${guess}.${unsure} ${tested}`;
  }
}

function testedOn({ opened, rows, repeats }: NonNullable<RunState['test']>): string {
  const count = rows < FEW_ROWS ? `only ${rows}` : String(rows);
  if (repeats === 0) return `Tested ${times(opened)}, on ${count} rows it had never seen.`;
  return `Tested ${times(opened)}, on ${count} sealed rows; ${repeats} of them repeat rows it was trained on.`;
}

function overruled({ power }: RunState): string {
  return power === null || power.verdict === 'beats-baseline'
    ? ''
    : ' The gate had found no gain beyond luck, and was overruled.';
}

function stoppedVerdict(state: RunState, power: NonNullable<RunState['power']>): string {
  const target = state.definition!.target;
  const inputs = state.definition!.inputs.length;
  const measure = state.measure!.name;
  const gained =
    power.gain > 0 ? `did ${formatGain(measure, power.gain)} better` : `did ${formatGain(measure, -power.gain)} worse`;
  if (power.verdict === 'underpowered') {
    const rows =
      state.protocol!.k === null
        ? state.protocol!.rows.validation
        : state.protocol!.rows.train + state.protocol!.rows.validation;
    return `${rows} rows can't settle whether "${target}" can be predicted. A model would have to beat guessing by ${formatGain(measure, state.protocol!.minimumDetectableGain)} (${measure}) before we could tell it from luck; this one ${gained}.`;
  }
  return `No sign that the ${inputs} ${inputs === 1 ? 'column says' : 'columns say'} anything about "${target}": a small model ${gained} (${measure}) than ${GUESSES[power.baseline.name] ?? 'guessing'}, and luck does as well with probability ${power.p.toFixed(2)}.`;
}

const GUESSES: Record<string, string> = {
  majority: 'always naming the commonest class',
  prior: 'naming classes as often as they occur',
  mean: 'always guessing the mean',
  median: 'always guessing the median',
};

function closer(factor: number): string {
  if (!Number.isFinite(factor)) return 'with no error at all, closer';
  return factor < 1.05 ? 'barely closer' : `${factor < 10 ? factor.toFixed(1) : Math.round(factor)} times closer`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
