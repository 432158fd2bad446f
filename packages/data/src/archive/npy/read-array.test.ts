import { describe, test } from 'vitest';
import { z } from 'zod';
import { categorical, numeric, text } from '../../testing/columns.ts';
import fixtures from '../fixtures/arrays.json' with { type: 'json' };
import { ByteReader } from '../../bytes/byte-reader.ts';
import { UPLOAD_LIMITS } from '../../upload/limits.ts';
import { codeOf, fromBase64, read, utf8 } from '../../testing/archive/files.ts';
import { bytesFrom, cellsOf, npy, npyWith } from '../../testing/archive/write-files.ts';
import { readArray } from './read-array.ts';

const FILES = z.object({
  types: z.record(z.string(), z.string()),
  halves: z.string(),
  fortran: z.string(),
  versions: z.array(z.string()),
  images: z.string(),
  records: z.string(),
});

async function* once(bytes: Uint8Array) {
  yield bytes;
}

function arrayOf(bytes: Uint8Array, role: 'x' | 'y' = 'x') {
  return readArray(new ByteReader(once(bytes), '"a.npy"'), role, 'a', UPLOAD_LIMITS);
}

describe.for(Object.entries(fixtures))('readArray, of what numpy %s wrote', ([, given]) => {
  const files = FILES.parse(given);

  test('reads every type of number', async ({ expect }) => {
    for (const [type, file] of Object.entries(files.types)) {
      const { rows, columns } = await arrayOf(fromBase64(file));
      const most = type === '?' ? 1 : 100;
      expect([type, rows, ...columns]).toEqual([
        type,
        2,
        numeric('x0', [0, Math.min(2, most)]),
        numeric('x1', [1, most]),
      ]);
    }
  });

  test('reads halves, down to the subnormal and up to the infinite', async ({ expect }) => {
    const { columns } = await arrayOf(fromBase64(files.halves), 'y');
    // 6e-8 is nearest to the smallest subnormal, 2^-24.
    expect(columns).toEqual([numeric('y', [1.5, -2, 65_504, 2 ** -24, Infinity, null])]);
  });

  test('reads columns that lie one behind the other', async ({ expect }) => {
    const { columns } = await arrayOf(fromBase64(files.fortran));
    expect(columns).toEqual([numeric('x0', [1, 4]), numeric('x1', [2, 5]), numeric('x2', [3, 6])]);
  });

  test('reads the three versions of the format', async ({ expect }) => {
    for (const file of files.versions) {
      expect((await arrayOf(fromBase64(file))).columns).toEqual([numeric('x0', [1]), numeric('x1', [2])]);
    }
  });

  test('reads images', async ({ expect }) => {
    const [column] = (await arrayOf(fromBase64(files.images))).columns;
    expect(column).toMatchObject({ kind: 'image', name: 'image', height: 3, width: 4, channels: 1 });
    expect(column).toMatchObject({ stores: [Uint8Array.from({ length: 24 }, (_, i) => i)], at: Int32Array.of(0, 1) });
  });

  test('refuses records', async ({ expect }) => {
    await expect(arrayOf(fromBase64(files.records))).rejects.toMatchObject({ code: 'unsupported_array' });
  });
});

