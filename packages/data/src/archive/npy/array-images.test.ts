import { describe, test } from 'vitest';
import { categorical, cells, numeric } from '../../testing/columns.ts';
import { pixelsAt } from '../../table/index.ts';
import { zipSync } from 'fflate';
import { read } from '../../testing/archive/files.ts';
import { bytesFrom, cellsOf, idx, npy } from '../../testing/archive/write-files.ts';

const LABELS = (rows: number) => npy('|u1', [rows], new Uint8Array(rows));

/** The images of an array, row by row, and what was said. */
async function imagesOf(x: Uint8Array, rows: number, options?: Parameters<typeof read>[1]) {
  const { table } = await read(zipSync({ 'x.npy': x, 'y.npy': LABELS(rows) }, { level: 0 }), options);
  const [image] = table.columns;
  if (image?.kind !== 'image') throw new Error('no image');
  const { height, width, channels } = image;
  return {
    size: [height, width, channels],
    pixels: cells(table.rows, (row) => [...pixelsAt(image, row)]),
    notes: table.reading?.file.notes.map(({ text }) => text),
  };
}

const SCALED = ['The pixels of "x" lie between 0 and 1, so they were multiplied by 255 and rounded.'];
const ROUNDED = ['The pixels of "x" lie between 0 and 255 and were rounded to whole numbers.'];

describe('readUpload, of images of numbers', () => {
  test('multiplies those from 0 to 1 by 255', async ({ expect }) => {
    const values = [0, 0.2, 0.5, 1];
    const expected = { size: [1, 2, 1], pixels: [[0, 51], [128, 255]], notes: SCALED }; // prettier-ignore
    expect(await imagesOf(npy('<f4', [2, 1, 2], cellsOf(Float32Array.from(values))), 2)).toEqual(expected);
    expect(await imagesOf(npy('<f8', [2, 1, 2, 1], cellsOf(Float64Array.from(values))), 2)).toEqual(expected);
    // Halves: 0, 0.5, 1 and 0.25.
    const halves = cellsOf(Uint16Array.of(0, 0x3800, 0x3c00, 0x3400));
    expect((await imagesOf(npy('<f2', [2, 1, 2], halves), 2)).pixels).toEqual([[0, 128], [255, 64]]); // prettier-ignore
    expect(await imagesOf(npy('|b1', [1, 1, 2], Uint8Array.of(0, 1)), 1)).toMatchObject({ pixels: [[0, 255]], notes: SCALED }); // prettier-ignore
  });

  test('keeps those from 0 to 255, though the first of them are small', async ({ expect }) => {
    for (const values of [
      [0, 0.4, 0.5, 1, 1.5, 255],
      [0, 0.25, 1, 1, 2, 254.6],
    ]) {
      const x = npy('<f8', [3, 1, 2], cellsOf(Float64Array.from(values)));
      const rounded = values.map((value) => Math.round(value));
      const pixels = [rounded.slice(0, 2), rounded.slice(2, 4), rounded.slice(4)];
      for (const chunk of [1, 65_536]) {
        expect(await imagesOf(x, 3, { chunk })).toEqual({ size: [1, 2, 1], pixels, notes: ROUNDED });
      }
    }
  });

  test('keeps whole numbers from 0 to 255 as they are', async ({ expect }) => {
    const x = npy('<i8', [2, 1, 2], cellsOf(BigInt64Array.of(0n, 1n, 1n, 0n)));
    expect(await imagesOf(x, 2)).toEqual({ size: [1, 2, 1], pixels: [[0, 1], [1, 0]], notes: undefined }); // prettier-ignore
  });

  test('decides by all values, drawn or not, and far from the first', async ({ expect }) => {
    // 40,000 images of 0.6; the last is of 200.
    const rows = 40_000;
    const values = Float32Array.from(cells(rows * 2, (i) => (i < rows * 2 - 2 ? 0.6 : 200)));
    for (const sample of [undefined, 0.01]) {
      const { pixels } = await imagesOf(npy('<f4', [rows, 1, 2], cellsOf(values)), rows, { sample });
      expect(new Set(pixels.map((image) => image.join()))).toEqual(new Set(sample === undefined ? ['1,1', '200,200'] : ['1,1'])); // prettier-ignore
    }
  });

  test('refuses values of another range, and says what to do', async ({ expect }) => {
    for (const value of [-0.5, 255.5, Number.NaN, Infinity]) {
      const x = npy('<f4', [1, 1, 2], cellsOf(Float32Array.of(0, value)));
      await expect(imagesOf(x, 1)).rejects.toMatchObject({
        code: 'unsupported_array',
        message: expect.stringMatching(/"x".*one is .*\.astype\("uint8"\), and multiply by 255 first/),
      });
    }
    await expect(imagesOf(npy('<i4', [1, 1, 2], cellsOf(Int32Array.of(0, 256))), 1)).rejects.toMatchObject({
      message: expect.stringContaining('from 0 to 255, but one is 256'),
    });
  });
});

