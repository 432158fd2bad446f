import { readUpload } from '@stepwell/data/archive';
import { labelAt, type Table } from '@stepwell/data/table';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'vitest';

const FOLDER = new URL('../fixtures/reports/', import.meta.url);

async function read(name: string): Promise<Table> {
  const bytes = await readFile(new URL(name, FOLDER));
  return (await readUpload(new Blob([bytes]).stream(), { part: null })).table;
}

/** The kinds of the columns, in order. */
function kindsOf({ columns }: Table): string {
  return columns.map(({ kind }) => kind).join(' ');
}

function rowOf({ columns }: Table, row: number): (string | null)[] {
  return columns.map((column) => labelAt(column, row));
}

/** Files as people have them, and what is right: rows, kinds, and the first row. */
const RIGHT: [string, { rows: number; kinds: string; first?: (string | null)[] }][] = [
  [
    '01-headerless-uci.data',
    { rows: 200, kinds: 'numeric numeric categorical numeric', first: ['5.7', '0.82', 'r', '2'] },
  ],
  [
    '02-decimal-comma.csv',
    { rows: 300, kinds: 'numeric numeric numeric numeric', first: ['76.5', '1', '26.7', '282.88'] },
  ],
  [
    '03b-money-inputs.csv',
    { rows: 400, kinds: 'numeric numeric numeric categorical', first: ['25805', '0.517', '14419', 'yes'] },
  ],
  ['04-day-first-dates.csv', { rows: 400, kinds: 'date numeric numeric', first: ['2022-05-29', '2.17', '29.67'] }],
  [
    '05-epoch-seconds.csv',
    { rows: 600, kinds: 'date categorical numeric', first: ['2021-01-07T17:02:51.000Z', 'app', '51.1'] },
  ],
  ['06-na-is-north-america.csv', { rows: 320, kinds: 'numeric numeric categorical' }],
  [
    '08-icd-codes-as-class.csv',
    { rows: 350, kinds: 'numeric categorical numeric categorical', first: ['38.8', 'bad', '5.7', '250.00'] },
  ],
  [
    '08b-codes-like-exponents.csv',
    { rows: 400, kinds: 'categorical numeric categorical', first: ['5E1', '-0.203', 'hi'] },
  ],
  ['08c-inf-is-a-name.csv', { rows: 330, kinds: 'numeric numeric categorical', first: ['25', '0.77', 'INF'] }],
  ['22a-sep-line.csv', { rows: 150, kinds: 'numeric numeric numeric', first: ['6.53', '6', '20.24'] }],
  ['22b-comment-lines.csv', { rows: 150, kinds: 'numeric numeric numeric', first: ['6.53', '6', '20.24'] }],
  ['22c-whitespace.data', { rows: 150, kinds: 'numeric numeric numeric', first: ['6.53', '6', '20.24'] }],
  ['22d-utf16-unicode-text.txt', { rows: 150, kinds: 'numeric numeric numeric', first: ['6.53', '6', '20.24'] }],
  ['22e-latin1.csv', { rows: 150, kinds: 'numeric categorical numeric', first: ['6.53', 'Köln', '20.24'] }],
  ['22f-weka.arff', { rows: 150, kinds: 'numeric numeric numeric', first: ['6.53', '6', '20.24'] }],
  ['22h-lines.jsonl', { rows: 150, kinds: 'numeric numeric numeric', first: ['6.53', '6', '20.24'] }],
  ['22j-trailing-comma.csv', { rows: 150, kinds: 'numeric numeric numeric', first: ['6.53', '6', '20.24'] }],
  ['22l-units-row-under-header.csv', { rows: 150, kinds: 'numeric numeric numeric', first: ['6.53', '6', '20.24'] }],
  ['24-chinese-reviews.csv', { rows: 300, kinds: 'text categorical' }],
  ['34-nanosecond-clock.csv', { rows: 300, kinds: 'numeric numeric numeric categorical' }],
  ['37b-below-detection-target.csv', { rows: 400, kinds: 'numeric numeric numeric numeric' }],
];

describe('files as people have them', () => {
  test.for(RIGHT)('%s', async ([name, { rows, kinds, first }], { expect }) => {
    const table = await read(name);
    expect([table.rows, kindsOf(table)]).toEqual([rows, kinds]);
    if (first !== undefined) expect(rowOf(table, 0)).toEqual(first);
  });

  test('a code among codes is no missing value, and codes keep their zeros', async ({ expect }) => {
    const { columns } = await read('06-na-is-north-america.csv');
    expect(columns[2]).toMatchObject({ categories: expect.arrayContaining(['NA', 'EU', 'AS']) });
    const codes = (await read('08-icd-codes-as-class.csv')).columns[3];
    expect(codes?.kind === 'categorical' && codes.categories.toSorted()).toEqual([
      '008.1',
      '008.10',
      '08.1',
      '250.0',
      '250.00',
    ]);
  });

  test('cells below the limit of detection are listed, with their lines', async ({ expect }) => {
    const { reading } = await read('37b-below-detection-target.csv');
    expect(reading?.columns[0]).toMatchObject({ column: 'lead', misfits: 10 });
    expect(reading?.columns[0]?.examples[0]).toEqual({ line: 3, row: 1, cell: '<0.6' });
  });

  test('a first column without a name is known as the name of the row', async ({ expect }) => {
    const { reading } = await read('19-pandas-index-split.csv');
    expect(reading?.columns.map(({ rowName }) => rowName)).toEqual([true, false, false, false]);
  });

  test('says how a text was decoded, whatever its format', async ({ expect }) => {
    const latin1 = Uint8Array.from('{"a":1,"b":"Köln"}\n{"a":2,"b":"Bern"}\n', (letter) => letter.charCodeAt(0));
    const { table } = await readUpload(new Blob([latin1]).stream(), { part: null });
    expect(labelAt(table.columns[1]!, 0)).toBe('Köln');
    expect(table.reading?.file).toMatchObject({
      encoding: 'windows-1252',
      notes: expect.arrayContaining([{ severity: 'info', text: 'The text is encoded as windows-1252.' }]),
    });
  });

  test('a stub of a workbook is refused', async ({ expect }) => {
    await expect(read('22g-workbook.xlsx')).rejects.toMatchObject({ name: 'StepwellError', status: 422 });
  });
});
