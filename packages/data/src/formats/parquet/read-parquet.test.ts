import { describe, test } from 'vitest';
import { parquetWriteBuffer, type ParquetWriteOptions } from 'hyparquet-writer';
import { UPLOAD_LIMITS, type UploadLimits } from '../../upload/limits.ts';
import { fromBase64 } from '../../testing/archive/files.ts';
import { labelAt, pixelsAt, type Column } from '../../table/index.ts';
import codecs from './fixtures/codecs.json' with { type: 'json' };
import kinds from './fixtures/kinds.json' with { type: 'json' };
import pages from './fixtures/pages.json' with { type: 'json' };
import { isParquet, readParquet } from './index.ts';
import { huggingFaceImages } from './testing/hugging-face-images.ts';

const read = async (file: Uint8Array, limits: Partial<UploadLimits> = {}) =>
  (await readParquet(file, { ...UPLOAD_LIMITS, ...limits })).table;
/** A file by hyparquet-writer. */
const written = (options: Omit<ParquetWriteOptions, 'writer'>) => new Uint8Array(parquetWriteBuffer(options));
/** The cells of each column; milliseconds for dates. */
const cellsOf = (columns: Column[], rows: number) =>
  Object.fromEntries(
    columns.map((column) => [
      column.name,
      Array.from({ length: rows }, (_, row) => {
        if (column.kind === 'image') return [...pixelsAt(column, row)];
        if (column.kind === 'date' || column.kind === 'numeric') return column.values[row];
        return column.kind === 'text' ? 'text' : labelAt(column, row);
      }),
    ]),
  );

describe.for(['zstd', 'gzip', 'snappy'] as const)('readParquet, packed by %s', (codec) => {
  test('reads all kinds of columns that DuckDB writes', async ({ expect }) => {
    const file = fromBase64(kinds[codec]);
    expect(isParquet(file.subarray(0, 8))).toBe(true);
    const { rows, columns, reading } = await read(file);
    // By hand, from the SQL in write-fixtures.mjs.
    expect(cellsOf(columns, rows)).toEqual({
      id: [1, 2, 3],
      big: ['9007199254740993', null, '-9007199254740993'],
      dec9: [12.5, Number.NaN, -12.05],
      dec30: [-0.07, Math.PI, 0],
      day: [Date.UTC(2021, 2, 4), Number.NaN, -86_400_000],
      ms: [Date.UTC(2021, 2, 4, 5, 6, 7, 89), Number.NaN, -1],
      us: [Date.UTC(1959, 11, 31, 23, 59, 59, 999), Number.NaN, 0],
      ns: [Date.UTC(2021, 2, 4, 5, 6, 7, 89), Number.NaN, -1],
      time: [6.5, Number.NaN, 23.25],
      flag: ['true', null, 'false'],
      name: ['x', null, '007'],
      f: [1.5, Number.NaN, Infinity],
      d: [1e-7, Number.NaN, 2.5],
      list: ['1|2', null, null],
      's.a': [1, Number.NaN, Number.NaN],
      's.b': ['u', null, 'v'],
      u64: ['18446744073709551615', null, '0'],
      u32: [4_294_967_295, Number.NaN, 0],
      bin: ['blob', null, 'two'],
      tz: [Date.UTC(2021, 2, 4, 3, 6, 7), Number.NaN, Date.UTC(1959, 11, 31, 23, 59, 59, 999)],
      'm.key': ['k1|k2', null, null],
      'm.value': ['5|6', null, null],
      'items.n': ['p|q', null, null],
      'items.v': ['1|2', null, null],
      uuid: ['text', 'text', 'text'],
    });
    expect(reading?.file.format).toBe('parquet');
    expect(reading?.file.notes[0]).toEqual({
      severity: 'warn',
      text: 'The column "span" was left out: it holds spans of time (INTERVAL).',
    });
    expect(reading?.columns.map(({ column }) => column)).toEqual(columns.map(({ name }) => name));
  });
});

