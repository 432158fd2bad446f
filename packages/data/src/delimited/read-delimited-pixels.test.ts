import { describe, test } from 'vitest';
import { categorical, cells, numeric } from '../testing/columns.ts';
import { tableFrom } from '../testing/streams.ts';
import { pixelsAt, type Column, type Table } from '../table/index.ts';
import { rowSample } from '../table/row-sample.ts';
import { DEFAULT_LIMITS } from '../table/table-limits.ts';

const ROWS = 70;
const digits = cells(64, (i) => `pixel_${Math.floor(i / 8)}_${i % 8}`);
const valueAt = (row: number, i: number) => (row * 31 + i * 7) % 256;
const labelOf = (row: number) => (row % 3 === 0 ? 'cat' : 'dog');

/** A text of a number, 8×8 pixels and a label in each row, some of its cells changed. */
function textOf(change: (row: number, i: number) => string | null = () => null, names = digits, rows = ROWS): string {
  const lines = cells(rows, (row) => {
    const pixels = names.map((_, i) => change(row, i) ?? String(valueAt(row, i)));
    return [row / 2, ...pixels, labelOf(row)].join();
  });
  return [['id', ...names, 'label'].join(), ...lines].join('\n');
}

function imagesOf({ rows, columns }: Table, at = 1): number[][] {
  const column = columns[at];
  if (column?.kind !== 'image') throw new Error('no image');
  return cells(rows, (row) => [...pixelsAt(column, row)]);
}

const BESIDE: [Column, Column] = [
  numeric(
    'id',
    cells(ROWS, (row) => row / 2),
  ),
  categorical('label', cells(ROWS, labelOf)),
];
const IMAGES = cells(ROWS, (row) => cells(64, (i) => valueAt(row, i)));

describe.for([61, 65_536])('readDelimited, of an image flat in columns, in chunks of %i bytes', (chunk) => {
  test('reads it as one column of bytes, in its place', async ({ expect }) => {
    for (const names of [
      digits,
      cells(64, (i) => `pixel${i}`),
      cells(64, (i) => `${Math.floor(i / 8) + 1}x${(i % 8) + 1}`),
    ]) {
      const table = await tableFrom(textOf(undefined, names), chunk);
      expect(table.columns).toMatchObject([
        BESIDE[0],
        { kind: 'image', name: 'image', height: 8, width: 8 },
        BESIDE[1],
      ]);
      expect(imagesOf(table)).toEqual(IMAGES);
    }
  });

  test('reads cells in quotes, with spaces around, and as floats', async ({ expect }) => {
    const text = textOf((row, i) =>
      ['"@"', ' @', '@.0', '"@.00"'][(row + i) % 4]!.replace('@', String(valueAt(row, i))),
    );
    expect(imagesOf(await tableFrom(text, chunk))).toEqual(IMAGES);
  });

  test('reads it as the columns that it was when one cell is none, the first or the last of all', async ({
    expect,
  }) => {
    const expected = digits.map((name, i) =>
      numeric(
        name,
        cells(ROWS, (row) => valueAt(row, i)),
      ),
    );
    for (const [badRow, badCell] of [
      [0, 0],
      [0, 63],
      [40, 20],
      [ROWS - 1, 0],
      [ROWS - 1, 63],
    ] as const) {
      for (const [written, value] of [
        ['', Number.NaN],
        ['256', 256],
        ['0.5', 0.5],
        ['-1', -1],
      ] as const) {
        const table = await tableFrom(
          textOf((row, i) => (row === badRow && i === badCell ? written : null)),
          chunk,
        );
        const column = numeric(
          digits[badCell]!,
          cells(ROWS, (row) => (row === badRow ? value : valueAt(row, badCell))),
        );
        expect(table.columns).toEqual([BESIDE[0], ...expected.with(badCell, column), BESIDE[1]]);
      }
    }
  });
});

