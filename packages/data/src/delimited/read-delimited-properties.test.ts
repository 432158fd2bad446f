import { readDelimited } from './read-delimited.ts';
import { describe, test } from 'vitest';
import fc from 'fast-check';
import { StepwellError } from '@stepwell/base/errors';
import { categorical, numeric, tableOf, text } from '../testing/columns.ts';
import { streamOf } from '../testing/streams.ts';
import { type Column, type Table } from '../table/index.ts';
import { readLikeTexts } from '../table/read-like-texts.ts';

/** RFC 4180: cells that hold a quote, the delimiter or a line end are quoted, quotes doubled. */
function writeCsv(rows: string[][], delimiter: string, end: string): string {
  const cell = (text: string) => (/["\r\n,;|\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(cell).join(delimiter) + end).join('');
}

const numbers = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
// Names begin with a letter that begins no number and no missing token, and end in no space.
const name = fc.string({ unit: fc.constantFrom('a', 'é', '😀', ' ', '"', ',', ';', '\t', '|', '\n', '\r', '_', '1') });
const names = name.map((text) => `x${text}x`);

/** A table, and the cells that it is written as. */
const written = fc
  .array(fc.record({ number: fc.option(numbers), name: fc.option(names) }), { minLength: 1, maxLength: 30 })
  .map((rows) => {
    const nameCells = rows.map((row) => row.name);
    const all = nameCells.every((cell) => cell === null);
    const table: Table = tableOf(
      rows.length,
      numeric(
        'the "number"',
        rows.map((row) => row.number),
      ),
      all
        ? numeric(
            'name',
            nameCells.map(() => null),
          )
        : nameColumn(nameCells),
    );
    const text = rows.map((row) => [row.number === null ? 'NA' : String(row.number), row.name ?? '']);
    return { table, cells: [['the "number"', 'name'], ...text] };
  });

/** Names that differ from row to row and have four words or more are texts. */
function nameColumn(nameCells: (string | null)[]): Column {
  const present = nameCells.filter((cell) => cell !== null);
  if (!readLikeTexts([...new Set(present)], present.length)) return categorical('name', nameCells);
  return text(
    'name',
    nameCells.map((cell) => cell ?? ''),
  );
}

describe('readDelimited', () => {
  test('reads what was written, whatever the delimiter, the line ends and the chunks', async ({ expect }) => {
    await fc.assert(
      fc.asyncProperty(
        written,
        fc.constantFrom<string>(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        async ({ table, cells }, delimiter, end, sizes, mark) => {
          const bytes = new TextEncoder().encode((mark ? '\ufeff' : '') + writeCsv(cells, delimiter, end));
          const read = await readDelimited(streamOf(bytes, sizes));
          expect(read.delimiter).toBe(delimiter);
          // -0 is written "0".
          const { rows, columns } = read.table;
          expect(normalZeros({ rows, columns })).toEqual(normalZeros(table));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('throws nothing but a StepwellError, whatever the bytes', async ({ expect }) => {
    const special = fc.constantFrom(...new TextEncoder().encode('",;\n\r a1é\ufeff\u0000'));
    const line = fc.constantFrom('1,2', 'x,', '"a,b",3', '"a\nb","c""d"', '', 'é,😀', '1', '"x', 'a"b,c');
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.array(special, { maxLength: 60 }).map((values) => Uint8Array.from(values)),
      fc.array(line, { maxLength: 6 }).map((lines) => new TextEncoder().encode(['a,b', ...lines].join('\n'))),
    );
    let tables = 0;
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 8 }), async (given, size) => {
        try {
          const { table } = await readDelimited(streamOf(given, [size]));
          tables++;
          expect(table.rows).toBeGreaterThan(0);
          expect(table.columns.length).toBeGreaterThan(1);
        } catch (error) {
          if (!(error instanceof StepwellError)) throw error;
        }
      }),
      { numRuns: 1_000 },
    );
    expect(tables).toBeGreaterThan(0);
  });
});

function normalZeros(table: Table): Table {
  const columns = table.columns.map((column) =>
    column.kind === 'numeric' ? { ...column, values: column.values.map((value) => value + 0) } : column,
  );
  return { ...table, columns };
}
