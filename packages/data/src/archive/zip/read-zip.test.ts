import { describe, test } from 'vitest';
import { Zip, ZipDeflate, ZipPassThrough, zipSync, type Zippable } from 'fflate';
import { ByteReader } from '../../bytes/byte-reader.ts';
import { collect } from '../../bytes/collect.ts';
import { UnpackedBudget, UPLOAD_LIMITS, type UploadLimits } from '../../upload/limits.ts';
import { bytesOf, utf8 } from '../../testing/archive/files.ts';
import { bytesFrom } from '../../testing/archive/write-files.ts';
import { readZip } from './read-zip.ts';

/** Byte by byte, 10,000 are more than the slice that is unpacked at once; 100,000 are more than a stored block. */
const CHUNKS = [
  [1, 10_000],
  [7, 100_000],
  [65_536, 100_000],
] as const;
const filesWith = (bytes: number): Record<string, Uint8Array> => ({
  'a.csv': utf8('a,b\n1,2\n'),
  'b/c.npy': bytesFrom(bytes),
  'empty.txt': new Uint8Array(0),
  'PK.txt': utf8('PK\u0007\bPK\u0003\u0004PK\u0001\u0002'.repeat(20)),
});

async function* inChunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

/** The files of a zip, those that `wanted` says. */
async function filesOf(
  zip: Uint8Array,
  {
    chunk = 65_536,
    wanted = () => true,
    ...limits
  }: { chunk?: number; wanted?: (path: string) => boolean } & Partial<UploadLimits> = {},
): Promise<Record<string, Uint8Array>> {
  const all = { ...UPLOAD_LIMITS, ...limits };
  const files: Record<string, Uint8Array> = {};
  const reader = new ByteReader(inChunks(zip, chunk), 'The upload');
  for await (const entry of readZip(reader, all, new UnpackedBudget(all.unpackedBytes))) {
    if (wanted(entry.path)) files[entry.path] = await collect(entry.bytes(), 1e9, () => new Error('too much'));
  }
  return files;
}

/** A zip whose sizes follow the bytes, as programs write it that can't go back. */
function streamedZip(files: Record<string, Uint8Array>, stored = false): Uint8Array {
  const parts: Uint8Array[] = [];
  const zip = new Zip((_, data) => parts.push(data));
  for (const [path, bytes] of Object.entries(files)) {
    const entry = stored ? new ZipPassThrough(path) : new ZipDeflate(path);
    zip.add(entry);
    entry.push(bytes, true);
  }
  zip.end();
  return bytesOf(...parts);
}

describe.for(CHUNKS)('readZip, in chunks of %i bytes', ([chunk, bytes]) => {
  const FILES = filesWith(bytes);

  test('reads files that are packed, stored, or both', async ({ expect }) => {
    expect(await filesOf(zipSync(FILES), { chunk })).toEqual(FILES);
    expect(await filesOf(zipSync(FILES, { level: 0 }), { chunk })).toEqual(FILES);
    const both: Zippable = { ...FILES, 'b/c.npy': [FILES['b/c.npy']!, { level: 0 }], 'd/': new Uint8Array(0) };
    expect(await filesOf(zipSync(both), { chunk })).toEqual(FILES);
  });

  test('reads files whose sizes follow their bytes, even where these look like a zip', async ({ expect }) => {
    const inside = { ...FILES, 'inside.zip': streamedZip(FILES, true) };
    for (const stored of [false, true]) expect(await filesOf(streamedZip(inside, stored), { chunk })).toEqual(inside);
  });

  test('leaves out what is not asked for, unpacked or not', async ({ expect }) => {
    for (const zip of [zipSync(FILES), streamedZip(FILES), streamedZip(FILES, true)]) {
      const files = await filesOf(zip, { chunk, wanted: (path) => path === 'a.csv', unpackedBytes: 100 });
      expect(files).toEqual({ 'a.csv': FILES['a.csv'] });
    }
  });

  test('finds an empty zip empty', async ({ expect }) => {
    expect(await filesOf(zipSync({}), { chunk })).toEqual({});
  });
});

