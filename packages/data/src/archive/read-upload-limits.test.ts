import { describe, test } from 'vitest';
import { gzipSync, zipSync } from 'fflate';
import { readUpload } from './index.ts';
import { codeOf, utf8 } from '../testing/archive/files.ts';
import { bytesFrom, cellsOf, npy } from '../testing/archive/write-files.ts';

const CSV = utf8('a,b\n1,x\n2,y\n');

describe('readUpload', () => {
  test('takes as many bytes as the limits say, and no more', async ({ expect }) => {
    const zip = zipSync({ 'a.csv': CSV });
    const { length } = zip;
    expect(await codeOf(zip, { maxPackedBytes: length })).toBe(null);
    expect(await codeOf(zip, { maxPackedBytes: length - 1 })).toBe('body_too_large');
    expect(await codeOf(CSV, { maxPackedBytes: 1, maxBytes: CSV.length })).toBe(null);
    expect(await codeOf(CSV, { maxBytes: CSV.length - 1 })).toBe('body_too_large');
    expect(await codeOf(gzipSync(CSV), { unpackedBytes: CSV.length })).toBe(null);
    expect(await codeOf(gzipSync(CSV), { unpackedBytes: CSV.length - 1 })).toBe('archive_too_large');
    expect(await codeOf(zip, { unpackedBytes: CSV.length - 1 })).toBe('archive_too_large');
    const array = npy('<f8', [4, 2], cellsOf(new Float64Array(8)));
    expect(await codeOf(array, { maxEncodedBytes: 64 })).toBe(null);
    expect(await codeOf(array, { maxEncodedBytes: 63 })).toBe('dataset_too_large');
  });

  test('reads on to the end, and cancels the upload where it does not', async ({ expect }) => {
    const zip = zipSync({ 'a.csv': CSV });
    const ending = { read: 0, cancelled: false };
    const body = (chunks: Uint8Array[]) =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          const next = chunks[ending.read++];
          if (next === undefined) controller.close();
          else controller.enqueue(next);
        },
        cancel: () => {
          ending.cancelled = true;
        },
      });
    await readUpload(body([zip, utf8('behind it'), utf8('and more')]), { part: null });
    expect(ending).toEqual({ read: 4, cancelled: false });
    ending.read = 0;
    const endless = Array.from({ length: 1_000 }, () => new Uint8Array(100));
    await expect(readUpload(body(endless), { part: null })).rejects.toMatchObject({ status: 422 });
    expect(ending.cancelled).toBe(true);
    expect(ending.read).toBeLessThan(10);
  });

  test('says so when the upload breaks off', async ({ expect }) => {
    for (const file of [CSV, gzipSync(CSV), zipSync({ 'a.csv': CSV }), npy('|u1', [100, 2], bytesFrom(4))]) {
      for (const length of [0, 3, file.length - 3]) {
        let sent = false;
        const broken = new ReadableStream<Uint8Array>({
          pull(controller) {
            if (sent) return controller.error(new TypeError('network'));
            sent = true;
            controller.enqueue(file.slice(0, length + 1));
          },
        });
        await expect(readUpload(broken, { part: null })).rejects.toMatchObject({ code: 'not_a_table' });
      }
    }
  });
});
