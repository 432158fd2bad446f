import { readUpload } from '@stepwell/data/archive';
import { labelAt, type Table } from '@stepwell/data/table';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync, zipSync } from 'fflate';
import { describe, test, type ExpectStatic } from 'vitest';

const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

async function read(text: string | Uint8Array): Promise<Table> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return (await readUpload(new Blob([Uint8Array.from(bytes)]).stream(), { part: null })).table;
}

/** The lines of a CSV without quotes, cut into cells. */
async function linesOf(path: string): Promise<string[][]> {
  const bytes = await readFile(`${DATA}${path}`);
  const text = new TextDecoder().decode(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
  return text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
}

/** Whether two tables hold the same cells, whatever their columns are called. */
function expectAlike(expect: ExpectStatic, one: Table, other: Table): void {
  expect([one.rows, one.columns.map(({ kind }) => kind)]).toEqual([other.rows, other.columns.map(({ kind }) => kind)]);
  one.columns.forEach((column, i) => {
    for (const row of [0, 1, Math.floor(one.rows / 2), one.rows - 1]) {
      expect([column.name, row, labelAt(column, row)]).toEqual([column.name, row, labelAt(other.columns[i]!, row)]);
    }
  });
}

describe.skipIf(!existsSync(DATA))('published data, written as their owners write it', () => {
  test('auto-mpg.data: columns between spaces, ? for missing, quoted names, no header', async ({ expect }) => {
    const lines = await linesOf('auto-mpg/data.csv');
    const written = lines
      .slice(1)
      .map(
        (cells) =>
          `${cells
            .slice(0, 8)
            .map((cell) => (cell === '' ? '?' : cell).padEnd(9))
            .join(' ')}\t"${cells[8]}"`,
      )
      .join('\n');
    const table = await read(written);
    expect(table.reading?.file).toMatchObject({ header: 0, delimiter: ' ' });
    expectAlike(expect, table, await read(lines.map((cells) => cells.join(',')).join('\n')));
  });

  test('adult.data and adult.test: spaces behind commas, no header, a title above the test rows', async ({
    expect,
  }) => {
    const lines = (await linesOf('adult-census/data.csv.gz')).slice(0, 3_001).map((cells) => cells.slice(0, 15));
    const rows = lines.slice(1).map((cells) => cells.map((cell) => (cell === '' ? '?' : cell)).join(', '));
    const expected = await read(lines.map((cells) => cells.join(',')).join('\n'));
    const train = await read(`${rows.join('\n')}\n\n`);
    expect(train.reading?.file.header).toBe(0);
    expectAlike(expect, train, expected);
    const held = await read(`|1x3 Cross validator\n${rows.map((row) => `${row}.`).join('\n')}\n`);
    expect(held.rows).toBe(3_000);
    expect(held.columns.slice(0, 14).map(({ kind }) => kind)).toEqual(
      expected.columns.slice(0, 14).map(({ kind }) => kind),
    );
  });

  test('a European export: semicolons, decimal commas, Windows-1252', async ({ expect }) => {
    const lines = (await linesOf('california-housing/housing.csv')).slice(0, 5_001);
    const written = lines.map((cells) => cells.map((cell) => cell.replace('.', ',')).join(';')).join('\r\n');
    const table = await read(
      Uint8Array.from(`Länge;${written.slice(written.indexOf(';') + 1)}`, (letter) => letter.charCodeAt(0)),
    );
    expect(table.columns[0]?.name).toBe('Länge');
    expectAlike(expect, table, await read(lines.map((cells) => cells.join(',')).join('\n')));
  });

  test('JSON lines, ARFF and svmlight hold what the CSV holds', async ({ expect }) => {
    const [header, ...rows] = await linesOf('boston-housing/data.csv');
    const csv = await read([header!, ...rows].map((cells) => cells.join(',')).join('\n'));
    const json = rows.map(
      (cells) => `{${header!.map((name, i) => `"${name}": ${cells[i]!.replace(/^\./, '0.')}`).join(', ')}}`,
    );
    expectAlike(expect, await read(json.join('\n')), csv);
    const arff = `@relation boston\n${header!.map((name) => `@attribute ${name} real`).join('\n')}\n@data\n${rows.join('\n')}\n`;
    expectAlike(expect, await read(arff), csv);
    const svmlight = rows.map(
      (cells) =>
        `${cells[13]} ${cells
          .slice(0, 13)
          .map((cell, i) => `${i + 1}:${cell}`)
          .join(' ')}`,
    );
    const read13 = await read(svmlight.join('\n'));
    expectAlike(expect, { rows: read13.rows, columns: [...read13.columns.slice(1), read13.columns[0]!] }, csv);
  });

  test('a zip with a table for training and one for the test', async ({ expect }) => {
    const lines = await linesOf('titanic/titanic.csv');
    const [header, ...rows] = lines.map((cells) => cells.join(','));
    const zip = zipSync({
      'titanic/train.csv': new TextEncoder().encode([header, ...rows.slice(0, 600)].join('\n')),
      'titanic/test.csv': new TextEncoder().encode([header, ...rows.slice(600)].join('\n')),
    });
    const train = await readUpload(new Blob([zip]).stream(), { part: null });
    expect([train.table.rows, train.parts]).toEqual([600, ['train', 'test']]);
    const held = await readUpload(new Blob([zip]).stream(), { part: 'test' });
    expect(held.table.rows).toBe(rows.length - 600);
  });
});
