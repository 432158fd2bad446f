import { describe, test } from 'vitest';
import { z } from 'zod';
import { type TextColumn, textAt } from '../../../table/index.ts';
import { ByteReader } from '../../../bytes/byte-reader.ts';
import fixtures from '../../fixtures/arrays.json' with { type: 'json' };
import { UPLOAD_LIMITS, type UploadLimits } from '../../../upload/limits.ts';
import { bytesOf, fromBase64 } from '../../../testing/archive/files.ts';
import { readNpyHeader } from '../npy-header.ts';
import { readPickledTexts } from './read-pickled-texts.ts';

const FILES = z.object({
  pickles: z.record(z.string(), z.string()),
  pickledByNumpy: z.string(),
  shared: z.string(),
  evil: z.string(),
  evilInList: z.string(),
  strings: z.string(),
  floats: z.string(),
  nested: z.string(),
  scalars: z.string(),
  large: z.string(),
});

async function* inChunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function textsOf(file: Uint8Array, chunk = 65_536, limits: UploadLimits = UPLOAD_LIMITS): Promise<TextColumn> {
  const reader = new ByteReader(inChunks(file, chunk), '"x.npy"');
  const { shape } = await readNpyHeader(reader, 'x');
  const column = await readPickledTexts(reader, shape[0]!, 'x', limits);
  await reader.requireEnd();
  return column;
}

/** The texts as numbers. */
function rowsOf(column: TextColumn): number[][] {
  return Array.from(column.at, (_, row) => textAt(column, row).map(Number));
}

const TEXTS = [[1, 14, 22], [5], [70_000, 300, 2, 2], Array.from({ length: 2_500 }, (_, i) => i)];

describe.for(Object.entries(fixtures))('readPickledTexts, of what numpy %s wrote', ([, given]) => {
  const files = FILES.parse(given);

  test('reads lists of whole numbers, in every protocol and however they come', async ({ expect }) => {
    for (const file of [...Object.values(files.pickles), files.pickledByNumpy]) {
      for (const chunk of [7, 65_536]) expect(rowsOf(await textsOf(fromBase64(file), chunk))).toEqual(TEXTS);
    }
    const { stores, name, kind } = await textsOf(fromBase64(files.pickledByNumpy));
    expect([kind, name, stores[0]!.dictionary.slice(0, 4)]).toEqual(['text', 'text', ['1', '14', '22', '5']]);
  });

  test('reads a list that stands there twice, and an empty one', async ({ expect }) => {
    const column = await textsOf(fromBase64(files.shared));
    expect(rowsOf(column)).toEqual([[7, 8], [], [7, 8], [9]]);
    expect(column.at).toEqual(Int32Array.of(0, 1, 2, 3));
  });

  test('refuses whatever else is in it', async ({ expect }) => {
    const { evil, evilInList, strings, floats, nested, scalars, large } = files;
    for (const file of [evil, evilInList, strings, floats, nested, scalars, large]) {
      await expect(textsOf(fromBase64(file))).rejects.toMatchObject({ code: 'pickle_refused' });
    }
    await expect(textsOf(fromBase64(evil))).rejects.toThrow(/can run code.*names "builtins\.print"/s);
  });

  test('throws nothing else where it is cut or changed', async ({ expect }) => {
    const file = fromBase64(files.shared);
    const start = file.indexOf(0x80, 10);
    for (let at = start; at < file.length; at++) {
      await expect(textsOf(file.slice(0, at))).rejects.toMatchObject({
        code: expect.stringMatching(/^(corrupt_archive|pickle_refused)$/),
      });
      for (const value of [0, 0x28, 0x30, 0x52, 0x5d, 0x65, 0x93, 0xff]) {
        const changed = file.slice();
        changed[at] = value;
        await textsOf(changed).catch((error: unknown) => {
          expect(error).toMatchObject({ name: 'StepwellError', status: 422 });
        });
      }
    }
  });
});

