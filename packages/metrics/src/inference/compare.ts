import { allRows, countRows } from '../targets/index.ts';
import { labelPermutationTest } from './label-permutation.ts';
import { FEW_ROWS, signFlipTest, studentInterval } from './mean-inference.ts';
import type { Compared } from '../predictions/asked.ts';
import { isRanked, METRICS } from '../scores/metrics.ts';
import type { ComparedPart, Comparison } from './comparison.ts';
import { compareQueries } from './compare-queries.ts';
import { pairedBootstrap } from './paired-bootstrap.ts';
import { widthOfPredictions } from '../predictions/predictions.ts';
import { mcnemar } from './proportions.ts';
import { everywhere, resamplesFor } from './resamples.ts';
import { scoreRows } from '../scores/row-scores.ts';
import { scorer } from '../scores/scorer.ts';

/**
 * Compares a model with another on the same rows.
 *
 * Accuracy is tested by McNemar's exact test; other means over rows by flipping the signs of the paired differences; the rest
 * by permuting the targets, which asks whether the model's predictions have anything to do with them and not how the other
 * fares. Of a row that stands in several parts the differences are averaged first, lest it count as several rows. The
 * interval is that of a paired bootstrap, or Student's for means over fewer than 20 rows. Of rankings, the units are queries:
 * see `compareQueries`.
 *
 * @param parts the folds.
 * @param seed with `purpose`, keys what is drawn.
 * @throws {StepwellError} `measure_mismatch` when predictions, target and metric don't fit together.
 */
export function compare(parts: ComparedPart[], measure: Compared, seed: number, purpose: string): Comparison {
  if (parts.some(({ target }) => isRanked(target))) return compareQueries(parts, measure, seed, purpose);
  const sign = (measure.greaterIsBetter ?? METRICS[measure.name].greaterIsBetter) ? 1 : -1;
  const { perRow } = METRICS[measure.name];
  const judged = parts.map((part, i) => {
    const model = scorer(measure, part.model, part.target);
    const other = scorer(measure, part.other, part.target);
    return { part, i, model, other, score: model(null), otherScore: other(null), size: countRows(part.target) };
  });
  const test = !perRow
    ? 'label-permutation'
    : measure.name === 'accuracy' && !repeated(parts)
      ? 'mcnemar'
      : 'sign-flip';
  const defined = judged.filter(({ score, otherScore }) => Number.isFinite(score) && Number.isFinite(otherScore));
  const total = defined.reduce((sum, { size }) => sum + size, 0);
  if (total === 0) return { defined: false, score: 0, otherScore: 0, gain: 0, ci: everywhere(), p: 1, test };
  const weighted = (value: (fold: (typeof judged)[number]) => number) =>
    defined.reduce((sum, fold) => sum + (value(fold) * fold.size) / total, 0);
  const score = weighted((fold) => fold.score);
  const otherScore = weighted((fold) => fold.otherScore);
  const kept = defined.map(({ part }) => part);
  const { units, strata, numUnits } = unitsOf(kept);
  const summary = { defined: true, score, otherScore, gain: sign * (score - otherScore), test } as const;
  const differences = perRow ? rowDifferences(kept, units, numUnits, measure, sign) : new Float64Array(0);
  const width = Math.max(...kept.map(({ model }) => widthOfPredictions(model)));
  const ci =
    perRow && numUnits < FEW_ROWS
      ? studentInterval(differences)
      : pairedBootstrap(
          defined.map(({ model, other }, i) => ({
            units: units[i]!,
            value: (weights) => sign * (model(weights) - other(weights)),
          })),
          strata,
          resamplesFor(total * width * 2),
          seed,
          purpose,
        );
  switch (test) {
    case 'mcnemar':
      return { ...summary, ci, p: mcnemar(count(differences, 1), count(differences, -1)).p };
    case 'sign-flip':
      return { ...summary, ci, p: signFlipTest(differences, seed, purpose) };
    case 'label-permutation':
      return { ...summary, ci, p: labelPermutationTest(kept, units, strata, measure, sign, seed, purpose) };
  }
}

/** Whether any row may stand in several parts. */
function repeated(parts: ComparedPart[]): boolean {
  const seen = new Set<number>();
  let rows = 0;
  for (const part of parts) {
    if (part.rows === undefined) return false;
    for (const row of part.rows) seen.add(row);
    rows += part.rows.length;
  }
  return seen.size < rows;
}

/**
 * Numbers the distinct rows of all parts. Where each stands in one part, rows are drawn within parts; otherwise from all.
 */
function unitsOf(parts: ComparedPart[]): { units: Int32Array[]; strata: Int32Array[]; numUnits: number } {
  if (!repeated(parts)) {
    let from = 0;
    const units = parts.map(({ target }) => {
      const own = allRows(countRows(target)).map((row) => from + row);
      from += own.length;
      return own;
    });
    return { units, strata: units, numUnits: from };
  }
  const numbers = new Map<number, number>();
  const units = parts.map(({ rows }) =>
    Int32Array.from(rows ?? [], (row) => {
      const unit = numbers.get(row) ?? numbers.size;
      numbers.set(row, unit);
      return unit;
    }),
  );
  return { units, strata: [allRows(numbers.size)], numUnits: numbers.size };
}

/** How much better the model does on each unit, averaged over the parts that it stands in. */
function rowDifferences(
  parts: ComparedPart[],
  units: Int32Array[],
  numUnits: number,
  measure: Compared,
  sign: number,
): Float64Array {
  const sums = new Float64Array(numUnits);
  const times = new Float64Array(numUnits);
  parts.forEach(({ model, other, target }, part) => {
    const ours = scoreRows(measure, model, target);
    const theirs = scoreRows(measure, other, target);
    units[part]!.forEach((unit, row) => {
      sums[unit]! += sign * (ours[row]! - theirs[row]!);
      times[unit]! += 1;
    });
  });
  return sums.map((sum, unit) => sum / times[unit]!);
}

function count(differences: Float64Array, value: number): number {
  return differences.reduce((sum, difference) => sum + (difference === value ? 1 : 0), 0);
}
