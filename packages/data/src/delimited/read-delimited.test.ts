import { readDelimited } from './read-delimited.ts';
import { describe, test } from 'vitest';
import { boolean, categorical, numeric, tableOf } from '../testing/columns.ts';
import { streamOf, tableFrom } from '../testing/streams.ts';

const EXPECTED = tableOf(2, numeric('a', [1, -2.5]), categorical('b', ['x', 'y z']));

/** How the bytes arrive must never matter: one by one, in threes, at once. */
const CHUNKS = [1, 3, 65_536];

describe.for(CHUNKS)('readDelimited, in chunks of %i bytes', (chunk) => {
  test('tells comma, semicolon, tab and bar apart by the header', async ({ expect }) => {
    for (const delimiter of [',', ';', '\t', '|'] as const) {
      const text = `a${delimiter}b\n1${delimiter}x\n-2.5${delimiter}y z\n`;
      const read = await readDelimited(streamOf(new TextEncoder().encode(text), [chunk]));
      expect(read).toMatchObject({ delimiter, table: EXPECTED });
    }
  });

  test('takes the delimiter that stands most often outside quotes', async ({ expect }) => {
    const table = await tableFrom('"a,b,c";d\n1;2\n', chunk);
    expect(table.columns.map(({ name }) => name)).toEqual(['a,b,c', 'd']);
  });

  test('reads LF, CRLF, CR and a mixture of them, with and without a last one', async ({ expect }) => {
    for (const end of ['\n', '\r\n', '\r']) {
      expect(await tableFrom(['a,b', '1,x', '-2.5,y z'].join(end), chunk)).toEqual(EXPECTED);
      expect(await tableFrom(['a,b', '1,x', '-2.5,y z', ''].join(end), chunk)).toEqual(EXPECTED);
    }
    expect(await tableFrom('a,b\r\n1,"x"\n-2.5,"y z"\r\n', chunk)).toEqual(EXPECTED);
    expect(await tableFrom('a,b\n1,"x"\r\n-2.5,"y z"\r', chunk)).toEqual(EXPECTED);
  });

  test('skips empty lines, before the header too', async ({ expect }) => {
    expect(await tableFrom('\n\r\na,b\n\n1,x\n\n\n-2.5,y z\n\n', chunk)).toEqual(EXPECTED);
  });

  test('skips a byte order mark', async ({ expect }) => {
    expect(await tableFrom('\ufeffa,b\n1,x\n-2.5,y z', chunk)).toEqual(EXPECTED);
    expect(await tableFrom('\ufeff"a","b"\n1,x\n-2.5,y z', chunk)).toEqual(EXPECTED);
  });

  test('reads quoted cells with delimiters, line ends and quotes in them', async ({ expect }) => {
    const table = await tableFrom('a,b\n"1","x, y"\n2,"line\nbreak"\n3,"say ""hi"""\n4,"r\r\nn"\n', chunk);
    expect(table).toEqual(
      tableOf(4, numeric('a', [1, 2, 3, 4]), categorical('b', ['x, y', 'line\nbreak', 'say "hi"', 'r\r\nn'])),
    );
  });

  test('reads letters of two, three and four bytes', async ({ expect }) => {
    const table = await tableFrom('größe,emoji\nmäßig,€\n大,😀\n', chunk);
    expect(table).toEqual(tableOf(2, categorical('größe', ['mäßig', '大']), categorical('emoji', ['€', '😀'])));
  });

  test('keeps columns named like parts of every object', async ({ expect }) => {
    const table = await tableFrom('__proto__,constructor,toString\n1,__proto__,true\n2,constructor,false\n', chunk);
    expect(table).toEqual(
      tableOf(
        2,
        numeric('__proto__', [1, 2]),
        categorical('constructor', ['__proto__', 'constructor']),
        boolean('toString', [true, false]),
      ),
    );
  });

  test('names the unnamed first column that pandas and R write', async ({ expect }) => {
    const table = await tableFrom(',b\n0,x\n1,y\n', chunk);
    expect(table.columns[0]).toEqual(numeric('(row name)', [0, 1]));
    const twice = await tableFrom(',(row name)\n0,x\n1,y\n', chunk);
    expect(twice.columns.map(({ name }) => name)).toEqual(['(row name) (2)', '(row name)']);
  });

  test('reads a header that is longer than most heads', async ({ expect }) => {
    const names = Array.from({ length: 900 }, (_, i) => `${'a long name of a column, '.repeat(8)}${i}`);
    const rows = Array.from({ length: 12 }, (_, row) => names.map((_name, i) => row * i).join(';'));
    const table = await tableFrom(
      [names.map((name) => name).join(';'), ...rows].join('\n'),
      chunk === 1 ? 4_096 : chunk,
    );
    expect([table.rows, table.columns.length, table.columns[899]?.name]).toEqual([12, 900, names[899]]);
  });
});
