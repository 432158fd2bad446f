import { readFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import fc from 'fast-check';
import { StepwellError } from '@stepwell/base/errors';
import { DEFAULT_LIMITS, type Table, type TableLimits } from '../../table/index.ts';
import { columnsOf, cut, notesOf } from '../../testing/read-text.ts';
import { looksLikeArff, readArff } from './index.ts';

async function read(text: string, limits: Partial<TableLimits> = {}, size = 65_536): Promise<Table> {
  return (await readArff(cut(text, size), { ...DEFAULT_LIMITS, ...limits })).table;
}

const WEATHER = String.raw`% The weather
@RELATION 'the weather'

@ATTRIBUTE 'the outlook' {sunny, 'over cast', "rain\"y", '?'}
@attribute temp	REAL
@attribute windy {TRUE,FALSE}
@attribute day date
@attribute grade {2,3,1}
@attribute town string

@DATA
sunny, 8.5, TRUE, '2024-05-01T10:00:00', 1, 'Bad \'X\''
'over cast',?,FALSE,"2024-05-02T00:00:00",2,Ulm % a comment

"rain\"y",1e2,?,?,1,'a, b'
'?',-3,FALSE,'2024-05-03T00:00:00',?,Ulm
`;

describe('readArff', () => {
  test('reads attributes of every type, whatever the cuts', async ({ expect }) => {
    const table = await read(WEATHER);
    expect(columnsOf(table)).toEqual([
      ['the outlook', 'categorical', 'sunny', 'over cast', 'rain"y', '?'],
      ['temp', 'numeric', '8.5', null, '100', '-3'],
      ['windy', 'boolean', 'true', 'false', null, 'false'],
      ['day', 'date', '2024-05-01T10:00:00.000Z', '2024-05-02', null, '2024-05-03'],
      ['grade', 'categorical', '1', '2', '1', null],
      ['town', 'categorical', "Bad 'X'", 'Ulm', 'a, b', 'Ulm'],
    ]);
    expect(table.columns[4]).toMatchObject({ categories: ['2', '1'] });
    expect(table.reading!.columns[4]!.missing).toEqual([{ mark: '?', count: 1 }]);
    expect(notesOf(table)).toContain('1 of "grade"');
    for (let size = 1; size < WEATHER.length; size += 3)
      expect([size, await read(WEATHER, {}, size)]).toEqual([size, table]);
    expect(await read(WEATHER.replaceAll('\n', '\r\n'), {}, 7)).toEqual(table);
  });

  test('reads a file of Weka', async ({ expect }) => {
    const table = await read(readFileSync(new URL('fixtures/22f-weka.arff', import.meta.url), 'utf8'), {}, 97);
    expect(table.rows).toBe(150);
    expect(columnsOf(table).map((column) => column.slice(0, 4))).toEqual([
      ['a', 'numeric', '6.53', '5.84'],
      ['b', 'numeric', '6', '5'],
      ['y', 'numeric', '20.24', '16.52'],
    ]);
  });

  test('fills sparse rows with 0, and with the first name', async ({ expect }) => {
    const table = await read(
      "@relation r\n@attribute n numeric\n@attribute c {x,'y, z'}\n@attribute s string\n@data\n{0 1.5, 1 'y, z'}\n{}\n{1 ?, 2 'a}b'} % note\n{ 0 -2 ,2 q}, {3}\n",
    );
    expect(columnsOf(table)).toEqual([
      ['n', 'numeric', '1.5', '0', '0', '-2'],
      ['c', 'categorical', 'y, z', 'x', null, 'x'],
      ['s', 'categorical', null, null, 'a}b', 'q'],
    ]);
    expect(notesOf(table)).toContain('1 row has a weight');
  });

  test('leaves out weights, and takes cells between blanks', async ({ expect }) => {
    const table = await read('@attribute a numeric\n@attribute b{p,q}\n@data\n1,p,{0.5}\n2 q\n3\t p\n');
    expect(columnsOf(table)).toEqual([
      ['a', 'numeric', '1', '2', '3'],
      ['b', 'categorical', 'p', 'q', 'p'],
    ]);
  });

  test('reads dates in the format that is declared', async ({ expect }) => {
    const table = await read(
      "@relation r\n@attribute d date 'dd.MM.yyyy HH:mm'\n@attribute e DATE \"yyyyMMdd\"\n@data\n'03.04.2024 05:06',20240102\n1.2.2024 0:00,20241231\n",
    );
    expect(columnsOf(table)).toEqual([
      ['d', 'date', '2024-04-03T05:06:00.000Z', '2024-02-01'],
      ['e', 'date', '2024-01-02', '2024-12-31'],
    ]);
  });

  test('keeps names that are words for missing elsewhere, and numbers that look like codes', async ({ expect }) => {
    expect(
      columnsOf(
        await read('@relation r\n@attribute c {None,NA,007}\n@attribute n integer\n@data\nNone,007\nNA,010\n007,1\n'),
      ),
    ).toEqual([
      ['c', 'categorical', 'None', 'NA', '007'],
      ['n', 'numeric', '7', '10', '1'],
    ]);
  });

  test('takes pixels as images, and a nominal column behind them', async ({ expect }) => {
    const names = Array.from({ length: 64 }, (_, i) => `@attribute pixel${i + 1} numeric`).join('\n');
    const row = (value: number, digit: number) => `${Array.from({ length: 64 }, () => value).join(',')},${digit}`;
    const table = await read(`@relation r\n${names}\n@attribute class {0,1}\n@data\n${row(200, 1)}\n${row(3, 0)}\n`);
    expect(table.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['image', 'image'],
      ['class', 'categorical'],
    ]);
    expect(columnsOf(table)[1]).toEqual(['class', 'categorical', '1', '0']);
    expect(table.reading!.columns.map(({ column }) => column)).toEqual(['class']);
    const nominal = await read(
      `@relation r\n${names.replaceAll('numeric', '{0,255}')}\n@attribute y numeric\n@data\n${row(255, 7)}\n`,
    );
    expect(nominal.columns.length).toBe(65);
    expect(columnsOf(nominal)[63]).toEqual(['pixel64', 'categorical', '255']);
  });

  test('sets a few unreadable rows aside, and takes a sample of the others', async ({ expect }) => {
    const bad = ['1', "1,'x", '1,z', '{5 1}', '{0 1,0 2}'];
    const text = `@relation r\n@attribute a numeric\n@attribute b {x,y}\n@data\n1,x\n${bad.join('\n')}\n2,y\n3,x\n`;
    const table = await read(text, { isSampled: (row) => row !== 1 });
    expect(columnsOf(table)[0]).toEqual(['a', 'numeric', '1', '3']);
    expect(table.reading!.file.setAside).toMatchObject([
      { why: 'unreadable', count: 5, examples: [{ line: 6 }, {}, {}, {}, { line: 10 }] },
    ]);
    await expect(read(`${text}4,w\n`)).rejects.toMatchObject({
      code: 'not_a_table',
      message: /6 of 9 rows.*line 6: it has 1 cells/,
    });
  });

  test('says what is wrong', async ({ expect }) => {
    const cases: [string, string, RegExp][] = [
      ['@relation r\n@attribute a numeric\n', 'not_a_table', /@data/],
      ['@relation r\n@data\n1\n', 'not_a_table', /before any @attribute/],
      ['@relation r\n@attribute a relational\n@data\n', 'not_a_table', /relational/],
      ['@relation r\n@attribute a {x,y\n@data\n', 'not_a_table', /never closed/],
      ["@relation r\n@attribute 'a numeric\n@data\n", 'not_a_table', /Line 2/],
      ['@relation r\n@attribute a colour\n@data\n', 'not_a_table', /type of "a"/],
      ['@relation r\nhello\n@data\n', 'not_a_table', /neither/],
      ['@relation r\n@attribute a numeric\n@data\n', 'empty_table', /no rows/],
      [`@relation r\n@attribute a numeric\n@data\n${'1'.repeat(1_000_001)}`, 'cell_too_long', /Line 4/],
      [`@relation r\n${'@attribute a numeric\n'.repeat(20_000)}@data\n`, 'too_many_columns', /17384/],
    ];
    for (const [text, code, message] of cases) {
      await expect(read(text), text.slice(0, 60)).rejects.toMatchObject({ code, message });
    }
  });

  test('throws nothing but its own errors', async ({ expect }) => {
    const part = fc.constantFrom(
      ',',
      ' ',
      '\n',
      "'",
      '"',
      '\\',
      '{',
      '}',
      '?',
      '%',
      'x',
      '1',
      '0 1',
      '\n1,x\n',
      '{1 y}',
      '\\u0041',
      '\r',
    );
    const text = fc.array(part, { maxLength: 30 }).map((parts) => parts.join(''));
    const outcome = (arff: string, size: number) =>
      read(arff, {}, size).catch((error: unknown) => {
        if (!(error instanceof StepwellError)) throw error;
        return error.message;
      });
    await fc.assert(
      fc.asyncProperty(text, text, fc.integer({ min: 1, max: 5 }), async (declared, rows, size) => {
        for (const arff of [
          `@relation r\n@attribute a numeric\n@attribute b {x,y}\n@data\n${rows}`,
          `@attribute ${declared}\n@data\n${rows}`,
        ]) {
          looksLikeArff(arff);
          expect(await outcome(arff, size)).toEqual(await outcome(arff, 65_536));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('looksLikeArff', () => {
  test('tells it from delimited text', ({ expect }) => {
    for (const text of [WEATHER, '% c\n\n@relation x\n', '@Attribute a real', '@RELATION x\r\n@ATTRIBUTE y numeric']) {
      expect(looksLikeArff(text)).toBe(true);
    }
    for (const text of [
      'a,b\n1,2',
      '@relation,@attribute\n1,2',
      '% only\n% comments',
      '',
      '@relation\tother\n1\t2',
      '@user,text\n',
    ]) {
      expect([text, looksLikeArff(text)]).toEqual([text, false]);
    }
  });
});
