import { describe, test } from 'vitest';
import { gzipSync, zipSync } from 'fflate';
import { z } from 'zod';
import { boolean, categorical, numeric } from '../testing/columns.ts';
import { textAt } from '../table/index.ts';
import fixtures from './fixtures/arrays.json' with { type: 'json' };
import { codeOf, fromBase64, read, utf8 } from '../testing/archive/files.ts';
import { bytesFrom, idx, npy } from '../testing/archive/write-files.ts';

const FILES = z.object({
  imdb: z.string(),
  keras: z.string(),
  table: z.string(),
  column: z.string(),
  truths: z.string(),
  several: z.string(),
});
const CHUNKS = [1, 65_536];
const CSV = utf8('a,b\n1,x\n2,y\n');
const TABLE = { rows: 2, columns: [numeric('a', [1, 2]), categorical('b', ['x', 'y'])] };

describe.for(Object.entries(fixtures))('readUpload, of what numpy %s wrote', ([, given]) => {
  const files = FILES.parse(given);

  test('takes a part of the arrays that Keras publishes', async ({ expect }) => {
    for (const chunk of CHUNKS) {
      const train = await read(fromBase64(files.keras), { chunk });
      expect(train).toMatchObject({ format: 'npz', parts: ['train', 'test'], table: { rows: 2 } });
      expect(train.table.columns[1]).toEqual(numeric('label', [5, 0]));
      const test = await read(fromBase64(files.keras), { chunk, part: 'test' });
      expect(test.table).toMatchObject({ rows: 1, columns: [{ kind: 'image', height: 3, width: 4 }, {}] });
      expect(test.table.columns[1]).toEqual(numeric('label', [7]));
    }
  });

  test('takes texts as lists of words', async ({ expect }) => {
    const { table } = await read(fromBase64(files.imdb));
    const [text, label] = table.columns;
    if (text?.kind !== 'text') throw new Error('no text');
    expect([textAt(text, 0), textAt(text, 1)]).toEqual([['1', '2'], ['3']]);
    expect(label).toEqual(numeric('label', [0, 1]));
  });

  test('names the columns by what the arrays are', async ({ expect }) => {
    const columns = async (file: string) => (await read(fromBase64(file))).table.columns;
    expect(await columns(files.table)).toEqual([
      numeric('x0', [1.5, 3]),
      numeric('x1', [2, null]),
      categorical('label', ['ä', 'bc']),
    ]);
    expect(await columns(files.column)).toEqual([
      numeric('x0', [1, 3]),
      numeric('x1', [2, 4]),
      numeric('y', [0.5, 1.5]),
    ]);
    expect(await columns(files.truths)).toEqual([
      numeric('x0', [1, 3]),
      numeric('x1', [2, 4]),
      boolean('label', [true, false]),
    ]);
    expect(await columns(files.several)).toEqual(
      Object.entries({ x0: 1, x1: 2, y0: 3, y1: 4 }).map(([name, value]) => numeric(name, [value])),
    );
  });
});

describe.for(CHUNKS)('readUpload, in chunks of %i bytes', (chunk) => {
  test('reads a text as it is, packed by gzip, and in a zip', async ({ expect }) => {
    for (const file of [CSV, gzipSync(CSV), zipSync({ 'data/a.csv': CSV, 'readme.txt': utf8('x') })]) {
      expect(await read(file, { chunk })).toMatchObject({ table: TABLE, format: ',', parts: null });
    }
  });

  test('reads images and labels in the idx format', async ({ expect }) => {
    const images = idx([2, 2, 3], bytesFrom(12));
    const labels = idx([2], Uint8Array.of(7, 2));
    const column = {
      kind: 'image',
      name: 'image',
      height: 2,
      width: 3,
      channels: 1,
      stores: [bytesFrom(12)],
      at: Int32Array.of(0, 1),
    };
    for (const [first, second] of [
      [images, labels],
      [gzipSync(images), gzipSync(labels)],
    ] as const) {
      const zip = zipSync({ 'a-images-idx3-ubyte.gz': first, 'a-labels.idx1-ubyte': second }, { level: 0 });
      expect(await read(zip, { chunk })).toEqual({
        table: { rows: 2, columns: [column, categorical('label', ['7', '2'])] },
        format: 'idx',
        parts: null,
      });
    }
    const four = zipSync({
      't10k-images-idx3-ubyte': idx([1, 1, 1], bytesFrom(1)),
      't10k-labels-idx1-ubyte': idx([1], Uint8Array.of(9)),
      'train-labels-idx1-ubyte': labels,
      'train-images-idx3-ubyte': images,
    });
    const train = await read(four, { chunk });
    expect(train).toMatchObject({ parts: ['train', 'test'], table: { rows: 2 } });
    expect((await read(four, { chunk, part: 'test' })).table.columns[1]).toEqual(categorical('label', ['9']));
  });
});

