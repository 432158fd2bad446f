import { describe, test } from 'vitest';
import fc from 'fast-check';
import { encode } from 'fast-png';
import { gzipSync, zipSync, type Zippable } from 'fflate';
import { cells } from '../testing/columns.ts';
import { labelAt, pixelsAt, rowSample, textAt, type Column, type Table } from '../table/index.ts';
import fixtures from './fixtures/arrays.json' with { type: 'json' };
import { codeOf, fromBase64, read, utf8 } from '../testing/archive/files.ts';
import { bytesFrom, cellsOf, idx, npy } from '../testing/archive/write-files.ts';

const PICKLED = fromBase64(fixtures['2.4'].pickledByNumpy);
const SHARED = fromBase64(fixtures['2.4'].shared);

/** Stored, so that what is read comes in the chunks in which it is sent. */
const zipOf = (files: Zippable) => zipSync(files, { level: 0 });

const labelsOf = (rows: number) =>
  npy('<i8', [rows], cellsOf(BigInt64Array.from(cells(rows, (row) => BigInt(row % 7)))));
const numbersOf = (rows: number) => cellsOf(Float64Array.from(cells(rows * 3, (i) => i / 4)));
const csvOf = (rows: number) =>
  utf8(['a,b', ...cells(rows, (row) => `${row / 2},${row % 3 === 0 ? 'x' : 'y'}`)].join('\n'));
const digitsOf = (rows: number) =>
  utf8([['y', ...cells(64, (i) => `pixel${i}`)], ...cells(rows, (row) => [row % 2, ...bytesFrom(64, row)])].join('\n'));
const stringsOf = (rows: number, words: number) =>
  npy(
    `|S${words * 4}`,
    [rows],
    utf8(cells(rows, (row) => cells(words, (i) => String((row * 37 + i) % 1_000).padStart(4)).join('')).join('')),
  );

/** Every kind of file that is read, of so many rows. */
const KINDS: Record<string, (rows: number) => Uint8Array> = {
  'a text': csvOf,
  'a text packed by gzip': (rows) => gzipSync(csvOf(rows)),
  'a text in a zip': (rows) => zipOf({ 'a.csv': csvOf(rows) }),
  'images flat in a text': digitsOf,
  'a lone array': (rows) => npy('<f8', [rows, 3], numbersOf(rows)),
  'numbers row by row': (rows) => zipOf({ 'x.npy': npy('<f8', [rows, 3], numbersOf(rows)), 'y.npy': labelsOf(rows) }),
  'numbers column by column': (rows) =>
    zipOf({ 'y.npy': labelsOf(rows), 'x.npy': npy('<f8', [rows, 3], numbersOf(rows), true) }),
  'images of an array': (rows) =>
    zipOf({ 'x.npy': npy('|u1', [rows, 5, 7], bytesFrom(rows * 35)), 'y.npy': labelsOf(rows) }),
  'names as labels': (rows) => zipOf({ 'x.npy': npy('<f8', [rows, 3], numbersOf(rows)), 'y.npy': stringsOf(rows, 1) }),
  'strings as texts': (rows) => zipOf({ 'x.npy': stringsOf(rows, 6), 'y.npy': labelsOf(rows) }),
  'pickled texts': () => zipOf({ 'x.npy': PICKLED, 'y.npy': labelsOf(4) }),
  'pickled texts, one of them twice': () => zipOf({ 'x.npy': SHARED, 'y.npy': labelsOf(4) }),
  'the part of an array': (rows) =>
    zipOf({
      'x_test.npy': npy('|u1', [3, 2], bytesFrom(6)),
      'x_train.npy': npy('|u1', [rows, 2], bytesFrom(rows * 2)),
    }),
  'idx files': (rows) =>
    zipOf({
      'a-idx3-ubyte': idx([rows, 3, 3], bytesFrom(rows * 9)),
      'a-idx1-ubyte.gz': gzipSync(idx([rows], bytesFrom(rows))),
    }),
  'images in class folders': (rows) =>
    zipOf(
      Object.fromEntries(
        cells(Math.min(rows, 12), (row) => [
          `${row % 2 === 0 ? 'cats' : 'dogs'}/${row}.png`,
          encode({ width: 4, height: 4, channels: 1, data: bytesFrom(16, row) }),
        ]),
      ),
    ),
};

function cellAt(column: Column, row: number): unknown {
  if (column.kind === 'text') return textAt(column, row).join(' ');
  return column.kind === 'image' ? [...pixelsAt(column, row)] : labelAt(column, row)?.replaceAll(/ +/g, ' ');
}

function kindsOf({ columns }: Table): string[][] {
  return columns.map(({ name, kind }) => [name, kind]);
}

function rowsOf({ rows, columns }: Table): unknown[][] {
  return cells(rows, (row) => columns.map((column) => cellAt(column, row)));
}

describe.for(Object.entries(KINDS))('readUpload, drawing rows of %s', ([, make]) => {
  test('takes those of the whole that the share takes, all columns alike', async ({ expect }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.constantFrom(97, 65_536),
        async (rows, share, chunk) => {
          const file = make(rows);
          const whole = await read(file, { chunk });
          const drawn = rowsOf(whole.table).filter((_, row) => rowSample(share)(row));
          if (drawn.length === 0) {
            expect(await codeOf(file, { sample: share, chunk })).toBe('empty_table');
            return;
          }
          const sampled = await read(file, { sample: share, chunk });
          expect(rowsOf(sampled.table)).toEqual(drawn);
          expect({ ...sampled, table: null }).toEqual({ ...whole, table: null });
          // A lone text is a name.
          if (drawn.length > 1) expect(kindsOf(sampled.table)).toEqual(kindsOf(whole.table));
        },
      ),
      { numRuns: 15 },
    );
  });

  test('says so where none is drawn', async ({ expect }) => {
    await expect(read(make(9), { sample: 1e-12 })).rejects.toMatchObject({
      code: 'empty_table',
      message: expect.stringContaining('sample'),
    });
  });
});

describe('readUpload, drawing rows', () => {
  test('takes a share of what is too large as a whole', async ({ expect }) => {
    const rows = 2_000;
    for (const [kind, maxEncodedBytes] of [
      ['a text', 10_000],
      ['images flat in a text', 50_000],
      ['a lone array', 20_000],
      ['numbers column by column', 20_000],
      ['images of an array', 30_000],
      ['names as labels', 20_000],
      ['strings as texts', 45_000],
      ['idx files', 12_000],
    ] as const) {
      const file = KINDS[kind]!(rows);
      expect([kind, await codeOf(file, { maxEncodedBytes })]).toEqual([kind, 'dataset_too_large']);
      expect([kind, await codeOf(file, { maxEncodedBytes, sample: 0.2 })]).toEqual([kind, null]);
    }
  });

  test('counts no rows that a header announces and that could never come', { timeout: 2_000 }, async ({ expect }) => {
    const many = 2 ** 32 - 1;
    for (const file of [
      npy('|u1', [10 ** 14], bytesFrom(9)),
      npy('<f8', [10 ** 13, 2], bytesFrom(9), true),
      npy('|u1', [10 ** 12, 2, 2], bytesFrom(9)),
      npy('|S1', [10 ** 14], bytesFrom(9)),
      zipOf({ 'a-idx1-ubyte': idx([many], bytesFrom(9)) }),
      zipOf({ 'a-idx3-ubyte': idx([many, 1, 1], bytesFrom(9)) }),
    ]) {
      expect(await codeOf(file, { sample: 1e-9 })).toBe('archive_too_large');
    }
  });
});
