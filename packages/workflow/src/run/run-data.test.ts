import { describe, test } from 'vitest';
import { cells, numeric, tableOf } from '../testing/columns.ts';
import { specOf } from '../testing/spec.ts';
import { openRunData } from './index.ts';

describe('the rows of a run', () => {
  const column = (rows: number, from: number) =>
    numeric(
      'y',
      cells(rows, (row) => from + row),
    );
  const values = ({ columns }: { columns: { name: string }[] }) => {
    const [found] = columns as ReturnType<typeof column>[];
    return [...found!.values];
  };

  test('are the table once, split in two', ({ expect }) => {
    const data = openRunData(specOf({ target: ['y'] }), tableOf(50, column(50, 0)), null);
    const sealed = data.unseal();
    expect(data.unseal()).toBe(sealed);
    expect([...values(data.development), ...values(sealed)].toSorted((a, b) => a - b)).toEqual(cells(50, (row) => row));
  });

  test('are those of the table and those of the test file, where there is one', ({ expect }) => {
    const spec = specOf({ target: ['y'], testDataset: 'b'.repeat(64) });
    const data = openRunData(spec, tableOf(40, column(40, 0)), tableOf(10, column(10, 100)));
    expect(values(data.development)).toEqual(cells(40, (row) => row));
    expect(values(data.unseal())).toEqual(cells(10, (row) => 100 + row));
  });
});
