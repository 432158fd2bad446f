import { rowsByQuery } from '@stepwell/metrics/targets';
import { scoreQueries, type MetricName, type Predictions, type Relevance } from '@stepwell/metrics';
import type { Diagnostics } from './diagnostics.ts';

const TENTHS = 10;
const MOST_PLACES = 10;

/** How queries of the test score, and how relevant the rows at each place are. */
export function diagnoseQueries(predictions: Predictions, relevance: Relevance, name: MetricName): Diagnostics {
  const { scores, queries: judged } = scoreQueries(name, predictions, relevance);
  const counts = Array.from({ length: TENTHS }, () => 0);
  for (const score of scores) counts[Math.min(TENTHS - 1, Math.floor(score * TENTHS))]! += 1;
  const ranked = orderOf(predictions, relevance, new Set(judged));
  const grades = ranked.flat();
  const places = Array.from({ length: MOST_PLACES }, (_, at) => {
    const there = ranked.flatMap((query) => (at < query.length ? [query[at]!] : []));
    return { place: at + 1, relevance: meanOf(there), queries: there.length };
  });
  return {
    kind: 'queries',
    judged: scores.length,
    alike: new Set(relevance.queries).size - scores.length,
    scores: counts,
    places: places.filter(({ queries }) => queries > 0),
    random: meanOf(grades),
  };
}

/** The grades of each scored query, in the order of its predictions. */
function orderOf({ values }: Predictions, relevance: Relevance, judged: ReadonlySet<number>): number[][] {
  const scored = rowsByQuery(relevance.queries).filter((rows) => judged.has(relevance.queries[rows[0]!]!));
  return scored.map((of) => of.sort((a, b) => values[b]! - values[a]! || a - b).map((row) => relevance.values[row]!));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