describe('readArray', () => {
  test('names targets by what they are', async ({ expect }) => {
    const columns = async (bytes: Uint8Array, role: 'x' | 'y' = 'y') => (await arrayOf(bytes, role)).columns;
    expect(await columns(npy('<i4', [2], cellsOf(Int32Array.of(7, -1))))).toEqual([numeric('label', [7, -1])]);
    expect(await columns(npy('<i4', [2, 1], cellsOf(Int32Array.of(7, -1))))).toEqual([numeric('label', [7, -1])]);
    expect(await columns(npy('<f4', [1, 2], cellsOf(Float32Array.of(1, 2))))).toEqual([
      numeric('y0', [1]),
      numeric('y1', [2]),
    ]);
    expect(await columns(npy('|S2', [3], utf8('a\0bca\0')))).toEqual([categorical('label', ['a', 'bc', 'a'])]);
    expect(await columns(npy('<i4', [1], cellsOf(Int32Array.of(7))), 'x')).toEqual([numeric('x', [7])]);
    const points = (words: string) => cellsOf(Uint32Array.from(Array.from(words, (letter) => letter.codePointAt(0)!)));
    const sentences = points('a b c d!w x y z?');
    expect(await columns(npy('<U8', [2], sentences), 'x')).toEqual([text('text', ['a b c d!', 'w x y z?'])]);
    expect(await columns(npy('<U3', [3], points('ä\0\0😀bcä\0\0')))).toEqual([
      categorical('label', ['ä', '😀bc', 'ä']),
    ]);
    const foreign = cellsOf(Uint32Array.of(0x61000000, 0xffffffff));
    expect(await columns(npy('>U1', [2], foreign))).toEqual([categorical('label', ['a', '\ufffd'])]);
  });

  test('believes no header: more bytes than it says, or fewer, are an error', async ({ expect }) => {
    const cells = bytesFrom(24);
    for (const shape of [[2, 3, 5], [2, 3, 3], [4, 2], [23], [25]]) {
      await expect(arrayOf(npy('|u1', shape, cells))).rejects.toMatchObject({ code: 'corrupt_archive' });
    }
    await expect(arrayOf(npy('<f8', [2_000, 1_000], cells))).rejects.toMatchObject({ code: 'corrupt_archive' });
  });

  test('asks the limits before anything is read', async ({ expect }) => {
    for (const [descr, shape] of [
      ['|u1', [48_001, 1_000, 1]],
      ['<f4', [6_001, 1_000]],
      ['<U4', [12_000_001]],
      ['|O', [500_001]],
    ] as const) {
      const file = npy(descr, [...shape], new Uint8Array(0));
      await expect(arrayOf(file)).rejects.toMatchObject({ code: 'dataset_too_large' });
    }
    await expect(arrayOf(npy('|u1', [1, 2_001, 2_000], new Uint8Array(0)))).rejects.toMatchObject({
      code: 'image_too_large',
    });
    await expect(arrayOf(npy('<f4', [1, 1_001], new Uint8Array(0)))).rejects.toMatchObject({
      code: 'too_many_columns',
    });
  });

  test('says what it does not read', async ({ expect }) => {
    for (const [descr, shape] of [
      ['<c8', [2]],
      ['<M8', [2]],
      ['|V3', [2]],
      ['<f4', [2, 3, 3, 2]],
      ['<U4', [2, 3, 2]],
      ['|u1', [2, 3, 4, 5]],
      ['|u1', [2, 2, 5, 5]],
      ['|u1', [2, 3, 3, 2]],
      ['|u1', [2, 3, 3, 1, 1]],
      ['|u1', [2, 0]],
      ['<U0', [2]],
      ['|S9', [2, 2]],
      ['|O', [2, 2]],
    ] as const) {
      const file = npy(descr, [...shape], new Uint8Array(100));
      await expect(arrayOf(file), `${descr} ${shape.join()}`).rejects.toMatchObject({ code: 'unsupported_array' });
    }
    const fortran = npy('|u1', [2, 3, 4], bytesFrom(24), true);
    await expect(arrayOf(fortran)).rejects.toMatchObject({ code: 'unsupported_array' });
    await expect(arrayOf(npy('<f4', [0, 3], new Uint8Array(0)))).rejects.toMatchObject({ code: 'empty_table' });
    await expect(arrayOf(npy('<f4', [], new Uint8Array(4)))).rejects.toMatchObject({ code: 'empty_table' });
  });

  test('reads no header but that of an array', async ({ expect }) => {
    const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }";
    const cells = cellsOf(Float64Array.of(1, 2));
    expect((await arrayOf(npyWith(header, cells))).rows).toBe(1);
    expect((await arrayOf(npyWith(header.replace('1, 2', '1L, 2L'), cells))).rows).toBe(1);
    for (const [from, to] of [
      ['(1, 2)', '(1, -2)'],
      ['(1, 2)', '(1, 1e3)'],
      ['(1, 2)', '(99999999999999, 99999999999999)'],
      ['(1, 2)', '__import__("os")'],
      ['False', 'false'],
      ["'shape'", "'more'"],
      [', }', ', "more": 1}'],
      ['}', '} #'],
      ['{', ''],
      [': (1, 2),', ''],
    ] as const) {
      const file = npyWith(header.replace(from, to), cells);
      await expect(arrayOf(file), to).rejects.toMatchObject({ code: 'corrupt_archive' });
    }
    const version = npyWith(header, cells);
    version[6] = 4;
    await expect(arrayOf(version)).rejects.toMatchObject({ code: 'corrupt_archive' });
  });
});

describe('readUpload, of a lone array', () => {
  test('takes its columns as a table, where there are two', async ({ expect }) => {
    const file = npy('<f8', [2, 2], cellsOf(Float64Array.of(1, 2, 3, 4)));
    expect(await read(file)).toEqual({
      table: { rows: 2, columns: [numeric('x0', [1, 3]), numeric('x1', [2, 4])] },
      format: 'npy',
      parts: null,
    });
    expect(await codeOf(npy('<f8', [2], cellsOf(Float64Array.of(1, 2))))).toBe('missing_labels');
    expect(await codeOf(npy('|u1', [1, 2, 2], bytesFrom(4)))).toBe('missing_labels');
  });
});
