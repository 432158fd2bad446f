import { gzipSync, zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, test } from 'vitest';
import { row, writeWorkbook } from '../../formats/xlsx/testing/write-workbook.ts';
import { codeOf, read, utf8 } from '../../testing/archive/files.ts';

const CSV = utf8('id,a,y\n1,2,3\n4,5,6\n');
const COLUMNS = ['id', 'a', 'y'];

describe('a zip of tables', () => {
  test.for([
    ['data/train.csv', CSV, ','],
    ['train.csv.gz', gzipSync(CSV), ','],
    ['train.jsonl', utf8('{"id":1,"a":2,"y":3}\n{"id":4,"a":5,"y":6}'), 'jsonl'],
    [
      'train.parquet',
      new Uint8Array(
        parquetWriteBuffer({
          columnData: COLUMNS.map((name, i) => ({ name, data: [i + 1, i + 4], type: 'DOUBLE' as const })),
        }),
      ),
      'parquet',
    ],
    ['train.xlsx', writeWorkbook({ sheets: { S: row(1, ...COLUMNS) + row(2, 1, 2, 3) + row(3, 4, 5, 6) } }), 'xlsx'],
  ] as const)('has the table of %s', async ([path, file, format], { expect }) => {
    const upload = await read(zipSync({ [path]: file, 'README.md': utf8('hello') }));
    expect(upload).toMatchObject({ format, parts: null, table: { rows: 2 } });
    const cells = upload.table.columns.map((column) => column.kind === 'numeric' && [...column.values]);
    expect(cells).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });

  test('takes the table that is named train, wherever it stands, and says what was skipped', async ({ expect }) => {
    const files = { 'sample_submission.csv': utf8('id,y\n7,0\n'), 'test.csv': utf8('id,a\n7,8\n'), 'train.csv': CSV };
    for (const names of [Object.keys(files), Object.keys(files).reverse()] as (keyof typeof files)[][]) {
      const zip = zipSync(Object.fromEntries(names.map((name) => [name, files[name]])));
      const { table, parts } = await read(zip);
      expect([table.rows, table.columns.length, parts]).toEqual([2, 3, ['train', 'test']]);
      expect(table.reading?.file.notes[0]).toEqual({
        severity: 'info',
        text: '"train.csv" was read. Skipped: sample_submission.csv.',
      });
      expect((await read(zip, { part: 'test' })).table.columns.map(({ name }) => name)).toEqual(['id', 'a']);
    }
  });

  test('says which tables it cannot choose from, and why the chosen one is none', async ({ expect }) => {
    await expect(read(zipSync({ 'red.csv': CSV, 'white.csv': CSV }))).rejects.toMatchObject({
      code: 'unknown_archive',
      message: expect.stringContaining('several tables: red.csv, white.csv.'),
    });
    expect(await codeOf(zipSync({ 'train/a.csv': CSV, 'train/b.csv': CSV }))).toBe('unknown_archive');
    expect(await codeOf(zipSync({ 'train.csv': utf8(''), 'other.csv': CSV }))).toBe('empty_table');
    expect(await codeOf(zipSync({ 'train.parquet': utf8('PAR1 and no more') }))).toBe('corrupt_archive');
    expect(await codeOf(zipSync({ 'train.csv.gz': gzipSync(CSV).slice(0, -3) }))).toBe('corrupt_archive');
  });
});
