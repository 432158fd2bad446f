import { describe, test } from 'vitest';
import { readDelimited } from '@stepwell/data/delimited';
import type { Table } from '@stepwell/data/table';
import { cells, numeric, tableOf } from '../../../data/src/testing/columns.ts';
import { specOf } from '../testing/spec.ts';
import { openRunData } from './index.ts';

const LINES = Array.from({ length: 60 }, (_, row) => [
  String(((row * 7) % 61) + 0.5),
  row % 3 === 0 ? 'true' : 'false',
  String(row % 2),
]);

async function open(lines: string[][]) {
  const csv = ['a,b,y', ...lines.map((line) => line.join(','))].join('\n');
  const { table } = await readDelimited(new Blob([csv]).stream());
  return openRunData(specOf({}), table, null);
}

describe('openRunData', () => {
  const column = (rows: number, from: number) =>
    numeric(
      'y',
      cells(rows, (row) => from + row),
    );
  const values = ({ columns }: Table) => [...(columns[0] as ReturnType<typeof column>).values];

  test('splits the table once, in two', ({ expect }) => {
    const data = openRunData(specOf({ target: ['y'] }), tableOf(50, column(50, 0)), null);
    const sealed = data.unseal();
    expect(data.unseal()).toBe(sealed);
    expect([...values(data.development), ...values(sealed)].toSorted((a, b) => a - b)).toEqual(cells(50, (row) => row));
  });

  test('seals the rows of the test file, where there is one', ({ expect }) => {
    const spec = specOf({ target: ['y'], testDataset: 'b'.repeat(64) });
    const data = openRunData(spec, tableOf(40, column(40, 0)), tableOf(10, column(10, 100)));
    expect(values(data.development)).toEqual(cells(40, (row) => row));
    expect(values(data.unseal())).toEqual(cells(10, (row) => 100 + row));
  });

  test('reads columns as asked, also ones named like parts of every object', ({ expect }) => {
    const table = tableOf(
      50,
      numeric(
        'constructor',
        cells(50, (row) => row),
      ),
      column(50, 0),
    );
    const kinds = (read: Record<string, string[]>) =>
      openRunData(specOf({ target: ['y'], read }), table, null).development.columns.map(({ kind }) => kind);
    expect(kinds({ y: ['category'] })).toEqual(['numeric', 'categorical']);
    expect(kinds({ constructor: ['category'] })).toEqual(['categorical', 'numeric']);
  });

  test('hands out the same development rows, kinds included, whatever a sealed cell says', async ({ expect }) => {
    const plain = await open(LINES);
    const sealed = plain.seal.sealed[3]!;
    for (const column of [0, 1]) {
      for (const cell of ['oops', '17', 'true', 'Infinity', '']) {
        const lines = LINES.map((line, row) =>
          row === sealed ? line.map((kept, i) => (i === column ? cell : kept)) : line,
        );
        const changed = await open(lines);
        expect(changed.seal).toEqual(plain.seal);
        expect(changed.development).toEqual(plain.development);
        expect(changed.unseal().columns.map(({ kind }) => kind)).toEqual(['numeric', 'boolean', 'numeric']);
      }
    }
  });

  test('leaves out a row whose target does not fit the others, as if it were not there', async ({ expect }) => {
    const numbers = LINES.map(([a, b], row) => [a!, b!, String(row * 1.5)]);
    const plain = await open(numbers);
    const changed = await open(numbers.map((line, row) => (row === 7 ? [line[0]!, line[1]!, 'unreadable'] : line)));
    const { development, sealed } = changed.seal;
    expect([...development, ...sealed].toSorted((a, b) => a - b)).toEqual(
      numbers.map((_, row) => row).filter((row) => row !== 7),
    );
    expect(plain.seal.development.length + plain.seal.sealed.length).toBe(numbers.length);
  });
});
