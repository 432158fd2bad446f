import { describe, test } from 'vitest';
import { encode } from 'fast-png';
import { filteredPng, rowPng } from '../testing/archive/write-images.ts';
import { readPng } from './read-png.ts';

async function decoded(file: Uint8Array) {
  const { pixels, changes } = await readPng(file, 'a.png').decode();
  return { pixels: [...pixels], changes };
}

function deep(channels: 1 | 2 | 3 | 4, values: number[]): Uint8Array {
  return encode({ width: values.length / channels, height: 1, channels, depth: 16, data: Uint16Array.from(values) });
}

describe('readPng, of transparency', () => {
  test('lays each kind over white', async ({ expect }) => {
    // Half covered by black: 255 × 127 / 255 = 127.
    const kinds = {
      'grey and alpha': rowPng({ width: 3, depth: 8, colorType: 4, line: [0, 0, 0, 128, 7, 255] }),
      'a transparent grey': rowPng({ width: 3, depth: 8, colorType: 0, line: [9, 0, 7], transparency: [0, 9] }),
      'a transparent grey of 2 bits': rowPng({
        width: 3,
        depth: 2,
        colorType: 0,
        line: [0b10_00_11_00],
        transparency: [0, 2],
      }),
    };
    expect(await decoded(kinds['grey and alpha'])).toEqual({ pixels: [255, 127, 7], changes: ['over-white'] });
    expect(await decoded(kinds['a transparent grey'])).toEqual({ pixels: [255, 0, 7], changes: ['over-white'] });
    expect(await decoded(kinds['a transparent grey of 2 bits'])).toEqual({
      pixels: [255, 0, 255],
      changes: ['over-white'],
    });
    const rgba = rowPng({ width: 2, depth: 8, colorType: 6, line: [0, 51, 255, 51, 1, 2, 3, 255] });
    // A fifth of the colour and four fifths of white: 204 + 0, 204 + 10.2, 204 + 51.
    expect(await decoded(rgba)).toEqual({ pixels: [204, 214, 255, 1, 2, 3], changes: ['over-white'] });
    const color = { width: 2, depth: 8, colorType: 2, line: [1, 2, 3, 1, 2, 4], transparency: [0, 1, 0, 2, 0, 3] };
    expect(await decoded(rowPng(color))).toEqual({ pixels: [255, 255, 255, 1, 2, 4], changes: ['over-white'] });
    const palette = { width: 4, depth: 2, colorType: 3, line: [0b00_01_10_00], palette: [0, 0, 0, 9, 8, 7, 3, 2, 1] };
    expect(await decoded(rowPng({ ...palette, transparency: [0, 255] }))).toEqual({
      pixels: [255, 255, 255, 9, 8, 7, 3, 2, 1, 255, 255, 255],
      changes: ['over-white'],
    });
  });

  test('says nothing where no pixel is transparent', async ({ expect }) => {
    const opaque = [
      rowPng({ width: 2, depth: 8, colorType: 4, line: [1, 255, 2, 255] }),
      rowPng({ width: 2, depth: 8, colorType: 0, line: [1, 2], transparency: [0, 9] }),
      rowPng({ width: 2, depth: 8, colorType: 0, line: [1, 2], transparency: [1] }),
      deep(2, [256, 65_535, 512, 65_535]),
    ];
    for (const file of opaque) expect(await decoded(file)).toEqual({ pixels: [1, 2], changes: [] });
  });

  test('lays 16 bits over white', async ({ expect }) => {
    expect((await decoded(deep(2, [0, 0, 51_200, 65_535]))).pixels).toEqual([255, 200]);
    // Values of 8 bits in 16, with such an alpha: 10 × 51 / 255 + 204 = 206.
    expect((await decoded(deep(2, [10, 51, 20, 255]))).pixels).toEqual([206, 20]);
    const key = rowPng({ width: 2, depth: 16, colorType: 0, line: [9, 8, 9, 7], transparency: [9, 8] });
    expect((await decoded(key)).pixels).toEqual([255, 9]);
  });
});

describe('readPng, of 16 bits', () => {
  test('keeps values that fit 8 bits, and drops the lower 8 bits of others', async ({ expect }) => {
    expect((await decoded(deep(1, [0, 100, 255]))).pixels).toEqual([0, 100, 255]);
    expect((await decoded(deep(1, [0, 255, 256, 65_535]))).pixels).toEqual([0, 0, 1, 255]);
  });
});

describe('readPng, of filters', () => {
  test('undoes each', async ({ expect }) => {
    const lines = [
      [0, 10, 20, 30], // as it is
      [1, 5, 250, 3], // 5, 5 + 250, 255 + 3 - 256
      [2, 1, 2, 3], // 5 + 1, 255 + 2 - 256, 2 + 3
      [3, 10, 20, 30], // 10 + 6 / 2, 20 + (13 + 1) / 2, 30 + (27 + 5) / 2
      [4, 1, 2, 3], // above is nearest to left + above - corner: 13 + 1, 27 + 2, 46 + 3
      [4, 100, 0, 0], // above: 14 + 100; left is nearest to 114 + 29 - 14, and to 114 + 49 - 29
      [0, 10, 20, 30],
      [4, 246, 7, 0], // above: 10 + 246 - 256; corner is 0 + 20 - 10: 10 + 7; above is nearest to 17 + 30 - 20
    ];
    const { pixels } = await decoded(filteredPng({ width: 3, depth: 8, colorType: 0, lines }));
    const rows = [10, 20, 30, 5, 255, 2, 6, 1, 5, 13, 27, 46, 14, 29, 49, 114, 114, 114, 10, 20, 30, 0, 17, 30];
    expect(pixels).toEqual(rows);
  });

  test('takes left for the pixel on the left, of all its channels', async ({ expect }) => {
    const color = { width: 2, depth: 8, colorType: 2, lines: [[1, 1, 2, 3, 10, 20, 30]] };
    expect((await decoded(filteredPng(color))).pixels).toEqual([1, 2, 3, 11, 22, 33]);
    // 0x0102 and 0x0102 + 0x0300, byte by byte.
    const two = { width: 2, depth: 16, colorType: 0, lines: [[1, 1, 2, 3, 0]] };
    expect((await decoded(filteredPng(two))).pixels).toEqual([1, 4]);
    const bits = { width: 16, depth: 1, colorType: 0, lines: [[1, 0b1000_0000, 0b0000_0001]] };
    expect((await decoded(filteredPng(bits))).pixels).toEqual([255, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255]);
  });
});

test('readPng refuses colours that a palette lacks, and filters that do not exist', async ({ expect }) => {
  const file = rowPng({ width: 1, depth: 8, colorType: 3, line: [2], palette: [1, 2, 3, 4, 5, 6] });
  await expect(decoded(file)).rejects.toMatchObject({ code: 'corrupt_image' });
  const filtered = filteredPng({ width: 1, depth: 8, colorType: 0, lines: [[5, 1]] });
  await expect(decoded(filtered)).rejects.toMatchObject({ code: 'corrupt_image' });
});
