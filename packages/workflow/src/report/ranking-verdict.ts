import { formatScore, metricWords } from '@stepwell/metrics/names';
import { nameTarget } from '../stages/define/index.ts';
import type { RunState } from '../run/index.ts';
import { baselineWords } from './baseline-words.ts';
import { differenceWords, gainInterval, pWords } from './gain-words.ts';
import { isSure } from './is-sure.ts';

type Test = NonNullable<RunState['test']>;

/** With fewer queries than this, the verdict says "only". */
const FEW_QUERIES = 20;

/** What a ranking's test found: how well, against which order, and what the best single column does. */
export function rankingVerdict(definition: NonNullable<RunState['definition']>, test: Test): string {
  const score = formatScore(test.metric, test.value);
  const [low, high] = test.ci.map((value) => formatScore(test.metric, value));
  const guess = baselineWords[test.baseline.name] ?? 'guessing';
  const other = formatScore(test.metric, test.baseline.value);
  const what = `the rows of each "${definition.query}" by ${nameTarget(definition.target)}`;
  const found = `${metricWords[test.metric]} ${score} (95 %: ${low} to ${high}), against ${other} for ${guess}.`;
  if (test.value <= test.baseline.value) return `Doesn't rank ${what} better than ${guess}: ${found}`;
  if (!isSure(test)) {
    return `May rank ${what} better than ${guess}, but it could be chance (${pWords(test.p)}): ${found}`;
  }
  return `Ranks ${what} with ${found}${besideOneColumn(test)}`;
}

/** @returns on what the test was. */
export function rankingTestedOn({ opened, rows, queries = 0 }: Test): string {
  const count = queries < FEW_QUERIES ? `only ${queries}` : String(queries);
  if (opened > 1) {
    return `The ${queries} sealed queries have been opened ${opened} times, so this is no longer a test on unseen queries.`;
  }
  return `Tested once, on ${count} queries (${rows} rows) it had never seen.`;
}

/** Whether the model is worth more than sorting by one column. */
function besideOneColumn({ metric, oneColumn }: Test): string {
  if (oneColumn === undefined) return '';
  const { column, value, gain, gainCi } = oneColumn;
  const interval = gainInterval(metric, gainCi);
  const beside = ` Sorting by "${column}" alone gets ${formatScore(metric, value)}:`;
  if (gainCi[0] > 0) return `${beside} the model is ${differenceWords(metric, gain)} (${interval}).`;
  if (gainCi[1] < 0) return `${beside} better than the model (${interval}). Use that.`;
  return `${beside} the difference could be chance (${interval}).`;
}
