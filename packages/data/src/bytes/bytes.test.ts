import { describe, test } from 'vitest';
import fc from 'fast-check';
import { deflateSync, gzipSync } from 'fflate';
import { UnpackedBudget } from '../upload/limits.ts';
import { cells } from '../testing/columns.ts';
import { bytesOf, utf8 } from '../testing/archive/files.ts';
import { bytesFrom } from '../testing/archive/write-files.ts';
import { ByteReader } from './byte-reader.ts';
import { collect } from './collect.ts';
import { crc32 } from './crc32.ts';
import { gunzip } from './gunzip.ts';
import { inflate } from './inflate.ts';

async function* inChunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

function unpack(file: Uint8Array, { chunk = 65_536, limit = 1e6 } = {}): Promise<Uint8Array> {
  const packed = new ByteReader(inChunks(file, chunk), 'It');
  return collect(gunzip(packed, new UnpackedBudget(limit), 'It'), 1e9, () => new Error('too much'));
}

describe('crc32', () => {
  test('gives the check value of the catalogue, and goes on where it stopped', ({ expect }) => {
    // https://reveng.sourceforge.io/crc-catalogue/all.htm: CRC-32/ISO-HDLC
    expect(crc32(utf8('123456789'))).toBe(0xcbf43926);
    expect(crc32(utf8('56789'), crc32(utf8('1234')))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array(0))).toBe(0);
  });
});

describe('gunzip', () => {
  test('unpacks what was packed, however it comes', async ({ expect }) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 40 }), async (bytes, chunk) => {
        expect(await unpack(gzipSync(bytes, { filename: 'a.csv' }), { chunk })).toEqual(bytes);
      }),
      { numRuns: 200 },
    );
  });

  test('skips all fields that a header may have', async ({ expect }) => {
    const plain = gzipSync(utf8('a,b'));
    const extra = [4, 0, 1, 2, 3, 4];
    const header = [0x1f, 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 255];
    const full = bytesOf(header, extra, 'name\0', 'a comment\0', [9, 9], plain.slice(10));
    for (const chunk of [1, 65_536]) expect(await unpack(full, { chunk })).toEqual(utf8('a,b'));
  });

  test('refuses a file cut anywhere, one with a wrong checksum, and one with other bytes behind it', async ({
    expect,
  }) => {
    const file = gzipSync(bytesFrom(1_500));
    for (let length = 0; length < file.length; length++) {
      await expect(unpack(file.slice(0, length))).rejects.toMatchObject({ code: 'corrupt_archive' });
    }
    for (const at of [file.length - 8, file.length - 1]) {
      const changed = file.slice();
      changed[at]! ^= 1;
      await expect(unpack(changed)).rejects.toMatchObject({ code: 'corrupt_archive' });
    }
    await expect(unpack(bytesOf(file, utf8('more')))).rejects.toMatchObject({ code: 'corrupt_archive' });
  });

  test('unpacks files behind one another as one, each with its own checksum', async ({ expect }) => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 60 }), fc.nat(), async (parts, chunk, place) => {
        const packed = parts.map((part, i) => gzipSync(part, i % 2 === 0 ? {} : { filename: `${i}.csv` }));
        const file = bytesOf(...packed);
        expect(await unpack(file, { chunk })).toEqual(bytesOf(...parts));
        // A byte of the first trailer.
        const changed = file.slice();
        changed[packed[0]!.length - 1 - (place % 8)]! ^= 1;
        await expect(unpack(changed, { chunk })).rejects.toMatchObject({ code: 'corrupt_archive' });
      }),
    );
    // As bgzip ends its files: an empty member with an extra field (SAM specification, 4.1.2).
    const end = [31, 139, 8, 4, 0, 0, 0, 0, 0, 255, 6, 0, 66, 67, 2, 0, 27, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const large = bytesFrom(300_000);
    expect(await unpack(bytesOf(gzipSync(large), gzipSync(large), end), { chunk: 10_000 })).toEqual(
      bytesOf(large, large),
    );
    // A name of 100,000 letters holds nothing up.
    const endless = bytesOf(gzipSync(large), [31, 139, 8, 8, 0, 0, 0, 0, 0, 255], new Uint8Array(100_000).fill(65));
    await expect(unpack(endless)).rejects.toMatchObject({ code: 'corrupt_archive' });
  });

  test('stops at the limit', async ({ expect }) => {
    const bomb = gzipSync(new Uint8Array(5_000_000), { level: 9 });
    await expect(unpack(bomb)).rejects.toMatchObject({ code: 'archive_too_large' });
  });
});

describe('inflate', () => {
  test('hands out at most 9 MB at once, whatever comes in', async ({ expect }) => {
    let most = 0;
    for await (const chunk of inflate(inChunks(deflateSync(new Uint8Array(20_000_000), { level: 9 }), 1e9), 'It')) {
      most = Math.max(most, chunk.byteLength);
    }
    expect(most).toBeLessThan(9_000_000);
  });

  test.for([0, 1, 3, 8_000, 200_000])(
    'gives %i bytes, and no more than one beyond those expected',
    async (length, { expect }) => {
      // Half of the bytes repeat; of the lengths, the last is packed to more than a slice.
      const bytes = Uint8Array.from(cells(length, (i) => (i % 2 === 0 ? 7 : (i * i * 31) >>> 4)));
      const packed = deflateSync(bytes, { level: 9 });
      const unpacked = (expected?: number) =>
        collect(inflate(inChunks(packed, 1_000), 'It', expected), 1e9, () => new Error());
      for (const expected of [undefined, length, length + 1, 1e12]) expect(await unpacked(expected)).toEqual(bytes);
      const isOneSlice = packed.byteLength <= 8_192;
      for (const short of [0, length >>> 1, length - 1].filter((expected) => expected >= 0 && expected < length)) {
        expect(await unpacked(short)).toEqual(isOneSlice ? bytes.subarray(0, short + 1) : bytes);
      }
    },
  );

  test('gives up where nothing comes out', async ({ expect }) => {
    const silent = new Uint8Array(2_000_000);
    const packed = deflateSync(utf8('a'));
    const behind = inChunks(bytesOf(packed, silent), 65_536);
    await expect(collect(inflate(behind, 'It'), 1e9, () => new Error())).rejects.toMatchObject({
      code: 'corrupt_archive',
    });
  });
});

describe('ByteReader', () => {
  test('gives bytes in order, in whatever portions', async ({ expect }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.integer({ min: 0, max: 9 })),
        async (bytes, chunk, portions) => {
          const reader = new ByteReader(inChunks(bytes, chunk), 'It');
          const got: number[] = [];
          for (const [i, portion] of portions.entries()) {
            if (i % 3 === 0) got.push(...((await reader.next(portion + 1)) ?? []));
            else if (i % 3 === 1) await reader.peek(portion);
            else if (got.length + portion <= bytes.length) got.push(...(await reader.take(portion)));
          }
          got.push(...(await collect(reader.rest(), 1e9, () => new Error())));
          expect(got).toEqual([...bytes]);
          await reader.requireEnd();
        },
      ),
      { numRuns: 200 },
    );
  });
});
