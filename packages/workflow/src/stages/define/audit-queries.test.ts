import { test } from 'vitest';
import { auditQueries } from './audit-queries.ts';

test('queries are counted, and those without an order are named', ({ expect }) => {
  // One with an order, one of one row, one without a relevant row, one whose rows are alike.
  const grades = Float64Array.of(1, 0, 2, 0, 0, 3, 3);
  const queries = Int32Array.of(0, 0, 1, 2, 2, 3, 3);
  const [sizes, alike] = auditQueries(grades, queries);
  expect(sizes).toMatchObject({
    check: 'queries',
    severity: 'warn',
    finding:
      '4 queries, from 1 to 2 rows. Only 1 of them has rows of different relevance: few to learn from, and few to judge by.',
    evidence: { queries: 4, judged: 1, least: 1, most: 2 },
  });
  expect(alike).toMatchObject({
    check: 'queries-alike',
    finding:
      "3 queries can't be ranked well or badly and aren't scored: 1 with one row, 1 without a relevant row, 1 whose rows are equally relevant.",
  });
});

test('where every query has an order there is nothing more to say', ({ expect }) => {
  const queries = Int32Array.from({ length: 80 }, (_, row) => Math.floor(row / 2));
  const grades = Float64Array.from(queries, (_, row) => row % 2);
  expect(auditQueries(grades, queries)).toMatchObject([
    { severity: 'info', finding: '40 queries, 2 rows each.', evidence: { judged: 40 } },
  ]);
});
