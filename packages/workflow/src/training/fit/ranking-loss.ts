import { exp, ln, log1p } from '@stepwell/base/exact';
import { discount } from '@stepwell/metrics';
import { haveDifferentGrades, rowsByQuery } from '@stepwell/metrics/targets';
import type { RankingLoss } from '../architecture/index.ts';

/** A loss and its derivatives by the scores. */
export interface LossOfScores {
  /** Mean over the queries that have rows of different grades; 0 where none has. */
  loss: number;
  /** [rows], float32. */
  gradient: Float32Array;
}

/**
 * The loss of scores by which the rows of each query are ranked.
 *
 * - `pairwise-logistic`: for each pair of rows of different grades, ln(1 + exp(-(better - worse))); the mean over the pairs
 * - `lambdarank`: the same, each pair weighted by how much NDCG changes if the two change places, and summed; the weights count as
 *   constants
 * - `listwise-cross-entropy`: between the grades as shares of their sum and the softmax of the scores
 *
 * Every query counts alike. Float64 inside, from functions that are the same in every engine.
 *
 * @param scores [rows], float32.
 * @param grades [rows], float32, at least 0.
 * @param queries [rows], int32.
 * @see Burges et al.: Learning to rank using gradient descent (2005); Burges: From RankNet to LambdaRank to LambdaMART (2010);
 *   Bruch, Wang, Bendersky, Najork: An analysis of the softmax cost function for learning to rank (2019)
 */
export function rankingLoss(
  name: RankingLoss,
  scores: Float32Array,
  grades: Float32Array,
  queries: Int32Array,
): LossOfScores {
  const of = name === 'listwise-cross-entropy' ? listwise : pairwise(name);
  const derivatives = new Float64Array(scores.length);
  let sum = 0;
  let judged = 0;
  for (const rows of rowsByQuery(queries)) {
    if (!haveDifferentGrades(rows, grades)) continue;
    sum += of(rows, scores, grades, derivatives);
    judged++;
  }
  if (judged === 0) return { loss: 0, gradient: new Float32Array(scores.length) };
  return { loss: sum / judged, gradient: Float32Array.from(derivatives, (derivative) => derivative / judged) };
}

/** Adds a query's derivatives to `into`. @returns its loss. */
type OfQuery = (rows: number[], scores: Float32Array, grades: Float32Array, into: Float64Array) => number;

function pairwise(name: RankingLoss): OfQuery {
  return (rows, scores, grades, into) => {
    const weightOf = name === 'lambdarank' ? changeOfNdcg(rows, scores, grades) : meanOverPairs(rows, grades);
    let loss = 0;
    rows.forEach((better, i) =>
      rows.forEach((worse, j) => {
        if (!(grades[better]! > grades[worse]!)) return;
        const weight = weightOf(i, j);
        const apart = scores[better]! - scores[worse]!;
        loss += weight * softplus(-apart);
        const pull = weight * sigmoid(-apart);
        into[better]! -= pull;
        into[worse]! += pull;
      }),
    );
    return loss;
  };
}

function meanOverPairs(rows: number[], grades: Float32Array): () => number {
  let pairs = 0;
  for (const better of rows) for (const worse of rows) if (grades[better]! > grades[worse]!) pairs++;
  return () => 1 / pairs;
}

function changeOfNdcg(rows: number[], scores: Float32Array, grades: Float32Array): (i: number, j: number) => number {
  const order = rows.map((_, i) => i).sort((a, b) => scores[rows[b]!]! - scores[rows[a]!]! || a - b);
  const discounts = new Float64Array(rows.length);
  order.forEach((i, place) => {
    discounts[i] = discount(place);
  });
  const best = Float64Array.from(rows, (row) => grades[row]!)
    .sort()
    .reverse();
  const possible = best.reduce((sum, grade, place) => sum + grade * discount(place), 0);
  return (i, j) => ((grades[rows[i]!]! - grades[rows[j]!]!) * Math.abs(discounts[i]! - discounts[j]!)) / possible;
}

function listwise(rows: number[], scores: Float32Array, grades: Float32Array, into: Float64Array): number {
  const most = rows.reduce((greatest, row) => Math.max(greatest, scores[row]!), -Infinity);
  const exponentials = rows.map((row) => exp(scores[row]! - most));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  const wanted = rows.reduce((total, row) => total + grades[row]!, 0);
  let loss = 0;
  rows.forEach((row, i) => {
    const share = grades[row]! / wanted;
    if (share > 0) loss -= share * (scores[row]! - most - ln(sum));
    into[row]! += exponentials[i]! / sum - share;
  });
  return loss;
}

/** ln(1 + eˣ), without overflow. */
function softplus(x: number): number {
  return Math.max(0, x) + log1p(exp(-Math.abs(x)));
}

function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x));
}