/** The zip with another number at a place of its only local header. */
function withField(zip: Uint8Array, at: number, bytes: 2 | 4, value: number): Uint8Array {
  const changed = zip.slice();
  const view = new DataView(changed.buffer);
  if (bytes === 2) view.setUint16(at, value, true);
  else view.setUint32(at, value, true);
  return changed;
}

describe('readZip', () => {
  const one = zipSync({ 'a.csv': utf8('a,b\n'.repeat(100)) });

  test('refuses a zip cut anywhere', async ({ expect }) => {
    for (const zip of [one, streamedZip({ 'a.csv': utf8('a,b\n') })]) {
      for (let length = 0; length < zip.length; length++) {
        await expect(filesOf(zip.slice(0, length)), String(length)).rejects.toMatchObject({ code: 'corrupt_archive' });
      }
    }
  });

  test('refuses sizes and checksums that lie', async ({ expect }) => {
    // Checksum at 14, packed bytes at 18, unpacked bytes at 22.
    for (const [at, value] of [
      [14, 1],
      [18, 5],
      [18, 0x7fffffff],
      [22, 399],
      [22, 401],
      [22, 0],
    ] as const) {
      await expect(filesOf(withField(one, at, 4, value))).rejects.toMatchObject({ code: 'corrupt_archive' });
    }
    await expect(filesOf(withField(one, 22, 4, 0x7fffffff))).rejects.toMatchObject({ code: 'archive_too_large' });
    await expect(filesOf(withField(one, 22, 4, 0xffffffff))).rejects.toMatchObject({ code: 'unsupported_archive' });
  });

  test('refuses passwords and other methods', async ({ expect }) => {
    for (const [at, value] of [
      [6, 1],
      [6, 0x41],
      [6, 0x2000],
      [8, 12],
      [8, 93],
      [8, 9],
    ] as const) {
      await expect(filesOf(withField(one, at, 2, value))).rejects.toMatchObject({ code: 'unsupported_archive' });
    }
  });

  test('refuses paths that lead out of the archive', async ({ expect }) => {
    for (const path of [
      '../a.csv',
      'a/../../b',
      '/etc/passwd',
      'C:/a',
      'c:a',
      'a\\b',
      'a\0.csv',
      'a/..',
      'x'.repeat(1_025),
    ]) {
      await expect(filesOf(zipSync({ [path]: new Uint8Array(1) })), path).rejects.toMatchObject({
        code: 'unsafe_path',
      });
    }
    const good = { 'a..b/…/c.csv': new Uint8Array(1) };
    expect(await filesOf(zipSync(good))).toEqual(good);
  });

  test('unpacks no more than the limit, and takes as much', async ({ expect }) => {
    const bomb = zipSync({ 'a.csv': new Uint8Array(2_000_000), 'b.csv': new Uint8Array(2_000_000) }, { level: 9 });
    expect(bomb.length).toBeLessThan(6_000);
    expect(Object.keys(await filesOf(bomb, { unpackedBytes: 4_000_000 }))).toHaveLength(2);
    await expect(filesOf(bomb, { unpackedBytes: 3_999_999 })).rejects.toMatchObject({ code: 'archive_too_large' });
    const streamed = streamedZip({ 'a.csv': new Uint8Array(2_000_000) });
    await expect(filesOf(streamed, { unpackedBytes: 1_999_999 })).rejects.toMatchObject({ code: 'archive_too_large' });
  });

  test('counts the entries', async ({ expect }) => {
    const many = zipSync(Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`${i}.txt`, new Uint8Array(0)])));
    expect(Object.keys(await filesOf(many, { maxEntries: 11 }))).toHaveLength(11);
    await expect(filesOf(many, { maxEntries: 10 })).rejects.toMatchObject({ code: 'archive_too_large' });
  });

  test('refuses a list of entries that does not agree', async ({ expect }) => {
    const both = zipSync({ 'a.csv': utf8('a'), 'b.csv': utf8('b') }, { level: 0 });
    // The first of two entries: 30 bytes, its name, and one byte.
    const without = both.slice(30 + 5 + 1);
    await expect(filesOf(without)).rejects.toMatchObject({ code: 'corrupt_archive' });
    await expect(filesOf(Uint8Array.from([...both.slice(0, 36), ...both]))).rejects.toMatchObject({
      code: 'corrupt_archive',
    });
  });
});