describe('readUpload, of images whose channels come first', () => {
  const planar = (rows: number) => bytesFrom(rows * 75);
  /** The red, green and blue of each pixel, from three planes of 25. */
  const interleaved = (image: Uint8Array) => cells(75, (i) => image[(i % 3) * 25 + Math.floor(i / 3)]!);

  test('moves them to the end', async ({ expect }) => {
    const all = planar(3);
    const pixels = cells(3, (row) => interleaved(all.subarray(row * 75, row * 75 + 75)));
    const notes = ['The channels of "x" come first, [3, 3, 5, 5], and were moved to the end.'];
    for (const chunk of [7, 65_536]) {
      expect(await imagesOf(npy('|u1', [3, 3, 5, 5], all), 3, { chunk })).toEqual({ size: [5, 5, 3], pixels, notes });
    }
    expect((await imagesOf(npy('|u1', [3, 3, 5, 5], all), 3, { sample: 0.5 })).size).toEqual([5, 5, 3]);
    expect(await imagesOf(npy('|u1', [1, 1, 5, 15], planar(1)), 1)).toMatchObject({
      size: [5, 15, 1],
      pixels: [[...planar(1)]],
    });
  });

  test('moves numbers too, also where the scale shows in the middle of an image', async ({ expect }) => {
    const values = cells(150, (i) => (i < 100 ? i % 2 : (i * 7) % 256));
    const x = npy('<f4', [2, 3, 5, 5], cellsOf(Float32Array.from(values)));
    const pixels = [0, 75].map((at) => interleaved(Uint8Array.from(values.slice(at, at + 75))));
    expect(await imagesOf(x, 2)).toMatchObject({
      pixels,
      notes: [ROUNDED[0], expect.stringContaining('[2, 3, 5, 5]')],
    });
  });

  test('takes small sides for what they are', async ({ expect }) => {
    expect((await imagesOf(npy('|u1', [2, 3, 3, 3], bytesFrom(54)), 2)).size).toEqual([3, 3, 3]);
    expect((await imagesOf(npy('|u1', [2, 3, 9, 1], bytesFrom(54)), 2)).size).toEqual([3, 9, 1]);
    await expect(imagesOf(npy('|u1', [2, 3, 4, 4], bytesFrom(96)), 2)).rejects.toMatchObject({
      code: 'unsupported_array',
    });
  });

  test('reads idx files of four dimensions', async ({ expect }) => {
    const zip = (shape: number[], count: number) =>
      read(zipSync({ 'images-idx4-ubyte': idx(shape, bytesFrom(count)), 'labels-idx1-ubyte': idx([2], bytesFrom(2)) }));
    const { table } = await zip([2, 2, 1, 3], 12);
    expect(table.columns[0]).toMatchObject({ height: 2, width: 1, channels: 3, stores: [bytesFrom(12)] });
    expect(table.reading).toBe(undefined);
    const first = (await zip([2, 3, 5, 5], 150)).table;
    expect(first.columns[0]).toMatchObject({ height: 5, width: 5, channels: 3 });
    expect(first.reading?.file).toMatchObject({
      format: 'idx',
      notes: [{ text: 'The channels of "images-idx4-ubyte" come first, [2, 3, 5, 5], and were moved to the end.' }],
    });
    await expect(zip([2, 2, 2, 2], 16)).rejects.toMatchObject({ code: 'unsupported_array' });
  });
});

