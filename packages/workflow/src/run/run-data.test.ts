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

  test('draws the test rows where the test file has no target, and keeps its rows to predict', ({ expect }) => {
    const spec = specOf({ target: ['y'], testDataset: 'b'.repeat(64) });
    const inputs = numeric(
      'x',
      cells(50, (row) => row),
    );
    const { name: _, ...rest } = inputs;
    const data = openRunData(spec, tableOf(50, column(50, 0), inputs), tableOf(50, { name: 'x', ...rest }));
    const plain = openRunData(specOf({ target: ['y'] }), tableOf(50, column(50, 0), inputs), null);
    expect(data.seal.sealed).toEqual(plain.seal.sealed);
    expect(data.seal.fromTestFile).toBe(false);
    expect(data.unscored.rows).toBe(50);
    expect(data.unscored.columns[1]).toMatchObject({ name: 'x', values: inputs.values });
    expect(data.seal.unscored[0]).toBe(50);
  });

  test('predicts a row of the test file whose target does not fit', async ({ expect }) => {
    const train = await readDelimited(
      new Blob([`x,y\n${Array.from({ length: 40 }, (_, i) => `${i}.5,${i}.25`).join('\n')}`]).stream(),
    );
    const test = await readDelimited(new Blob(['x,y\n1.5,2.5\n2.5,soon\n3.5,4.5\n4.5,\n5.5,6.5']).stream());
    const data = openRunData(specOf({ target: ['y'], testDataset: 'b'.repeat(64) }), train.table, test.table);
    expect(data.seal).toMatchObject({ sealed: Int32Array.of(40, 42, 44), unscored: Int32Array.of(41, 43) });
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
