import { describe, test } from 'vitest';
import { categorical, cells, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import { dates, sealOf, tableWith } from './testing/seal-of.ts';

const y = numeric('y', [1, 2, 3, 4, 5, 6]);

describe('seal of the rows of a test file', () => {
  test('counts those that are not later than the last row that is learned from', ({ expect }) => {
    const days = ['2021-01-01', '2021-01-03', '2021-01-02', '2021-01-03', '2021-01-04', null];
    const table = tableWith(6, y, dates('day', days));
    expect(sealOf(table, { timeColumn: 'day' }, 3)).toMatchObject({ fromTestFile: true, earlier: 1, knownGroups: 0 });
    // Without a column of times the rows of the test file follow the others.
    expect(sealOf(table, { order: 'time' }, 3).earlier).toBe(0);
    expect(sealOf(table, { timeColumn: 'day', order: 'random' }, 3).earlier).toBe(0);
  });

  test('counts those of groups that are learned from, where groups are kept together', ({ expect }) => {
    const table = tableWith(6, y, categorical('who', ['a', 'b', null, 'b', 'c', null]));
    expect(sealOf(table, { group: 'who' }, 3)).toMatchObject({ fromTestFile: true, earlier: 0, knownGroups: 1 });
    expect(sealOf(table, {}, 3).knownGroups).toBe(0);
  });

  test('leaves out rows without a target, which are predicted and not scored', ({ expect }) => {
    const some = tableWith(6, numeric('y', [1, 2, null, null, 5, null]));
    expect(sealOf(some, {}, 3)).toMatchObject({
      development: Int32Array.of(0, 1),
      sealed: Int32Array.of(4),
      unlabelled: 1,
      unscored: Int32Array.of(3, 5),
      fromTestFile: true,
    });
    const none = tableWith(8, numeric('y', [1, 2, 3, 4, 5, null, null, null]));
    const drawn = sealOf(none, {}, 5);
    expect(drawn).toMatchObject({ unlabelled: 0, unscored: Int32Array.of(5, 6, 7), fromTestFile: false });
    expect([...drawn.development, ...drawn.sealed].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
    expect(drawn.sealed).toHaveLength(1);
  });

  test('has nothing to count where the rows are drawn', ({ expect }) => {
    const table = tableWith(6, y, categorical('who', ['a', 'b', 'c', 'b', 'c', null]));
    for (const fields of [{}, { group: 'who' }, { order: 'time' }] as const) {
      expect(sealOf(table, fields)).toMatchObject({ fromTestFile: false, earlier: 0, knownGroups: 0 });
    }
  });
});

test('identical rows without a target have no say in what is sealed', ({ expect }) => {
  // 30 identical rows with a target, 400 distinct ones without.
  const rows = 430;
  const table = tableOf(
    rows,
    numeric(
      'x',
      cells(rows, (row) => (row < 30 ? 0.5 : row + 0.5)),
    ),
    numeric(
      'y',
      cells(rows, (row) => (row < 30 ? row : null)),
    ),
  );
  const { development, sealed } = sealOf(table);
  expect([development.length, sealed.length]).toEqual([24, 6]);
});
