import { describe, test } from 'vitest';
import { generator } from '@stepwell/base/random';
import { boolean, categorical, cells, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import { driftingColumns } from './drifting-columns.ts';

const ROWS = 400;
const random = generator(6, 'test', 'drift');

describe('driftingColumns', () => {
  const table = tableOf(
    ROWS,
    numeric(
      'steady',
      cells(ROWS, () => random.uniform()),
    ),
    numeric(
      'moved',
      cells(ROWS, (row) => (row < ROWS / 2 ? 0 : 1)),
    ),
    categorical(
      'shifted',
      cells(ROWS, (row) => (row % 4 < (row < ROWS / 2 ? 1 : 3) ? 'a' : 'b')),
    ),
    boolean(
      'flag',
      cells(ROWS, (row) => row % 2 === 0),
    ),
    categorical(
      'names',
      cells(ROWS, () => `n${random.below(40)}`),
    ),
  );
  const inputs = [
    ...(['steady', 'moved'] as const).map((column) => ({ column, kind: 'numeric' as const })),
    ...(['shifted', 'names'] as const).map((column) => ({ column, kind: 'categorical' as const })),
    { column: 'flag', kind: 'boolean' as const },
  ];
  const inOrder = Uint8Array.from({ length: ROWS }, (_, row) => (row < ROWS / 2 ? 0 : 1));

  test('names those whose early and late values differ, by how much', ({ expect }) => {
    // All early values are below all late ones: 1. A share of 1/4 became 3/4: half of 0.5 + 0.5.
    expect(driftingColumns(table, inputs, inOrder)).toEqual([
      { column: 'moved', distance: expect.closeTo(1, 9) },
      { column: 'shifted', distance: expect.closeTo(0.5, 9) },
    ]);
  });

  test('finds none in a random order', ({ expect }) => {
    const anyhow = Uint8Array.from({ length: ROWS }, () => random.below(2));
    expect(driftingColumns(table, inputs, anyhow)).toEqual([]);
  });

  test('skips a column that only one half has', ({ expect }) => {
    const late = numeric(
      'late',
      cells(ROWS, (row) => (row < ROWS / 2 ? null : row)),
    );
    expect(driftingColumns(tableOf(ROWS, late), [{ column: 'late', kind: 'numeric' }], inOrder)).toEqual([]);
  });
});
