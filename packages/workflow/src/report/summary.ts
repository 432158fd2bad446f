import { square } from '@stepwell/base/exact';
import { formatCount } from '@stepwell/base/format';
import { formatScore, metricWords } from '@stepwell/metrics/names';
import { describeConfig, describeLayers } from '../training/architecture/index.ts';
import type { Gate } from '../stages/gate/index.ts';
import { DETECTABLE_Z } from '../stages/protocol/index.ts';
import type { RunState } from '../run/index.ts';
import { baselineWords } from './baseline-words.ts';
import { gainInterval, isGain, pWords, showGain } from './gain-words.ts';
import { improvementOf } from './improvement.ts';
import { isSure } from './is-sure.ts';
import { verdictOf } from './verdict.ts';

type Test = NonNullable<RunState['test']>;

/**
 * A run in a paragraph that can be handed out by itself: the verdict, what was tried, what would change the verdict, and what to do
 * next. Its numbers are those of the report.
 *
 * @returns null before there is a verdict, and where a run failed or was stopped by hand.
 */
export function summaryOf(state: RunState): string | null {
  const { definition, measure, gate, test } = state;
  const stopped = test === null && state.status === 'stopped' && state.stoppedBy !== 'person';
  if (definition === null || measure === null || (test === null && !(stopped && gate !== null))) return null;
  const improvement = improvementOf(state);
  return [
    verdictOf(state),
    ...triedAtGate(state),
    ...(test === null ? [] : triedAfterwards(state)),
    ...(test !== null ? [whatChangesTest(test, measure)] : gate === null ? [] : whatChangesGate(gate, state)),
    ...(improvement === null ? [] : [`What would help most: ${improvement}`]),
  ].join(' ');
}

function triedAtGate({ gate }: RunState): string[] {
  if (gate === null) return [];
  const guess = baselineWords[gate.baseline.name] ?? 'guessing';
  const models = gate.linear === null ? 'a small network was' : 'a small network and a linear model were';
  return [`What was tried: first, ${models} compared with ${guess}, on rows that they weren't trained on.`];
}

function triedAfterwards({ rungs, scaleUp, tune, measure, gate }: RunState): string[] {
  const first = rungs[0];
  const last = rungs.at(-1);
  const sizes =
    gate === null || first === undefined || last === undefined
      ? []
      : [
          rungs.length === 1
            ? `Then one network (${describeLayers({ units: first.units, ...blocksOf(first) })}), ${endOf(scaleUp)}.`
            : `Then ${rungs.length} networks of growing size, from ${describeLayers({ units: first.units, ...blocksOf(first) })} to ${describeLayers({ units: last.units, ...blocksOf(last) })}, ${endOf(scaleUp)}.`,
        ];
  if (tune === null) return sizes;
  const best = tune.trials.find(({ id }) => id === tune.best);
  if (best === undefined) return sizes;
  const score =
    best.score === null
      ? ''
      : ` (${metricWords[measure!.name]} ${formatScore(measure!.name, best.score)} on validation rows)`;
  const { average } = tune;
  const mean =
    average === undefined ? '' : `, as the mean of ${average.fits} fits (${formatScore(measure!.name, average.score)})`;
  const chosen = `${describeConfig(best.config)}${score}${mean}`;
  return tune.trials.length === 1
    ? [...sizes, `One configuration was trained and tested: ${chosen}.`]
    : [...sizes, `Of ${formatCount(tune.trials.length, 'configuration')}, the one tested is ${chosen}.`];
}

function blocksOf({
  convolution,
}: RunState['rungs'][number]): Pick<Parameters<typeof describeLayers>[0], 'convolution'> {
  return convolution === undefined ? {} : { convolution };
}

function endOf(scaleUp: RunState['scaleUp']): string {
  switch (scaleUp?.verdict) {
    case 'overfits':
      return 'until the validation loss turned';
    case 'no-gain':
      return 'until larger ones brought nothing';
    case 'data-too-small':
      return 'until they memorized the training rows';
    default:
      return 'none of which overfitted';
  }
}

/** What a different verdict would take, from the interval of the gain on the test rows. */
function whatChangesTest(test: Test, { name, greaterIsBetter }: NonNullable<RunState['measure']>): string {
  const gain = (greaterIsBetter ? 1 : -1) * (test.value - test.baseline.value);
  const guess = baselineWords[test.baseline.name] ?? 'guessing';
  const units =
    test.queries === undefined
      ? formatCount(test.rows, 'test row')
      : formatCount(test.queries, 'test query', 'test queries');
  const found = `On the ${units}, the gain over ${guess} is ${showGain(name, gain)} (${gainInterval(name, test.gainCi)})`;
  const [low, high] = test.gainCi;
  if (!isGain(name, gain)) {
    return high > 0 ? `${found}: a small gain isn't ruled out.` : `${found}: these rows rule a gain out.`;
  }
  if (isSure(test)) {
    return low > 0
      ? `${found}: the verdict would change only if that interval reached 0.`
      : `${found}: the interval reaches 0, though the test gives ${pWords(test.p)}, so a few more rows could change the verdict.`;
  }
  const needed = rowsNeeded(test, gain);
  return needed === null
    ? `${found}: more test rows would settle the verdict.`
    : `${found}: if the gain is what it seems, about ${needed} would settle the verdict.`;
}

/** Test rows, or queries, with which a gain as large as the one seen would be told from chance four times in five. */
function rowsNeeded({ gainCi: [low, high], rows, queries }: Test, gain: number): string | null {
  const error = (high - low) / (2 * 1.96);
  const units = queries ?? rows;
  const needed = Number((units * square((DETECTABLE_Z * error) / gain)).toPrecision(2));
  if (!Number.isFinite(needed) || needed <= units) return null;
  return queries === undefined ? formatCount(needed, 'test row') : formatCount(needed, 'test query', 'test queries');
}

function whatChangesGate({ verdict, power }: Gate, { measure }: RunState): string[] {
  const { name } = measure!;
  switch (verdict) {
    case 'no-signal':
    case 'underpowered': {
      if (power === null) return [];
      const { detectable, worthwhile, rowsNeeded: rows } = power;
      const enough =
        rows === null
          ? ''
          : `; so would about ${formatCount(rows, 'row')} to learn from, which show a gain of ${showGain(name, worthwhile)}`;
      return [`A gain of ${showGain(name, detectable)} (${metricWords[name]}) would change the verdict${enough}.`];
    }
    case 'non-stationary':
      return ['Keeping at least half of the gain on later rows would change the verdict.'];
    case 'leak-suspected':
      return ['If the column is known when predictions are made, keeping it would change the verdict.'];
    case 'measure-blind':
      return ['A measure in which a model beats a constant guess would change the verdict.'];
    case 'beats-baseline':
      return [];
  }
}