/** A .npy with a pickle of choice, of as many rows as it says. */
function withPickle(rows: number, ...pickle: (string | number[])[]): Uint8Array {
  const header = `{'descr': '|O', 'fortran_order': False, 'shape': (${rows},), }`.padEnd(117);
  return bytesOf([0x93], 'NUMPY', [1, 0, 118, 0], `${header}\n`, ...pickle.map((part) => bytesOf(part)));
}

const ARRAY = [
  [0x80, 2],
  'cnumpy.core.multiarray\n_reconstruct\nq',
  [1],
  'cnumpy\nndarray\nq',
  [2],
  'K',
  [0, 0x85],
  'U',
  [1],
  'b',
  [0x87],
  'Rq',
  [3],
] as const;
const TYPE = [
  'cnumpy\ndtype\nq',
  [4],
  'U',
  [2],
  'O8K',
  [0],
  'K',
  [1, 0x87],
  'Rq',
  [5],
  '(K',
  [3],
  'U',
  [1],
  '|NNN',
] as const;
const MINUS_ONE = [0x4a, 255, 255, 255, 255];

function pickleOf(rows: number, ...list: (string | number[])[]): Uint8Array {
  const array = [...ARRAY, '(K', [1], 'K', [rows, 0x85], ...TYPE, MINUS_ONE, MINUS_ONE, 'K?tb', [0x89]];
  const parts = array.map((part) => (typeof part === 'string' ? part : [...part]));
  return withPickle(rows, ...parts, ...list, 'tb.');
}

describe('readPickledTexts', () => {
  test('reads what Python 2 wrote, which counts its memo from 1 and has strings of bytes', async ({ expect }) => {
    const file = pickleOf(2, ']q', [6], '(]q', [7], '(K', [1], 'M', [1, 2], 'e]q', [8], 'K', [5], 'ae');
    expect(rowsOf(await textsOf(file))).toEqual([[1, 513], [5]]);
  });

  test('refuses a list in itself, one that changes later, and one of two kinds', async ({ expect }) => {
    const files = [
      pickleOf(1, ']q', [6], 'h', [6], 'a'),
      pickleOf(2, ']q', [6], '(]q', [7], '(K', [1], 'e]q', [8], 'K', [5], 'ah', [7], 'K', [1], 'aee'),
      pickleOf(2, ']q', [6], '(K', [1], ']q', [7], 'e'),
      pickleOf(2, ']q', [6], '(]q', [7], 'K', [1], 'e'),
      pickleOf(1, ']q', [6], '(]q', [7], 'N', 'ae'),
    ];
    for (const file of files) await expect(textsOf(file)).rejects.toMatchObject({ code: 'pickle_refused' });
  });

  test('refuses another number of lists than the array has rows', async ({ expect }) => {
    for (const rows of [1, 3, 200]) {
      const file = pickleOf(rows, ']q', [6], '(]q', [7], '(K', [1], 'e]q', [8], 'K', [5], 'ae');
      await expect(textsOf(file)).rejects.toMatchObject({ code: 'pickle_refused' });
    }
  });

  test('bounds the stack, the nesting and the memo', async ({ expect }) => {
    const deep = pickleOf(2, '('.repeat(100_000));
    const long = pickleOf(200, 'N'.repeat(100_000));
    const sparse = pickleOf(2, ']r', [255, 255, 255, 127]);
    const put = pickleOf(2, ...Array.from({ length: 5_000 }, () => [0x94]));
    for (const file of [deep, long, sparse, put]) {
      await expect(textsOf(file)).rejects.toMatchObject({ code: 'pickle_refused' });
    }
  });

  test('refuses more words than the limit', async ({ expect }) => {
    const file = fromBase64(FILES.parse(fixtures['2.4']).pickledByNumpy);
    await expect(textsOf(file, 65_536, { ...UPLOAD_LIMITS, maxEncodedBytes: 3_000 })).rejects.toMatchObject({
      code: 'dataset_too_large',
    });
  });
});
