import { describe, test } from 'vitest';
import type { Target } from '@stepwell/metrics/targets';
import { auditTarget } from './audit-target.ts';

/** What is found about numbers, each so many times. */
function findingOf(check: string, times: Record<string, number>) {
  const values = Object.entries(times).flatMap(([value, count]) => Array.from({ length: count }, () => Number(value)));
  const target: Target = { kind: 'number', width: 1, values: Float64Array.from(values) };
  return auditTarget(target).find((finding) => finding.check === check);
}

describe('a number', () => {
  test('looks like a count where small whole numbers are the most common', ({ expect }) => {
    // 100 visits, of a Poisson distribution with mean 2: skewness 1/√2.
    expect(findingOf('count-target', { 0: 14, 1: 27, 2: 27, 3: 18, 4: 9, 5: 4, 6: 1 })).toMatchObject({
      finding: expect.stringContaining('whole numbers from 0 to 6'),
    });
  });

  test.for([
    { what: 'stars', times: { 1: 5, 2: 10, 3: 20, 4: 40, 5: 25 } },
    { what: 'ratings up to ten', times: { 4: 5, 5: 10, 6: 15, 7: 30, 8: 60, 9: 50, 10: 30 } },
    { what: 'numbered classes', times: Object.fromEntries(Array.from({ length: 26 }, (_, code) => [code, 10])) },
    { what: 'amounts of money', times: { 0: 60, 120: 5, 250: 5, 380: 5, 900: 5, 1_500: 5, 4_000: 5, 9_000: 2 } },
    { what: 'fractions', times: { 0: 14, 0.5: 27, 1: 27, 1.5: 18, 2: 9, 2.5: 4, 3: 1 } },
  ])('does not look like a count: $what', ({ times }, { expect }) => {
    expect(findingOf('count-target', times)).toBeUndefined();
  });

  test('of which most rows are one value is said to be', ({ expect }) => {
    expect(findingOf('prevailing-value', { 0: 3, 5: 1, 7: 1 })).toMatchObject({
      severity: 'info',
      finding: expect.stringMatching(/^The target is 0 in 60\.0 % of rows\..* above 0 /),
      evidence: { value: 0, share: 0.6, least: true },
    });
    expect(findingOf('prevailing-value', { 1: 1, 5: 3 })).toMatchObject({ evidence: { value: 5, least: false } });
    expect(findingOf('prevailing-value', { 0: 2, 5: 2 })).toBeUndefined();
  });
});
