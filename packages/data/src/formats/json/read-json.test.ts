import { readFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import fc from 'fast-check';
import { StepwellError } from '@stepwell/base/errors';
import { DEFAULT_LIMITS, labelAt, textAt, type Table, type TableLimits } from '../../table/index.ts';
import { looksLikeJson, readJson } from './index.ts';

async function* cut(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function read(text: string, limits: Partial<TableLimits> = {}, size = 65_536) {
  return readJson(cut(text, size), { ...DEFAULT_LIMITS, ...limits });
}

function cellAt(table: Table, column: number, row: number): string | null {
  const found = table.columns[column]!;
  return found.kind === 'text' ? textAt(found, row).join(' ') || null : labelAt(found, row);
}

/** Each column's name, kind and cells. */
function columnsOf(table: Table): (string | null)[][] {
  return table.columns.map(({ name, kind }, i) => [
    name,
    kind,
    ...Array.from({ length: table.rows }, (_, row) => cellAt(table, i, row)),
  ]);
}

async function columnsIn(text: string, limits: Partial<TableLimits> = {}) {
  return columnsOf((await read(text, limits)).table);
}

function notesOf(table: Table): string {
  return table.reading!.file.notes.map(({ text }) => text).join(' ');
}

const AB = [
  ['a', 'numeric', '1', '2'],
  ['b', 'categorical', 'x', 'y'],
];

describe('readJson', () => {
  test('reads the same rows from every layout', async ({ expect }) => {
    const layouts: [string, 'json' | 'jsonl'][] = [
      ['{"a":1,"b":"x"}\n{"a":2,"b":"y"}\n', 'jsonl'],
      ['\n{"a":1,"b":"x"}\r\n\r\n{"a":2,"b":"y"}', 'jsonl'],
      ['["a","b"]\n[1,"x"]\n[2,"y"]', 'jsonl'],
      ['[{"a":1,"b":"x"},{"a":2,"b":"y"}]', 'json'],
      ['[\n  {\n    "a": 1,\n    "b": "x"\n  },\n  {"a": 2, "b": "y"}\n]\n', 'json'],
      ['[["a","b"],[1,"x"],[2,"y"]]', 'json'],
      ['{\n "a": 1, "b": "x"\n}\n{\n "a": 2,\n "b": "y"}', 'json'],
      ['{"a":[1,2],"b":["x","y"]}', 'json'],
      ['{"version":1,"more":{"k":3},"data":[{"a":1,"b":"x"},{"a":2,"b":"y"}],"ids":[7,8,9]}', 'json'],
      ['{"a":{"0":1,"1":2},"b":{"0":"x","1":"y"}}', 'json'],
      ['{"columns":["a","b"],"index":[0,1],"data":[[1,"x"],[2,"y"]]}', 'json'],
    ];
    for (const [text, format] of layouts) {
      const found = await read(text);
      expect([text, found.format, columnsOf(found.table)]).toEqual([text, format, AB]);
      expect(found.table.reading!.file).toMatchObject({ format, header: null, setAside: [] });
      expect(looksLikeJson(text)).toBe(true);
      for (let size = 1; size < text.length; size++) {
        expect([size, (await read(text, {}, size)).table]).toEqual([size, found.table]);
      }
    }
  });

  test('finds the end of values behind quotes and brackets in strings', async ({ expect }) => {
    const cells = [String.raw`x"]}`, '\\\\', '[{,:'];
    const layouts = [
      JSON.stringify(cells.map((a) => ({ a, 'k"]': 1 }))),
      JSON.stringify(
        cells.map((a) => ({ a, 'k"]': 1 })),
        null,
        1,
      ),
      JSON.stringify({ a: cells, 'k"]': [1, 1, 1] }),
    ];
    for (const text of layouts) {
      for (const size of [1, 2, 3, 65_536]) {
        expect(columnsOf((await read(text, {}, size)).table)).toEqual([
          ['a', 'categorical', ...cells],
          ['k"]', 'numeric', '1', '1', '1'],
        ]);
      }
    }
  });

  test('reads a file of 150 lines', async ({ expect }) => {
    const text = readFileSync(new URL('fixtures/22h-lines.jsonl', import.meta.url), 'utf8');
    const { table } = await read(text, {}, 97);
    expect(table.rows).toBe(150);
    expect(table.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['a', 'numeric'],
      ['b', 'numeric'],
      ['y', 'numeric'],
    ]);
    expect([cellAt(table, 0, 0), cellAt(table, 2, 2)]).toEqual(['6.53', '21.62']);
  });

  test('takes the union of the keys, in the order of their first row', async ({ expect }) => {
    expect(await columnsIn('{"b":1}\n{"a":true,"b":2}\n{"c":"z"}\n{"b":null,"a":false}')).toEqual([
      ['b', 'numeric', '1', '2', null, null],
      ['a', 'boolean', null, 'true', null, 'false'],
      ['c', 'categorical', null, null, 'z', null],
    ]);
  });

  test('flattens objects, joins arrays of scalars, and says what it leaves out', async ({ expect }) => {
    const { table } = await read(
      '{"p":{"q":{"r":1}},"tags":["u","v"],"o":[{"x":1}]}\n{"p":{"q":{"r":2},"s":3},"tags":[]}',
    );
    expect(columnsOf(table)).toEqual([
      ['p.q.r', 'numeric', '1', '2'],
      ['tags', 'categorical', 'u|v', null],
      ['p.s', 'numeric', null, '3'],
    ]);
    expect(notesOf(table)).toMatch(/joined by a dot.*vertical bar.*"tags".*Left out.*"o"/);
  });

  test('leaves out objects that are more than eight deep', async ({ expect }) => {
    const nested = (levels: number) => `${'{"k":'.repeat(levels)}1${'}'.repeat(levels)}`;
    expect((await columnsIn(`${nested(8)}\n{"z":1}`))[0]).toEqual(['k.k.k.k.k.k.k.k', 'numeric', '1', null]);
    expect((await columnsIn(`${nested(9)}\n{"z":1}`))[0]).toEqual(['z', 'numeric', null, '1']);
  });

  test('keeps whole numbers exact, and reads what Python writes beside JSON', async ({ expect }) => {
    expect(
      await columnsIn(
        '{"id":9007199254740993,"x":NaN,"s":"NaN 12345678901234567"}\n{"id":-12345678901234567890,"x":-Infinity,"s":"b"}\n{"id":5,"x":0.30000000000000004,"s":"b"}',
      ),
    ).toEqual([
      ['id', 'categorical', '9007199254740993', '-12345678901234567890', '5'],
      ['x', 'numeric', null, null, '0.30000000000000004'],
      ['s', 'categorical', 'NaN 12345678901234567', 'b', 'b'],
    ]);
  });

  test('takes names of prototypes as names, and numbers repeated or empty ones', async ({ expect }) => {
    expect(await columnsIn('{"__proto__":1,"constructor":2,"":3,"a.b":4,"a":{"b":5}}\n{"__proto__":6}')).toEqual([
      ['__proto__', 'numeric', '1', '6'],
      ['constructor', 'numeric', '2', null],
      ['column 3', 'numeric', '3', null],
      ['a.b', 'numeric', '4', null],
    ]);
  });

  test('numbers the columns of arrays without a header', async ({ expect }) => {
    const { table } = await read('[1,"x"]\n[2,"y"]');
    expect(columnsOf(table).map(([name]) => name)).toEqual(['column 1', 'column 2']);
    expect(notesOf(table)).toContain('numbered');
  });

  test('takes a sample with the columns of all rows', async ({ expect }) => {
    const isSampled = (row: number) => row !== 1;
    const expected = [
      ['a', 'numeric', '1', '3'],
      ['b', 'numeric', null, null],
    ];
    expect(await columnsIn('{"a":1}\n{"b":2}\n{"a":3}', { isSampled })).toEqual(expected);
    expect((await columnsIn('{"a":[1,2,3],"b":[4,5,6]}', { isSampled }))[1]).toEqual(['b', 'numeric', '4', '6']);
    await expect(read('{"a":1}\n{"a":2}', { isSampled: () => false })).rejects.toMatchObject({ code: 'empty_table' });
  });

  test('sets a few unreadable rows aside, and quotes misfits with their lines', async ({ expect }) => {
    const rows = Array.from({ length: 20 }, (_, i) => `{"a":${i}}`);
    rows.splice(3, 0, '{"a":', '7', '[1]');
    rows.push('{"a":"oops"}', '{"a": 1');
    const { table } = await read(rows.join('\n'));
    expect(table.rows).toBe(21);
    expect(table.reading!.file.setAside).toMatchObject([
      { why: 'unreadable', count: 4, examples: [{ line: 4 }, { line: 5 }, { line: 6 }, { line: 25 }] },
    ]);
    expect(table.reading!.columns[0]!.examples).toEqual([{ line: 24, row: 20, cell: 'oops' }]);
    rows.push('x', 'y');
    await expect(read(rows.join('\n'))).rejects.toMatchObject({
      code: 'not_a_table',
      details: { line: 4, unreadable: 6 },
    });
  });

  test('says what is wrong', async ({ expect }) => {
    const deep = `${'['.repeat(70)}${']'.repeat(70)}`;
    const cases: [string, string][] = [
      ['', 'not_a_table'],
      ['5', 'not_a_table'],
      ['[]', 'empty_table'],
      ['{}', 'empty_table'],
      ['[1,2,3,4,5,6]', 'not_a_table'],
      ['[{"a":1},{"a":2}', 'not_a_table'],
      ['[{"a":1},{"a":"2]', 'not_a_table'],
      ['[{"a":1} {"a":2}]', 'not_a_table'],
      ['[{"a":1},\n{"a":2}]\n]', 'not_a_table'],
      ['{"a":[1,2],"b":[1]}', 'not_a_table'],
      ['{"a":{"0":1},"b":{"1":1}}', 'not_a_table'],
      ['{"a":[{"x":1}],"b":[{"x":1}]}', 'not_a_table'],
      ['{"a":[1,2', 'not_a_table'],
      ['{"a":1},{"b":2}', 'not_a_table'],
      [`[{"a":${deep}}]`, 'not_a_table'],
      [`{"a":${deep}}\n{"a":1}`, 'not_a_table'],
      ['['.repeat(2_000_000), 'not_a_table'],
      [`{"a":1}\n{"a":"${'x'.repeat(1_000_001)}"}`, 'cell_too_long'],
      [`{"a":"${'x'.repeat(2_000_000)}`, 'cell_too_long'],
      [`{"${'k'.repeat(1_001)}":1}\n{"a":1}`, 'cell_too_long'],
    ];
    for (const [text, code] of cases) {
      const error: unknown = await read(text).catch((cause: unknown) => cause);
      expect([text.slice(0, 40), (error as StepwellError).code]).toEqual([text.slice(0, 40), code]);
    }
    const keys = Array.from({ length: 4 }, (_, i) => `{"k${i}":1}`).join('\n');
    await expect(read(keys, { maxColumns: 3 })).rejects.toMatchObject({ code: 'too_many_columns' });
    const late = `${'{"a":1}\n'.repeat(1_000)}${JSON.stringify(Object.fromEntries(Array.from({ length: 900 }, (_, i) => [i, 1])))}`;
    await expect(read(late, { maxEncodedBytes: 100_000 })).rejects.toMatchObject({ code: 'dataset_too_large' });
  });

  test('throws nothing but its own errors, and reads the same whatever the cuts', async ({ expect }) => {
    const part = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\n',
      '\\',
      '"a"',
      '"b":',
      '1',
      '-',
      'NaN',
      '{"a":1}',
      '[1,2]',
      'null',
      ' ',
    );
    const row = fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 3 });
    const lines = fc.array(row, { maxLength: 5 }).map((rows) => rows.map((one) => JSON.stringify(one)).join('\n'));
    const text = fc.oneof(
      fc.array(part, { maxLength: 30 }).map((parts) => parts.join('')),
      lines,
      fc.json(),
    );
    const outcome = (json: string, size: number) =>
      read(json, {}, size).then(
        ({ table }) => table,
        (error: unknown) => {
          if (!(error instanceof StepwellError)) throw error;
          return error.message;
        },
      );
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (json, size) => {
        looksLikeJson(json);
        expect(await outcome(json, size)).toEqual(await outcome(json, 65_536));
      }),
      { numRuns: 500 },
    );
  });
});

describe('looksLikeJson', () => {
  test('claims no delimited text', ({ expect }) => {
    for (const text of [
      'a,b\n1,2',
      '[id],[name]\n1,2',
      '{"a":1},2\n{"a":2},3',
      '"{""a"":1}",2',
      '[1] [2]\n[3] [4]',
      '[1]',
      '{x},{y}',
      '',
      '1\n2',
    ]) {
      expect([text, looksLikeJson(text)]).toEqual([text, false]);
    }
  });

  test('tells JSON by its beginning', ({ expect }) => {
    for (const text of ['[{"a":', '{"a":[1,2', '[\n', '[[1,', '{ "a"', '["a"]\n[1]', '{"a": NaN}\n{"a": 1}']) {
      expect([text, looksLikeJson(text)]).toEqual([text, true]);
    }
  });
});
