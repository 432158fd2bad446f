import { describe, test } from 'vitest';
import fc from 'fast-check';
import { StepwellError } from '@stepwell/base/errors';
import { encodeTable, pixelsIn, type Column, type Table } from '../table/index.ts';
import { anyFile } from '../testing/archive/any-file.ts';
import { streamOf } from '../testing/streams.ts';
import { UPLOAD_LIMITS } from '../upload/limits.ts';
import { readUpload } from './read-upload.ts';

const RUNS = Number(process.env['STEPWELL_FUZZ'] || 300);
const LIMITS = { maxBytes: 100_000, maxPackedBytes: 50_000, unpackedBytes: 1_000_000, maxEncodedBytes: 100_000 };
const MOST_HELD_BYTES = 100_000_000;

/** Mostly none: the rules decide. */
const anyOptions = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        header: fc.constantFrom<('none' | number)[]>('none', 1, 2, 900),
        delimiter: fc.constantFrom(',', ';', 'tab', 'space', '"', 'é'),
        decimal: fc.constantFrom<('.' | ',')[]>('.', ','),
        missing: fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 }),
        encoding: fc.constantFrom('utf-8', 'utf-16le', 'windows-1252', 'shift_jis', 'utf-7'),
        comment: fc.constantFrom('#', '//'),
        sheet: fc.constantFrom('S', 'T', 'U'),
        misfits: fc.constant('skip' as const),
        resize: fc.constantFrom('1x1', '7x3', '999x999'),
      },
      { requiredKeys: [] },
    ),
  },
);

describe('readUpload', () => {
  test(`reads a table, or says what is wrong, of ${RUNS} files that are damaged at random`, async ({ expect }) => {
    const before = process.memoryUsage().arrayBuffers;
    let held = 0;
    let tables = 0;
    const codes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        anyFile,
        fc.constantFrom(1, 97, 65_536),
        fc.constantFrom(null, 'train', 'test'),
        anyOptions,
        async (file, chunk, part, options) => {
          try {
            const limits = { ...UPLOAD_LIMITS, ...LIMITS };
            const { table } = await readUpload(streamOf(file, [chunk]), { part, options, limits });
            tables++;
            expect(table.rows).toBeGreaterThan(0);
            expect(table.columns.map((column) => rowsOf(column))).toEqual(table.columns.map(() => table.rows));
            expect(cellBytes(table)).toBeLessThan(LIMITS.maxEncodedBytes * 2);
          } catch (error) {
            if (!(error instanceof StepwellError)) throw error;
            expect(error.status).toBeLessThan(500);
            codes.add(error.code);
          }
          held = Math.max(held, process.memoryUsage().arrayBuffers - before);
        },
      ),
      { numRuns: RUNS },
    );
    expect(held).toBeLessThan(MOST_HELD_BYTES);
    // The files are neither all alike nor all refused for the same.
    expect(tables).toBeGreaterThan(RUNS / 50);
    expect(codes.size).toBeGreaterThan(8);
  }, 3_600_000);
});

/** @returns how many rows the column has, by all that it is made of; NaN where these do not agree. */
function rowsOf(column: Column): number {
  switch (column.kind) {
    case 'categorical':
      return column.codes.length;
    case 'image': {
      const bytes = column.stores.reduce((sum, store) => sum + store.length, 0);
      return bytes === column.at.length * pixelsIn(column) ? column.at.length : Number.NaN;
    }
    case 'text': {
      const { starts, units } = column.stores[0]!;
      const rises = starts.every((start, i) => i === 0 || start >= starts[i - 1]!);
      return rises && starts.at(-1) === units.length ? starts.length - 1 : Number.NaN;
    }
    default:
      return column.values.length;
  }
}

function cellBytes(table: Table): number {
  return encodeTable(table).byteLength;
}