describe.for(['v1', 'v2'] as const)('readParquet, of pages %s in two row groups', (version) => {
  test('reads dictionaries, differences and lists across pages', async ({ expect }) => {
    const { rows, columns } = await read(fromBase64(pages[version]));
    expect(rows).toBe(2_100);
    const cells = cellsOf(columns, rows);
    for (const row of [0, 1, 7, 19, 20, 2_047, 2_048, 2_099]) {
      expect(cells['big']![row]).toBe(row * 1_000_003);
      expect(cells['quarter']![row]).toBe(row % 5 === 0 ? Number.NaN : (row % 50) / 4);
      expect(cells['txt']![row]).toBe(`name number ${Math.floor(row / 20)}`);
      expect(cells['l']![row]).toBe([null, '0', '0|1', '0|1|2'][row % 4]);
      expect(cells['b']![row]).toBe(row % 3 === 0 ? 'true' : 'false');
    }
  });

  test('takes the rows that are sampled', async ({ expect }) => {
    const { rows, columns } = await read(fromBase64(pages[version]), { isSampled: (row) => row % 700 === 3 });
    expect(rows).toBe(3);
    expect(cellsOf(columns, rows)).toMatchObject({
      big: [3_000_009, 703_002_109, 1_403_004_209],
      l: ['0|1|2', '0|1|2', '0|1|2'],
    });
  });
});

