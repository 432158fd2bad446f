import { describe, test } from 'vitest';
import type { Target } from '@stepwell/metrics/targets';
import { cells, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import { auditCopies } from './audit-copies.ts';
import type { Input } from './definition.ts';

const ROWS = 40;
const NAMES = ['a', 'b', 'c'];
const INPUTS = NAMES.map((column): Input => ({ column, kind: 'numeric' }));
const TARGET: Target = { kind: 'number', width: 1, values: Float64Array.from({ length: ROWS }, (_, row) => row) };

/** Rows that are nearly the same as an earlier one, where the third number is `third`. */
function nearCopies(third: (row: number) => number): unknown {
  const same = numeric(
    'a',
    cells(ROWS, (row) => row % 2),
  );
  const table = tableOf(ROWS, same, { ...same, name: 'b' }, numeric('c', cells(ROWS, third)));
  const finding = auditCopies(table, TARGET, INPUTS).find(({ check }) => check === 'near-duplicates');
  return finding?.evidence['near'];
}

describe('near copies', () => {
  test('are none where very large numbers differ', ({ expect }) => {
    expect(nearCopies((row) => (row - 20) * 8e306)).toBeUndefined();
    expect(nearCopies((row) => (row - 20) * 8)).toBeUndefined();
    expect(nearCopies((row) => (row - 20) * 8e-306)).toBeUndefined();
  });

  test('are counted where numbers differ by next to nothing, however large', ({ expect }) => {
    // Two values of 'a' and 'b', five of 'c' that hardly differ from 1 or -1: all but the first of either are near.
    for (const unit of [1, 1e308, 1e-300]) {
      expect(nearCopies((row) => (row % 2 === 0 ? -1 : 1) * (1 + (row >> 1) * 1e-6) * unit)).toBe(ROWS - 2);
    }
  });
});
