import fc from 'fast-check';
import { gzipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, test } from 'vitest';
import { StepwellError } from '@stepwell/base/errors';
import { fromBase64 } from '../../testing/archive/files.ts';
import { UPLOAD_LIMITS } from '../../upload/limits.ts';
import { checkThrift } from './check-thrift.ts';
import { decodeValues } from './decode-values.ts';
import kinds from './fixtures/kinds.json' with { type: 'json' };
import pages from './fixtures/pages.json' with { type: 'json' };
import { readParquet } from './index.ts';
import { readHybrid } from './read-levels.ts';
import { unpackPage } from './unpack-page.ts';

const RUNS = Number(process.env['STEPWELL_FUZZ'] || 150);
const MOST_HELD_BYTES = 200_000_000;
const LIMITS = { ...UPLOAD_LIMITS, unpackedBytes: 10_000_000, maxEncodedBytes: 2_000_000 };
const FILES = [kinds.zstd, kinds.gzip, kinds.snappy, pages.v1, pages.v2].map(fromBase64);

describe('readParquet', () => {
  test(`reads a table, or says what is wrong, of ${RUNS} files that are damaged at random`, async ({ expect }) => {
    const before = process.memoryUsage().arrayBuffers;
    let [held, tables] = [0, 0];
    const codes = new Set<string>();
    const anyChange = fc.tuple(fc.nat(), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...FILES), fc.array(anyChange, { maxLength: 3 }), async (file, changes) => {
        const changed = file.slice();
        // Half of the changes fall into the metadata at the end.
        for (const [at, byte, isLate] of changes)
          changed[isLate ? file.length - 1 - (at % 2_500) : at % file.length] = byte;
        try {
          const { table } = await readParquet(changed, LIMITS);
          tables++;
          expect(table.rows).toBeGreaterThan(0);
        } catch (error) {
          if (!(error instanceof StepwellError)) throw error;
          expect(error.status).toBeLessThan(500);
          codes.add(error.code);
        }
        held = Math.max(held, process.memoryUsage().arrayBuffers - before);
      }),
      { numRuns: RUNS },
    );
    expect(held).toBeLessThan(MOST_HELD_BYTES);
    expect(tables).toBeGreaterThan(RUNS / 10);
    expect([...codes]).toContain('corrupt_archive');
  }, 600_000);

  test('reads a long text that a dictionary repeats no more often than the limit allows', async ({ expect }) => {
    const long = 'word '.repeat(20_000);
    const data = Array.from({ length: 500 }, (_, i) => (i % 2 === 0 ? long : `${long}x`));
    const file = new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'a', data, type: 'STRING' },
          { name: 'b', data, type: 'STRING' },
        ],
      }),
    );
    expect(file.length).toBeLessThan(200_000);
    await expect(readParquet(file, LIMITS)).rejects.toMatchObject({ code: 'archive_too_large' });
  });
});

describe('pieces of a page that lie about their length', () => {
  test('runs longer than the page', ({ expect }) => {
    // A run of 2^27 ones, of which ten are asked for.
    expect([...readHybrid(Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x01, 1), 0, 1, 10)]).toEqual(Array(10).fill(1));
    // By hand: 0 to 7 in three bits each, least significant first, as the specification shows it.
    expect([...readHybrid(Uint8Array.of(0x03, 0b10001000, 0b11000110, 0b11111010), 0, 3, 8)]).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7,
    ]);
    expect(() => readHybrid(Uint8Array.of(0x03, 0b10001000), 0, 3, 8)).toThrow(/ends early/);
    expect(() => readHybrid(Uint8Array.of(0x00, 0x00), 0, 1, 8)).toThrow(/empty run/);
  });

  test('compressed bytes that unpack to more, or to less', ({ expect }) => {
    const bomb = gzipSync(new Uint8Array(2_000_000));
    expect(() => unpackPage(bomb, 'GZIP', 1_000)).toThrow(/compressed bytes/);
    expect(() => unpackPage(gzipSync(new Uint8Array(999)), 'GZIP', 1_000)).toThrow(/compressed bytes/);
    expect(unpackPage(gzipSync(new Uint8Array(1_000)), 'GZIP', 1_000)).toHaveLength(1_000);
    // A frame of Zstandard whose window takes 1.75 GB.
    expect(() => unpackPage(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0xa6, 1, 0, 0), 'ZSTD', 1_000)).toThrow(
      /compressed bytes/,
    );
    // Snappy: the length 1,000,000, then nothing.
    expect(() => unpackPage(Uint8Array.of(0xc0, 0x84, 0x3d), 'SNAPPY', 1_000)).toThrow(/compressed bytes/);
  });

  test('metadata with endless lists, numbers, or depths', ({ expect }) => {
    // Field 1 is a list of 2^28 bytes.
    expect(() => checkThrift(Uint8Array.of(0x19, 0xf3, 0xff, 0xff, 0xff, 0x7f, 0, 0))).toThrow(/ends early/);
    expect(() => checkThrift(Uint8Array.of(0x16, ...Array(50).fill(0x80), 0))).toThrow(/64 bits/);
    expect(() => checkThrift(new Uint8Array(100).fill(0x1c))).toThrow(/too deeply/);
    // By hand: field 1 is the number 21, field 2 a list of two structs that are empty.
    const { bytes, structs, lists } = checkThrift(Uint8Array.of(0x15, 42, 0x19, 0x2c, 0, 0, 0, 99));
    expect([bytes, structs, lists.get(2)]).toEqual([7, 3, 2]);
  });

  test('values longer than the page, and prefixes of prefixes', ({ expect }) => {
    expect(() => decodeValues(Uint8Array.of(255, 255, 255, 127), 1, 'PLAIN', 'BYTE_ARRAY', undefined)).toThrow(
      /longer/,
    );
    expect(() => decodeValues(Uint8Array.of(1, 2, 3), 1, 'PLAIN', 'INT32', undefined)).toThrow(/fewer/);
    expect(() => decodeValues(Uint8Array.of(0x80, 1, 0, 5, 0), 5, 'DELTA_BINARY_PACKED', 'INT64', undefined)).toThrow(
      /impossible/,
    );
  });
});
