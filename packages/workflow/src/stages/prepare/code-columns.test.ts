import { expect, test } from 'vitest';
import { categorical, cells, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import type { ColumnPreparation } from '../../training/preparation/index.ts';
import { codeColumns } from './code-columns.ts';

const ROWS = 400;
const cycle = (name: string, values: number) =>
  numeric(
    name,
    cells(ROWS, (row) => row % values),
  );

test('codeColumns are numbers with a few whole values, each on ten rows or more, unless the user settled them', () => {
  const table = tableOf(
    ROWS,
    cycle('hour', 24),
    cycle('flag', 2),
    cycle('minute', 60),
    cycle('asked', 7),
    numeric(
      'half',
      cells(ROWS, (row) => (row % 5) / 2),
    ),
    numeric(
      'below',
      cells(ROWS, (row) => (row % 5) - 2),
    ),
    categorical(
      'name',
      cells(ROWS, (row) => `n${row % 5}`),
    ),
  );
  const preparation = table.columns.map(({ name, kind }): ColumnPreparation => ({
    column: name,
    steps: [kind === 'numeric' ? 'z-score' : 'one-hot'],
  }));
  expect([...codeColumns(table, preparation, new Set(['asked']))]).toEqual(['hour']);
  // 31 values of 400 rows have more than ten each; of 300 rows they haven't.
  const days = (rows: number) =>
    tableOf(
      rows,
      numeric(
        'day',
        cells(rows, (row) => row % 31),
      ),
    );
  const of = (rows: number) => codeColumns(days(rows), [{ column: 'day', steps: ['z-score'] }], new Set()).size;
  expect([of(400), of(300)]).toEqual([1, 0]);
});
