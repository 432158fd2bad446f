import { mean } from './descriptive.ts';
import { FEW_ROWS, signFlipTest, studentInterval } from './mean-inference.ts';
import type { Compared } from '../predictions/asked.ts';
import { METRICS } from '../scores/metrics.ts';
import { queriesOf, numbersOf } from '../predictions/target-values.ts';
import { scoreQueries } from '../scores/query-scores.ts';
import { bcaMeanInterval, bootstrapReach } from './bca.ts';
import type { ComparedPart, Comparison } from './comparison.ts';
import { everywhere, resamplesFor } from './resamples.ts';

/**
 * Compares two rankings of the same queries. The query is the unit: each counts once, however many rows it has. Of a query that
 * stands in several parts, as in iterated k-fold, the differences are averaged first. The test flips the signs of the paired
 * differences; the interval is a bootstrap over queries, or Student's for fewer than 20.
 *
 * @throws {StepwellError} `measure_mismatch` when predictions, target and metric don't fit together.
 */
export function compareQueries(
  parts: readonly ComparedPart[],
  measure: Compared,
  seed: number,
  purpose: string,
): Comparison {
  const sign = (measure.greaterIsBetter ?? METRICS[measure.name].greaterIsBetter) ? 1 : -1;
  const known = new Map<number, { model: number; other: number; times: number }>();
  for (const { model, other, target } of parts) {
    const relevance = { values: numbersOf(target), queries: queriesOf(target) };
    const ours = scoreQueries(measure.name, model, relevance);
    const theirs = scoreQueries(measure.name, other, relevance);
    ours.queries.forEach((query, i) => {
      const sums = known.get(query) ?? { model: 0, other: 0, times: 0 };
      sums.model += ours.scores[i]!;
      sums.other += theirs.scores[i]!;
      sums.times += 1;
      known.set(query, sums);
    });
  }
  const judged = [...known.values()];
  const test = 'sign-flip';
  const scores = Float64Array.from(judged, ({ model, times }) => model / times);
  const others = Float64Array.from(judged, ({ other, times }) => other / times);
  const differences = scores.map((score, i) => sign * (score - others[i]!));
  if (judged.length === 0 || !differences.every(Number.isFinite)) {
    return { defined: false, score: 0, otherScore: 0, gain: 0, ci: everywhere(), p: 1, test };
  }
  const count = judged.length;
  return {
    defined: true,
    score: mean(scores),
    otherScore: mean(others),
    gain: mean(differences),
    ci:
      count < FEW_ROWS
        ? studentInterval(differences)
        : bcaMeanInterval(differences, resamplesFor(count), bootstrapReach(count), seed, purpose),
    p: signFlipTest(differences, seed, purpose),
    test,
  };
}