describe('readParquet', () => {
  test('reads what other writers encode otherwise', async ({ expect }) => {
    const names = ['apple', 'applause', 'apply', '', 'béta'];
    const floats = [0.5, -2.25, 3, 1e10, -0];
    const file = written({
      columnData: [
        { name: 'prefixed', data: names, type: 'STRING', encoding: 'DELTA_BYTE_ARRAY' },
        { name: 'lengths', data: names, type: 'STRING', encoding: 'DELTA_LENGTH_BYTE_ARRAY' },
        { name: 'split', data: floats, type: 'DOUBLE', encoding: 'BYTE_STREAM_SPLIT' },
        { name: 'split4', data: floats, type: 'FLOAT', encoding: 'BYTE_STREAM_SPLIT' },
        { name: 'half', data: [0.5, -2, 65_504, 2 ** -24, 0], type: 'FLOAT16' },
        { name: 'flags', data: [true, true, false, true, false], type: 'BOOLEAN', encoding: 'RLE' },
        {
          name: 'minus',
          data: [-5, 2_147_483_647, -2_147_483_648, 0, 7],
          type: 'INT32',
          encoding: 'DELTA_BINARY_PACKED',
        },
      ],
    });
    const { rows, columns } = await read(file);
    const words = ['apple', 'applause', 'apply', null, 'béta'];
    expect(cellsOf(columns, rows)).toEqual({
      prefixed: words,
      lengths: words,
      split: [0.5, -2.25, 3, 1e10, 0],
      split4: [0.5, -2.25, 3, 1e10, 0],
      half: [0.5, -2, 65_504, 2 ** -24, 0],
      flags: ['true', 'true', 'false', 'true', 'false'],
      minus: [-5, 2_147_483_647, -2_147_483_648, 0, 7],
    });
  });

  test("reads Hugging Face's images, and the names of its classes", async ({ expect }) => {
    const pixels = [Uint8Array.of(1, 2, 3, 4), Uint8Array.of(5, 6, 7, 8)];
    const images = pixels.map((data, i) => ({ pixels: data, side: 2, label: i === 0 ? 1 : -1 }));
    const file = huggingFaceImages(images, ['0', '1']);
    const { rows, columns, reading } = await read(file);
    expect(columns.map(({ kind }) => kind)).toEqual(['image', 'categorical']);
    expect(cellsOf(columns, rows)).toEqual({
      image: [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
      label: ['1', null],
    });
    expect(reading?.file.notes.map(({ text }) => text)).toEqual([
      'The names of the files in "image.path" were left out.',
    ]);
  });

  test('leaves out and counts the rows that have no image, the first of them too', async ({ expect }) => {
    const image = (i: number) => ({
      pixels: i % 3 === 0 ? null : Uint8Array.of(i, i, i, i),
      side: 2,
      label: i % 2,
      weight: i / 2,
    });
    const file = huggingFaceImages([0, 1, 2, 3, 4].map(image), ['even', 'odd']);
    const { rows, columns, reading } = await read(file);
    expect(cellsOf(columns, rows)).toEqual({
      image: [1, 2, 4].map((i) => [i, i, i, i]),
      label: ['odd', 'even', 'even'],
      weight: [0.5, 1, 2],
    });
    expect(reading?.file.notes).toContainEqual({
      severity: 'warn',
      text: '2 of 5 rows have no image in "image" and were left out: 1, 4.',
    });
  });

  test('leaves out bytes that are neither, and names rows by the index of pandas', async ({ expect }) => {
    const file = written({
      columnData: [
        { name: 'a', data: [1, 2], type: 'INT32' },
        { name: 'sound', data: [Uint8Array.of(0xff, 0xfb, 0), Uint8Array.of(1)], type: 'BYTE_ARRAY' },
        { name: '__index_level_0__', data: ['r1', 'r2'], type: 'STRING' },
      ],
    });
    const { columns, reading } = await read(file);
    expect(columns.map(({ name }) => name)).toEqual(['a', '__index_level_0__']);
    expect(reading?.columns.map(({ rowName }) => rowName)).toEqual([false, true]);
    expect(reading?.file.notes.map(({ text }) => text)).toEqual([
      'The column "sound" was left out: it holds bytes that are neither texts nor images in PNG or JPEG.',
    ]);
  });
});

describe('readParquet refuses', () => {
  const codeOf = (file: Uint8Array, limits?: Partial<UploadLimits>) =>
    read(file, limits).then(
      () => null,
      ({ code }: { code: string }) => code,
    );
  const good = fromBase64(pages.v2);

  test('what is compressed or encrypted otherwise, and says how to write it', async ({ expect }) => {
    for (const codec of ['lz4', 'brotli'] as const) {
      await expect(read(fromBase64(codecs[codec]))).rejects.toMatchObject({
        code: 'unsupported_archive',
        message: /compression="zstd"/,
      });
    }
    const encrypted = good.slice();
    encrypted.set([0x50, 0x41, 0x52, 0x45], good.length - 4);
    expect(await codeOf(encrypted)).toBe('unsupported_archive');
  });

  test('a file that was cut off, anywhere', async ({ expect }) => {
    for (let length = 0; length < good.length; length += 97)
      expect(await codeOf(good.subarray(0, length))).toBe('corrupt_archive');
  });

  test('more columns, bytes or rows than the limits allow', async ({ expect }) => {
    expect(await codeOf(good, { maxColumns: 4 })).toBe('too_many_columns');
    expect(await codeOf(good, { unpackedBytes: 5_000 })).toBe('archive_too_large');
    expect(await codeOf(good, { maxEncodedBytes: 20_000 })).toBe('dataset_too_large');
    const many = written({
      columnData: Array.from({ length: 5_000 }, (_, i) => ({ name: `c${i}`, data: [1], type: 'INT32' as const })),
    });
    expect(await codeOf(many)).toBe('too_many_columns');
    expect(await codeOf(written({ columnData: [{ name: 'a', data: [1], type: 'INT32' }] }))).toBe('too_few_columns');
    expect(
      await codeOf(
        written({
          columnData: [
            { name: 'a', data: [], type: 'INT32' },
            { name: 'b', data: [], type: 'INT32' },
          ],
        }),
      ),
    ).toBe('empty_table');
  });
});
