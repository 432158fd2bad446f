import { z } from 'zod';
import { StepwellError } from '@stepwell/base/errors';
import { formatScore, metricWords } from '@stepwell/metrics/names';
import { selectRows, type Table } from '@stepwell/data/table';
import { isRanked, score, type Compared, type Predictions } from '@stepwell/metrics';
import { anchorsOf, take, targetAt } from '@stepwell/metrics/targets';
import { byRule, type Decision } from '../../decisions/index.ts';
import type { Measure } from '../measure/index.ts';
import type { Part, Split } from '../../training/rows/index.ts';
import { baselineName, baselinesFor, isConstant, usesProbabilities, type BaselineName } from './baseline-names.ts';
import { bestColumn, isSortedByTarget, rankByColumn, rankByFile } from './rank-baselines.ts';
import { predictBaseline } from './predict-baseline.ts';

/** What a baseline scores under the run's protocol and measure. */
export const baselineScore = z.object({
  name: baselineName,
  score: z.number(),
  /** Of `one-column`: the column that ranked best on the first split's training rows. */
  column: z.string().optional(),
});
export type BaselineScore = z.infer<typeof baselineScore>;

/** What baselines look at: the target, and of rankings the rows and their columns too. */
export interface BaselineRows extends Pick<Part, 'target'> {
  ids?: Int32Array;
  table?: Table;
  /** Columns that rows may be ranked by. */
  inputs?: readonly string[];
}

/**
 * A baseline's predictions for a split's validation rows, learned from the same split's training rows.
 *
 * @param times [rows], float64: when each row was seen, which `last-value` goes by. Null where the rows are in order of
 *   time as given.
 */
export function baselinePredictions(
  name: BaselineName,
  { target, ids, table, inputs = [] }: BaselineRows,
  { train, validation }: Split,
  measure: Compared,
  seed: number,
  times: Float64Array | null = null,
): Predictions {
  if (name === 'file-order' && ids !== undefined) return rankByFile(take(ids, validation));
  if (name === 'one-column' && table !== undefined) {
    const trained = { table: selectRows(table, train), target: targetAt(target, train) };
    const column = bestColumn(trained, inputs, measure);
    if (column === null)
      return predictBaseline('random-order', target, validation.length, { seed, probabilistic: false });
    return rankByColumn(column, trained, selectRows(table, validation));
  }
  return predictBaseline(name, targetAt(target, train), validation.length, {
    seed,
    probabilistic: usesProbabilities(measure.name),
    times: times === null ? null : Float64Array.from(train, (row) => times[row]!),
    anchors: anchorsOf(targetAt(target, validation)),
  });
}

/**
 * The fifth stage: how good is guessing, under the run's protocol and measure?
 *
 * The first is the one to beat: the best of those that involve no randomness, even if a random one scored
 * higher by chance. The others follow, best first. A baseline whose score is not defined is left out.
 *
 * @param rows the development rows.
 * @param times [rows], float64: when each row was seen. Null where the rows are in order of time as given.
 * @throws {StepwellError} `measure_mismatch` when the measure is not defined for any of them.
 */
export function baseline(
  rows: BaselineRows,
  splits: readonly Split[],
  measure: Measure,
  seed: number,
  order: 'random' | 'time' | 'group',
  times: Float64Array | null = null,
): { baselines: BaselineScore[]; decisions: Decision[] } {
  const sign = measure.greaterIsBetter ? 1 : -1;
  const { target } = rows;
  const isSorted = isRanked(target) && rows.ids !== undefined && isSortedByTarget(target, rows.ids);
  const column = isRanked(target) ? columnOf(rows, splits, measure) : null;
  const isLeftOut = (name: BaselineName) =>
    (name === 'file-order' && (isSorted || rows.ids === undefined)) || (name === 'one-column' && column === null);
  const ranked = baselinesFor(target, order)
    .filter((name) => !isLeftOut(name))
    .map((name) => ({
      name,
      ...(name === 'one-column' && column !== null ? { column } : {}),
      score: meanScore(splits, (split) =>
        score(
          measure,
          baselinePredictions(name, rows, split, measure, seed, times),
          targetAt(target, split.validation),
        ),
      ),
    }))
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => sign * (b.score - a.score));
  const best = ranked.find(({ name }) => isConstant(name, measure.name)) ?? ranked[0];
  if (best === undefined) {
    throw new StepwellError(
      'measure_mismatch',
      `${metricWords[measure.name]} isn't defined for any baseline on the validation rows, so no model can be compared with one. Choose another measure.`,
    );
  }
  const baselines = [best, ...ranked.filter((other) => other !== best)];
  const value = formatScore(measure.name, best.score);
  const why = `${SENTENCES[best.name]} gives ${metricWords[measure.name]} ${value}, which a model has to beat.`;
  const decisions = [byRule('baseline', best.name, why, { baselines })];
  if (isSorted) decisions.push(byRule('baseline', 'not the order of the file', SORTED_FILE));
  return { baselines, decisions };
}

const SORTED_FILE =
  'In the file, the rows of each query are sorted by their relevance, so its order gives away what is to be predicted. It is no baseline.';

/** The column that ranks the first split's training rows best; null where none can. */
function columnOf(
  { target, table, inputs = [] }: BaselineRows,
  [first]: readonly Split[],
  measure: Measure,
): string | null {
  if (table === undefined || first === undefined) return null;
  const { train } = first;
  const trained = { table: selectRows(table, train), target: targetAt(target, train) };
  return bestColumn(trained, inputs, measure)?.column ?? null;
}

/** The mean of the splits' scores, weighted by their rows; of the splits where it is defined. */
function meanScore(splits: readonly Split[], scoreOf: (split: Split) => number): number {
  let sum = 0;
  let rows = 0;
  for (const split of splits) {
    const value = scoreOf(split);
    if (!Number.isFinite(value)) continue;
    sum += value * split.validation.length;
    rows += split.validation.length;
  }
  return sum / rows;
}

const SENTENCES: Record<BaselineName, string> = {
  random: 'Guessing at random',
  prior: 'Always guessing the observed frequencies',
  majority: 'Always guessing the most common value',
  mean: 'Always guessing the mean',
  median: 'Always guessing the median',
  'last-value': 'Repeating the last value',
  'random-order': 'A random order',
  'file-order': 'The order of the file',
  'one-column': 'One column alone',
  drift: 'Continuing the mean change',
  'seasonal-naive': 'Repeating the season before',
  'shuffled-labels': 'A model trained on shuffled targets',
  linear: 'A linear model',
};