describe('readDelimited, of an image flat in columns', () => {
  test('reads a word among numbers as missing', async ({ expect }) => {
    const table = await tableFrom(textOf((row, i) => (i !== 3 ? null : row === 69 ? 'dark' : '12.0')));
    expect(table.columns[4]).toEqual(numeric(digits[3]!, [...cells(69, () => 12), Number.NaN]));
  });

  test('gives it a name of its own', async ({ expect }) => {
    const table = await tableFrom(textOf().replace('id', 'image'));
    expect(table.columns.map(({ name }) => name)).toEqual(['image', "image'", 'label']);
  });

  test('leaves zeros and ones as columns where only numbers name them', async ({ expect }) => {
    const flags = (row: number, i: number) => String((row + i) % 2);
    const numbered = await tableFrom(
      textOf(
        flags,
        cells(64, (i) => `bit${i}`),
      ),
    );
    expect(numbered.columns).toHaveLength(66);
    expect(numbered.columns[2]).toEqual(
      numeric(
        'bit1',
        cells(ROWS, (row) => (row + 1) % 2),
      ),
    );
    expect((await tableFrom(textOf(flags))).columns).toHaveLength(3);
  });

  test('weighs a pixel as a byte, and as a number when it is none', async ({ expect }) => {
    // Two columns of numbers and names take 8 and 4 bytes a row; 28 letters of two bytes are more than all names.
    const asImage = { ...DEFAULT_LIMITS, maxEncodedBytes: ROWS * (64 + 12) + 28 };
    const bad = (at: number) => (row: number, i: number) => (row === at && i === 0 ? '' : null);
    expect((await tableFrom(textOf(), 65_536, asImage)).columns).toHaveLength(3);
    await expect(tableFrom(textOf(), 65_536, { ...asImage, maxEncodedBytes: ROWS * 76 - 1 })).rejects.toMatchObject({
      code: 'dataset_too_large',
    });
    for (const at of [0, 30, ROWS - 1]) {
      await expect(tableFrom(textOf(bad(at)), 65_536, asImage)).rejects.toMatchObject({ code: 'dataset_too_large' });
      const asNumbers = { ...DEFAULT_LIMITS, maxEncodedBytes: ROWS * (64 * 8 + 12) + 28 };
      expect((await tableFrom(textOf(bad(at)), 65_536, asNumbers)).columns).toHaveLength(66);
    }
  });

  test('takes many more columns than others may be, and says why not where one cell is none', async ({ expect }) => {
    const names = cells(10_000, (i) => `pixel${i}`);
    const limits = { ...DEFAULT_LIMITS, maxColumns: 2 };
    const table = await tableFrom(textOf(undefined, names, 3), 65_536, limits);
    expect(table.columns[1]).toMatchObject({ kind: 'image', height: 100, width: 100 });
    await expect(tableFrom(textOf(undefined, names, 3), 65_536, { ...limits, maxColumns: 1 })).rejects.toMatchObject({
      code: 'too_many_columns',
    });
    const bad = textOf((row, i) => (row === 1 && i === 7 ? '300' : null), names, 3);
    await expect(tableFrom(bad, 65_536, limits)).rejects.toMatchObject({
      code: 'too_many_columns',
      message: expect.stringContaining('row 2 holds "300" in "pixel7"'),
    });
  });

  test('draws the rows that a sample takes', async ({ expect }) => {
    const isSampled = rowSample(0.5);
    const drawn = cells(ROWS, (row) => row).filter(isSampled);
    const table = await tableFrom(textOf(), 65_536, { ...DEFAULT_LIMITS, isSampled });
    expect(table.rows).toBe(drawn.length);
    expect(imagesOf(table)).toEqual(drawn.map((row) => IMAGES[row]));
    const left = cells(ROWS, (row) => row).find((row) => !isSampled(row));
    const bad = await tableFrom(
      textOf((row) => (row === left ? '' : null)),
      65_536,
      { ...DEFAULT_LIMITS, isSampled },
    );
    expect(bad).toEqual(table);
  });
});
