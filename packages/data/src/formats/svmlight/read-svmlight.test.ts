import { describe, test } from 'vitest';
import fc from 'fast-check';
import { StepwellError } from '@stepwell/base/errors';
import { concatTables, DEFAULT_LIMITS, type Table, type TableLimits } from '../../table/index.ts';
import { columnsOf, cut, notesOf } from '../../testing/read-text.ts';
import { looksLikeSvmlight, readSvmlight } from './index.ts';

async function read(text: string, limits: Partial<TableLimits> = {}, size = 65_536): Promise<Table> {
  return (await readSvmlight(cut(text, size), { ...DEFAULT_LIMITS, ...limits })).table;
}

describe('readSvmlight', () => {
  test('fills features that a row leaves out with 0, whatever the cuts', async ({ expect }) => {
    const text = '# a comment\n+1 1:0.5 3:2 # an example\r\n\n-1 3:-1e-2\n-1 \n+1 1:7\t5:nan';
    const table = await read(text);
    expect(columnsOf(table)).toEqual([
      ['label', 'numeric', '1', '-1', '-1', '1'],
      ['f1', 'numeric', '0.5', '0', '0', '7'],
      ['f2', 'numeric', '0', '0', '0', '0'],
      ['f3', 'numeric', '2', '-0.01', '0', '0'],
      ['f4', 'numeric', '0', '0', '0', '0'],
      ['f5', 'numeric', '0', '0', '0', null],
    ]);
    expect(notesOf(table)).toContain('numbered from 1');
    for (let size = 1; size < text.length; size++) expect([size, await read(text, {}, size)]).toEqual([size, table]);
  });

  test('counts from 0 where a feature has the number 0, and keeps queries', async ({ expect }) => {
    const table = await read('3 1:1\n2 qid:7 0:5\n1 qid:8 1:2\n');
    expect(columnsOf(table)).toEqual([
      ['label', 'numeric', '3', '2', '1'],
      ['qid', 'numeric', null, '7', '8'],
      ['f0', 'numeric', '0', '5', '0'],
      ['f1', 'numeric', '1', '0', '2'],
    ]);
    expect(notesOf(table)).toContain('numbered from 0');
  });

  test('goes with a test file whose features end earlier or later, and that counts from 0', async ({ expect }) => {
    const train = await read('1 1:2 3:4\n-1 2:5\n');
    for (const [test, expected] of [
      ['1 1:7\n', [7, 0, 0]],
      ['1 3:7 9:1\n', [0, 0, 7]],
      ['1 0:9 2:7\n', [0, 7, 0]],
    ] as const) {
      const { columns } = concatTables(train, await read(test));
      expect(columns.map(({ name }) => name)).toEqual(['label', 'f1', 'f2', 'f3']);
      expect(columns.slice(1).map((column) => column.kind === 'numeric' && column.values[2])).toEqual(expected);
    }
  });

  test('takes several labels as a text, and none as missing', async ({ expect }) => {
    const table = await read('1,3 4:0.5\n2 1:1\n 1:2\n1,3 2:1\n');
    expect(columnsOf(table)[0]).toEqual(['label', 'categorical', '1|3', '2', null, '1|3']);
    expect(notesOf(table)).toContain('several labels');
  });

  test('takes a sample with the columns of all rows', async ({ expect }) => {
    expect(columnsOf(await read('1 1:1\n2 2:2\n3 1:3\n', { isSampled: (row) => row !== 1 }))).toEqual([
      ['label', 'numeric', '1', '3'],
      ['f1', 'numeric', '1', '3'],
      ['f2', 'numeric', '0', '0'],
    ]);
  });

  test('takes the features that occur where all up to the last are too many', async ({ expect }) => {
    const table = await read('1 5:1 900000:2\n0 7:1\n', { maxColumns: 4 });
    expect(columnsOf(table).map(([name]) => name)).toEqual(['label', 'f5', 'f7', 'f900000']);
    await expect(read('1 5:1 900000:2\n0 7:1\n', { maxColumns: 3 })).rejects.toMatchObject({
      code: 'too_many_columns',
      message: /TruncatedSVD/,
    });
  });

  test('sets a few unreadable lines aside', async ({ expect }) => {
    const bad = ['1 2:1 1:1', 'x 1:1', '1 a:1', '1 1:1 1:2', '1 1:b'];
    const table = await read(`1 1:1\n${bad.join('\n')}\n0 1:2\n`);
    expect(table.rows).toBe(2);
    expect(table.reading!.file.setAside).toMatchObject([
      { why: 'unreadable', count: 5, examples: [{ line: 2 }, {}, {}, {}, { line: 6 }] },
    ]);
    await expect(read(`1 1:1\n${bad.join('\n')}\n1\n1 1\n`)).rejects.toMatchObject({
      code: 'not_a_table',
      message: /line 2: feature 1 stands behind feature 2/,
    });
  });

  test('says what is wrong', async ({ expect }) => {
    await expect(read('')).rejects.toMatchObject({ code: 'empty_table' });
    await expect(read('1\n2\n')).rejects.toMatchObject({ code: 'too_few_columns' });
    await expect(read('1 1:1\n', { isSampled: () => false })).rejects.toMatchObject({ code: 'empty_table' });
    await expect(read(`1 1:1\n${'1:1 '.repeat(300_000)}`)).rejects.toMatchObject({ code: 'cell_too_long' });
    const long = `${'1 1:1\n'.repeat(2_000)}1 900:1\n`;
    await expect(read(long, { maxEncodedBytes: 1_000_000 })).rejects.toMatchObject({ code: 'dataset_too_large' });
  });

  test('throws nothing but its own errors', async ({ expect }) => {
    const part = fc.constantFrom(
      '1',
      '-1',
      ' ',
      '\n',
      ':',
      '1:2',
      ' 2:3',
      'qid:1',
      '#',
      ',',
      'nan',
      '999999999:1',
      '\r',
      '0:1e999',
    );
    const text = fc.array(part, { maxLength: 40 }).map((parts) => parts.join(''));
    const outcome = (lines: string, size: number) =>
      read(lines, { maxColumns: 5 }, size).catch((error: unknown) => {
        if (!(error instanceof StepwellError)) throw error;
        return error.message;
      });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (lines, size) => {
        looksLikeSvmlight(lines);
        expect(await outcome(lines, size)).toEqual(await outcome(lines, 65_536));
      }),
      { numRuns: 300 },
    );
  });
});

describe('looksLikeSvmlight', () => {
  test('tells it from delimited text', ({ expect }) => {
    for (const text of ['1 1:0.5\n-1 2:1\n', '# c\n1,2 3:4\n', '0 qid:1 1:3 # x\n1 2:1 3:', '1 1:0.5']) {
      expect([text, looksLikeSvmlight(text)]).toEqual([text, true]);
    }
    for (const text of [
      'a,b\n1,2\n',
      '1 2 3\n4 5 6\n',
      '1\n2\n',
      '',
      '5 12:30\n6 13:45\n',
      '2020 10:30 11:45\n',
      'a:1 b:2\n',
      '1:2\n3:4\n',
      '1 1:2\nx,y\n1 1:2\n',
    ]) {
      expect([text, looksLikeSvmlight(text)]).toEqual([text, false]);
    }
  });
});
