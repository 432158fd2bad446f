import { readUpload } from '@stepwell/data/archive';
import { labelAt, pixelsAt, type Table } from '@stepwell/data/table';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync, zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, test, type ExpectStatic } from 'vitest';
import { huggingFaceImages } from '../../packages/data/src/formats/parquet/testing/hugging-face-images.ts';

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

  test('german.data: spaces, codes such as A11, no header', async ({ expect }) => {
    const lines = (await linesOf('heart-disease/data.csv')).slice(1);
    // Codes as its owners write them: the attribute's number, then the value's.
    const coded = lines.map((cells) =>
      cells.map((cell, i) => (i % 3 === 2 ? `A${i}${Number(cell)}` : cell === '' ? '?' : String(Number(cell)))),
    );
    const table = await read(coded.map((cells) => cells.join(' ')).join('\n'));
    expect(table.reading?.file).toMatchObject({ header: 0, delimiter: ' ' });
    expect(table.rows).toBe(lines.length);
    table.columns.forEach((column, i) => {
      expect([i, column.kind]).toEqual([i, i % 3 === 2 ? 'categorical' : 'numeric']);
      for (const row of [0, 1, 150, lines.length - 1]) {
        const cell = coded[row]![i]!;
        expect([i, row, labelAt(column, row)]).toEqual([i, row, cell === '?' ? null : cell]);
      }
    });
  });

  test('Parquet as of taxi rides: microseconds, counts that may be missing, dictionaries', async ({ expect }) => {
    const [header, ...lines] = await linesOf('titanic/titanic.csv');
    const at = (name: string) => header!.indexOf(name);
    const start = Date.UTC(2024, 0, 1);
    const moments = lines.map((_, i) => new Date(start + i * 61_001));
    const numbers = (name: string) => lines.map((cells) => (cells[at(name)] === '' ? null : Number(cells[at(name)])));
    const texts = (name: string) => lines.map((cells) => cells[at(name)] || null);
    const file = parquetWriteBuffer({
      columnData: [
        { name: 'pickup', data: moments, type: 'TIMESTAMP' },
        { name: 'parch', data: numbers('parch').map((count) => (count === 0 ? null : BigInt(count!))), type: 'INT64' },
        { name: 'fare', data: numbers('fare'), type: 'DOUBLE' },
        { name: 'age', data: numbers('age'), type: 'DOUBLE' },
        { name: 'embarked', data: texts('embarked'), type: 'STRING' },
        { name: 'alone', data: texts('alone').map((cell) => cell === 'True'), type: 'BOOLEAN' },
      ],
      rowGroupSize: 200,
    });
    const table = await read(new Uint8Array(file));
    const cell = (value: number | null) => (value === null ? '' : String(value));
    const csv = [
      'pickup,parch,fare,age,embarked,alone',
      ...lines.map((cells, i) =>
        [
          moments[i]!.toISOString(),
          cells[at('parch')] === '0' ? '' : cells[at('parch')],
          cell(numbers('fare')[i]!),
          cell(numbers('age')[i]!),
          cells[at('embarked')],
          cells[at('alone')],
        ].join(','),
      ),
    ];
    expectAlike(expect, table, await read(csv.join('\n')));
    expect(table.columns.map(({ kind }) => kind)).toEqual([
      'date',
      'numeric',
      'numeric',
      'numeric',
      'categorical',
      'boolean',
    ]);
  });

  test('Parquet as Hugging Face writes MNIST: PNGs in a struct, and names of classes', async ({ expect }) => {
    const digits = gunzipSync(await readFile(`${DATA}mnist/t10k-images-idx3-ubyte.gz`)).subarray(16);
    const labels = gunzipSync(await readFile(`${DATA}mnist/t10k-labels-idx1-ubyte.gz`)).subarray(8);
    const pixels = Array.from({ length: 60 }, (_, i) => digits.slice(i * 784, (i + 1) * 784));
    const names = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
    const images = pixels.map((data, i) => ({ pixels: data, side: 28, label: labels[i]! }));
    const { rows, columns } = await read(huggingFaceImages(images, names));
    const [image, label] = columns;
    if (image?.kind !== 'image') throw new Error('no image');
    for (let row = 0; row < rows; row++) {
      expect(pixelsAt(image, row)).toEqual(pixels[row]);
      expect(labelAt(label!, row)).toBe(names[labels[row]!]);
    }
    expect(rows).toBe(60);
  });
});
