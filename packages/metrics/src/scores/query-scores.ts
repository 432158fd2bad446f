import { expm1, ln } from '@stepwell/base/exact';
import type { MetricName } from '../names/index.ts';
import type { Scorer } from '../predictions/asked.ts';
import type { Predictions } from '../predictions/predictions.ts';
import { haveDifferentGrades, rowsByQuery } from '../targets/index.ts';
import { rank } from './ranking.ts';

/** Grades of relevance by query. `values`: [rows], float64, at least 0. `queries`: [rows], int32. */
export interface Relevance {
  values: Float64Array;
  queries: Int32Array;
}

/** The score of each query that can be ranked well or badly. */
export interface QueryScores {
  /** [judged], int32: the query. */
  queries: Int32Array;
  /** [judged], int32: its first row. */
  firstRows: Int32Array;
  /** [judged], float64. */
  scores: Float64Array;
}

/**
 * Scores the order of the rows of each query, the greatest prediction first.
 *
 * Queries whose rows all have the same grade are left out: every order of them is as good. A row is relevant if its grade is above
 * 0. Of rows with equal predictions, the score is the mean over their orders.
 *
 * @param name a metric of rankings.
 * @param predictions one number a row.
 * @see Järvelin, Kekäläinen: Cumulated gain-based evaluation of IR techniques (2002)
 * @see McSherry, Najork: Computing information retrieval performance measures efficiently in the presence of tied scores (2008)
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.ndcg_score.html
 */
export function scoreQueries(name: MetricName, predictions: Predictions, { values, queries }: Relevance): QueryScores {
  const judged = rowsByQuery(queries).filter((rows) => haveDifferentGrades(rows, values));
  const score = scoreOfQuery(name);
  return {
    queries: Int32Array.from(judged, (rows) => queries[rows[0]!]!),
    firstRows: Int32Array.from(judged, (rows) => rows[0]!),
    scores: Float64Array.from(judged, (rows) =>
      score(
        Float64Array.from(rows, (row) => predictions.values[row]!),
        Float64Array.from(rows, (row) => values[row]!),
      ),
    ),
  };
}

/** The mean over queries. Rows of a query count alike: the weight of its first row is that of the query. */
export function meanOverQueries(name: MetricName, predictions: Predictions, relevance: Relevance): Scorer {
  const { scores, firstRows } = scoreQueries(name, predictions, relevance);
  return (weights) => {
    let sum = 0;
    let total = 0;
    for (let i = 0; i < scores.length; i++) {
      const weight = weights === null ? 1 : weights[firstRows[i]!]!;
      sum += weight * scores[i]!;
      total += weight;
    }
    return sum / total;
  };
}

type OfQuery = (predicted: Float64Array, grades: Float64Array) => number;

function scoreOfQuery(name: MetricName): OfQuery {
  const [kind, at] = name.split('@');
  const first = at === undefined ? Infinity : Number(at);
  switch (kind) {
    case 'ndcg':
      return (predicted, grades) => ndcg(predicted, grades, first);
    case 'letor-ndcg':
      return (predicted, grades) => ndcg(predicted, grades.map(exponentialGain), first);
    case 'precision':
      return (predicted, grades) => precisionAt(predicted, grades, first);
    case 'mrr':
      return reciprocalRank;
    case 'mean-average-precision':
      return meanPrecision;
    default:
      throw new Error(`${name} doesn't measure rankings`);
  }
}

/** Rows that are tied, from the greatest prediction down: the place of the first, and the rows. */
function* tiesOf(predicted: Float64Array): Generator<{ from: number; rows: Int32Array }> {
  const { order, tied } = rank(predicted);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && tied[to] === 1) to++;
    yield { from, rows: order.subarray(from, to) };
    from = to;
  }
}

/** The discount of a place in NDCG, counted from 0: 1 / log2(place + 2). */
export function discount(place: number): number {
  return ln(2) / ln(place + 2);
}

function ndcg(predicted: Float64Array, gains: Float64Array, first: number): number {
  let found = 0;
  for (const { from, rows } of tiesOf(predicted)) {
    if (from >= first) break;
    let discounts = 0;
    for (let place = from; place < Math.min(from + rows.length, first); place++) discounts += discount(place);
    found += (sumAt(gains, rows) / rows.length) * discounts;
  }
  let possible = 0;
  const best = gains.toSorted().reverse();
  for (let place = 0; place < Math.min(best.length, first); place++) possible += best[place]! * discount(place);
  return found / possible;
}

/** Divided by `first` also where a query has fewer rows, as LETOR does. */
function precisionAt(predicted: Float64Array, grades: Float64Array, first: number): number {
  const relevant = grades.map(isRelevant);
  let found = 0;
  for (const { from, rows } of tiesOf(predicted)) {
    const places = Math.min(from + rows.length, first) - from;
    if (places <= 0) break;
    found += (sumAt(relevant, rows) / rows.length) * places;
  }
  return found / first;
}

/** The mean of the precision at each relevant row. */
function meanPrecision(predicted: Float64Array, grades: Float64Array): number {
  const relevant = grades.map(isRelevant);
  let sum = 0;
  let found = 0;
  for (const { from, rows } of tiesOf(predicted)) {
    const hits = sumAt(relevant, rows);
    if (hits === 0) continue;
    // At each place of the tie, how likely a hit is, and how many are expected before it.
    for (let before = 0; before < rows.length; before++) {
      const earlier = rows.length === 1 ? 0 : (before * (hits - 1)) / (rows.length - 1);
      sum += ((hits / rows.length) * (found + earlier + 1)) / (from + before + 1);
    }
    found += hits;
  }
  return sum / found;
}

function reciprocalRank(predicted: Float64Array, grades: Float64Array): number {
  const relevant = grades.map(isRelevant);
  for (const { from, rows } of tiesOf(predicted)) {
    const hits = sumAt(relevant, rows);
    if (hits > 0) return expectedReciprocal(from, rows.length, hits);
  }
  return 0;
}

/** The mean of 1 / (from + place of the first of so many hits), over all orders of `count` rows. */
function expectedReciprocal(from: number, count: number, hits: number): number {
  let sum = 0;
  // How likely no hit has come before this place.
  let none = 1;
  for (let place = 1; place <= count - hits + 1; place++) {
    const left = count - place + 1;
    sum += (none * (hits / left)) / (from + place);
    none *= (left - hits) / left;
  }
  return sum;
}

function sumAt(values: Float64Array, rows: Int32Array): number {
  let sum = 0;
  for (const row of rows) sum += values[row]!;
  return sum;
}

function isRelevant(grade: number): number {
  return grade > 0 ? 1 : 0;
}

function exponentialGain(grade: number): number {
  return expm1(grade * Math.LN2);
}