describe('readUpload', () => {
  test('says what is missing or too many', async ({ expect }) => {
    const images = idx([2, 1, 1], bytesFrom(2));
    const labels = idx([2], bytesFrom(2));
    const cases: [string, Uint8Array][] = [
      ['missing_labels', images],
      ['missing_labels', gzipSync(images)],
      ['missing_labels', zipSync({ 'idx3-ubyte': images })],
      ['unknown_archive', zipSync({ 'idx1-ubyte': labels })],
      ['unknown_archive', zipSync({ 'a-idx3-ubyte': images, 'b-idx3-ubyte': images })],
      ['counts_differ', zipSync({ 'a-idx3-ubyte': images, 'a-idx1-ubyte': idx([3], bytesFrom(3)) })],
      ['unsupported_array', zipSync({ 'a-idx2-int': idx([1, 2], bytesFrom(8), [0, 0, 12, 2]) })],
      ['corrupt_archive', zipSync({ 'a-idx3-ubyte': idx([3, 1, 1], bytesFrom(2)) })],
      ['corrupt_archive', zipSync({ 'a-idx3-ubyte': idx([1, 1, 1], bytesFrom(2)) })],
      ['corrupt_archive', zipSync({ 'a-idx3-ubyte': idx([48_000, 1_000, 1], bytesFrom(2)) })],
      ['dataset_too_large', zipSync({ 'a-idx3-ubyte': idx([48_001, 1_000, 1], bytesFrom(2)) })],
      ['unknown_archive', zipSync({})],
      ['not_a_table', zipSync({ '[Content_Types].xml': CSV })],
      ['unknown_archive', zipSync({ 'a.csv': CSV, 'b.tsv': CSV })],
      ['unknown_archive', zipSync({ 'a.npy': npy('|u1', [2, 2], bytesFrom(4)) })],
      ['unknown_archive', zipSync({ 'x.npy': npy('|u1', [2, 2], bytesFrom(4)), 'a-idx3-ubyte': images })],
      [
        'unknown_archive',
        zipSync({ 'x.npy': npy('|u1', [2, 2], bytesFrom(4)), 'X.npy': npy('|u1', [2, 2], bytesFrom(4)) }),
      ],
      ['counts_differ', zipSync({ 'x.npy': npy('|u1', [2, 2], bytesFrom(4)), 'y.npy': npy('|u1', [3], bytesFrom(3)) })],
      ['missing_labels', zipSync({ 'x.npy': npy('|u1', [2, 2, 1], bytesFrom(4)) })],
      ['unsupported_archive', gzipSync(gzipSync(CSV))],
      ['unsupported_archive', Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c)],
      ['unsupported_archive', gzipSync(Uint8Array.from({ length: 512 }, (_, i) => 'ustar'.charCodeAt(i - 257) || 0))],
      ['not_a_table', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
      ['not_a_table', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)],
      ['empty_table', new Uint8Array(0)],
      ['not_a_table', utf8('a,b\n1,\u0000\n')],
    ];
    for (const [code, file] of cases) expect([code, await codeOf(file)]).toEqual([code, code]);
  });

  test('leaves a text aside where there are images or arrays', async ({ expect }) => {
    const arrays = { 'x.npy': npy('|u1', [1, 2], bytesFrom(2)) };
    for (const zip of [zipSync({ 'a.csv': utf8('"'), ...arrays }), zipSync({ ...arrays, 'a.csv': utf8('"') })]) {
      expect((await read(zip)).format).toBe('npz');
    }
  });

  test('knows the parts of a file, and asks for none where there are none', async ({ expect }) => {
    expect(await codeOf(CSV, { part: 'test' })).toBe('unknown_part');
    expect((await read(CSV, { part: 'train' })).parts).toBe(null);
    expect(await codeOf(zipSync({ 'a.csv': CSV }), { part: 'test' })).toBe('unknown_part');
    const x = npy('|u1', [1, 2], bytesFrom(2));
    expect((await read(zipSync({ 'x_train.npy': x }))).parts).toBe(null);
    expect(await codeOf(zipSync({ 'x_train.npy': x }), { part: 'test' })).toBe('unknown_part');
    expect(await codeOf(zipSync({ 'x_test.npy': x }))).toBe('unknown_part');
    expect((await read(zipSync({ 'test_images.npy': x, 'train_images.npy': x }))).parts).toEqual(['train', 'test']);
  });
});
