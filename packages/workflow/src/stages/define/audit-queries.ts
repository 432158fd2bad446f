import { formatCount } from '@stepwell/base/format';
import { haveDifferentGrades, rowsByQuery } from '@stepwell/metrics/targets';
import type { Finding } from './definition.ts';

/** Fewer queries than this say little of new ones. */
const FEW_QUERIES = 30;

/**
 * Describes queries: how many, how large, and those that can't be ranked well or badly, because their rows are all alike.
 *
 * @param grades [rows], float64.
 * @param queries [rows], int32.
 */
export function auditQueries(grades: Float64Array, queries: Int32Array): Finding[] {
  const all = rowsByQuery(queries);
  const sizes = all.map(({ length }) => length);
  const alike = all.filter((of) => !haveDifferentGrades(of, grades));
  const single = alike.filter(({ length }) => length === 1).length;
  const irrelevant = alike.filter((of) => of.length > 1 && grades[of[0]!] === 0).length;
  const same = alike.length - single - irrelevant;
  const judged = all.length - alike.length;
  const [least, most] = extentOf(sizes);
  const reasons = [
    ...(single === 0 ? [] : [`${single} with one row`]),
    ...(irrelevant === 0 ? [] : [`${irrelevant} without a relevant row`]),
    ...(same === 0 ? [] : [`${same} whose rows are equally relevant`]),
  ];
  const range = least === most ? `${least} rows each` : `from ${least} to ${most} rows`;
  const findings: Finding[] = [
    {
      check: 'queries',
      severity: judged < FEW_QUERIES ? 'warn' : 'info',
      finding: `${formatCount(all.length, 'query', 'queries')}, ${range}.${judged < FEW_QUERIES ? ` Only ${judged} of them ${judged === 1 ? 'has' : 'have'} rows of different relevance: few to learn from, and few to judge by.` : ''}`,
      evidence: { queries: all.length, judged, least, most },
    },
  ];
  if (alike.length === 0) return findings;
  return [
    ...findings,
    {
      check: 'queries-alike',
      severity: 'info',
      finding: `${formatCount(alike.length, 'query', 'queries')} can't be ranked well or badly and ${alike.length === 1 ? "isn't" : "aren't"} scored: ${reasons.join(', ')}.`,
      evidence: { single, irrelevant, same },
    },
  ];
}

function extentOf(values: readonly number[]): [number, number] {
  return values.reduce(
    ([low, high], value): [number, number] => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}