describe('readUpload, of targets', () => {
  const x = (rows: number) => npy('<f4', [rows, 2], cellsOf(new Float32Array(rows * 2)));
  const targetsOf = async (name: string, y: Uint8Array, rows: number) => {
    const { table } = await read(zipSync({ 'x.npy': x(rows), [`${name}.npy`]: y }));
    return { columns: table.columns.slice(2), notes: table.reading?.file.notes };
  };

  test('takes a single 1 in each row for a class', async ({ expect }) => {
    const rows = [0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0];
    const notes = [
      {
        severity: 'info',
        text: 'Each row of "y" holds a single 1 among zeros, so it was read as one column "label" of the classes 0 to 2.',
      },
    ];
    const columns = [categorical('label', ['2', '0', '2', '1'])];
    expect(await targetsOf('y', npy('<f4', [4, 3], cellsOf(Float32Array.from(rows))), 4)).toEqual({ columns, notes });
    expect(await targetsOf('y', npy('|b1', [4, 3], Uint8Array.from(rows)), 4)).toEqual({ columns, notes });
  });

  test('takes all else for numbers of their own', async ({ expect }) => {
    for (const rows of [
      [1, 0, 1, 1],
      [1, 0, 0, 0],
      [1, 0, 0.5, 0.5],
      [1, 0, 0, Number.NaN],
      [2, 0, 0, 2],
      [2, -1, 0, 1],
    ]) {
      const { columns, notes } = await targetsOf('y', npy('<f8', [2, 2], cellsOf(Float64Array.from(rows))), 2);
      expect(columns).toMatchObject([{ name: 'y0', kind: 'numeric' }, { name: 'y1' }]);
      expect(notes).toBe(undefined);
    }
  });

  test('takes whole numbers for classes where the name says so', async ({ expect }) => {
    const numbers = [26, 1, 26];
    const y = npy('<i4', [3], cellsOf(Int32Array.from(numbers)));
    const classes = [categorical('label', ['26', '1', '26'])];
    for (const name of ['label', 'Labels', 'labels_train', 'train_label']) {
      expect((await targetsOf(name, y, 3)).columns).toEqual(classes);
    }
    for (const name of ['y', 'target', 'y_train']) {
      expect((await targetsOf(name, y, 3)).columns).toEqual([numeric('label', numbers)]);
    }
    const strings = npy(
      '|S2',
      [3],
      Uint8Array.from('26 126', (letter) => letter.charCodeAt(0)),
    );
    expect((await targetsOf('labels', strings, 3)).columns).toEqual(classes);
    expect((await targetsOf('y', strings, 3)).columns).toEqual([numeric('label', numbers)]);
  });
});

describe('readUpload, of images with other arrays', () => {
  const x = npy('|u1', [3, 1, 2], bytesFrom(6));
  const y = LABELS(3);

  async function besideOf(arrays: Record<string, Uint8Array>, options?: Parameters<typeof read>[1]) {
    const files = Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${name}.npy`, array]));
    const { table } = await read(zipSync(files, { level: 0 }), options);
    const columns = table.columns.filter(({ kind }) => kind !== 'image');
    return {
      columns,
      notes: table.reading?.file.notes.map(({ text }) => text) ?? [],
      names: table.columns.map(({ name }) => name),
    };
  }

  test('puts numbers of other names beside the images, wherever they stand', async ({ expect }) => {
    const age = npy('<f8', [3], cellsOf(Float64Array.of(31.5, 47, 52)));
    const size = npy('<i8', [3, 2], cellsOf(BigInt64Array.of(1n, 2n, 3n, 4n, 5n, 6n)));
    for (const arrays of [
      { x, y, age, size },
      { age, size, x, y },
      { age, x, size, y },
    ]) {
      const { columns, notes, names } = await besideOf(arrays);
      expect(names).toEqual(['image', 'age', 'size0', 'size1', 'label']);
      expect(columns[0]).toEqual(numeric('age', [31.5, 47, 52]));
      expect(columns[1]).toEqual(numeric('size0', [1, 3, 5]));
      expect(columns[2]).toEqual(numeric('size1', [2, 4, 6]));
      expect(notes).toEqual([]);
    }
  });

  test('takes those of the part, without its name', async ({ expect }) => {
    const of = (...values: number[]) => npy('<f8', [values.length], cellsOf(Float64Array.from(values)));
    const arrays = { x_train: x, y_train: y, train_age: of(1, 2, 3), x_test: x, y_test: y, age_test: of(4, 5, 6) };
    expect((await besideOf(arrays)).columns[0]).toEqual(numeric('age', [1, 2, 3]));
    expect((await besideOf(arrays, { part: 'test' })).columns[0]).toEqual(numeric('age', [4, 5, 6]));
  });

  test('notes those that fit nowhere', async ({ expect }) => {
    const fewer = npy('<f8', [2], cellsOf(Float64Array.of(1, 2)));
    const complex = npy('<c16', [3], new Uint8Array(48));
    const { names, notes } = await besideOf({ fewer, complex, x, other: x, y });
    expect(names).toEqual(['image', 'label']);
    expect(notes).toHaveLength(3);
    expect(notes[0]).toMatch(/^The array "complex" beside the images wasn't used: /);
    expect(notes[1]).toBe('The array "fewer" beside the images wasn\'t used: it has 2 rows, and there are 3 images.');
    expect(notes[2]).toBe('The array "other" beside the images wasn\'t used: a model takes one array of images.');
  });

  test('leaves other arrays of a table alone', async ({ expect }) => {
    const table = npy('<f8', [3, 2], cellsOf(Float64Array.from([1, 2, 3, 4, 5, 6])));
    expect((await besideOf({ ids: LABELS(3), x: table, y })).names).toEqual(['x0', 'x1', 'label']);
  });
});
