import { describe, test } from 'vitest';
import fc from 'fast-check';
import { allRows, take } from '@stepwell/metrics/targets';
import { assertUnseen, hasRow, rowSet } from './index.ts';

describe('rowSet', () => {
  test('has the rows it was made of and no others', ({ expect }) => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 300 })), (ids) => {
        const set = rowSet(Int32Array.from(ids));
        expect(set.size).toBe(ids.length);
        for (let id = 0; id <= 320; id++) expect(hasRow(set, id)).toBe(ids.includes(id));
      }),
    );
  });
});

describe('assertUnseen', () => {
  const fitted = rowSet(Int32Array.of(0, 7, 8, 1_000));

  test('lets rows through that nothing was fitted on', ({ expect }) => {
    expect(() => assertUnseen(fitted, Int32Array.of(1, 9, 999, 1_001, 5_000), 'A model')).not.toThrow();
    expect(() => assertUnseen(fitted, new Int32Array(0), 'A model')).not.toThrow();
  });

  test('refuses when there is a single one', ({ expect }) => {
    expect(() => assertUnseen(fitted, Int32Array.of(1, 2, 1_000, 3), 'A model')).toThrow(
      expect.objectContaining({
        code: 'evaluated_on_fitted_rows',
        message: expect.stringContaining('A model would be evaluated on 1 of the 4 rows'),
        details: { seen: 1, fitted: 4, evaluated: 4 },
      }),
    );
  });
});

test('take and allRows', ({ expect }) => {
  expect(take(Int32Array.of(5, 6, 7), Int32Array.of(2, 0, 2))).toEqual(Int32Array.of(7, 5, 7));
  expect(allRows(3)).toEqual(Int32Array.of(0, 1, 2));
});
