import { describe, test } from 'vitest';
import { cells } from '../testing/columns.ts';
import { findPixelColumns } from './pixel-columns.ts';

const kaggle = cells(784, (i) => `pixel${i}`);
const digits = cells(64, (i) => `pixel_${Math.floor(i / 8)}_${i % 8}`);

describe('findPixelColumns', () => {
  test('finds the pixels that Kaggle, OpenML, others and scikit-learn write', ({ expect }) => {
    const square = { height: 28, width: 28, channels: 1, count: 784, areNamedSo: true };
    const byPosition = cells(784, (i) => `${Math.floor(i / 28) + 1}x${(i % 28) + 1}`);
    const openMl = cells(784, (i) => `pixel${i + 1}`);
    const padded = cells(784, (i) => `pixel${String(i).padStart(4, '0')}`);
    expect(findPixelColumns(['label', ...kaggle])).toEqual({ ...square, first: 1 });
    expect(findPixelColumns([...openMl, 'class'])).toEqual({ ...square, first: 0 });
    expect(findPixelColumns(['label', ...byPosition])).toEqual({ ...square, first: 1 });
    expect(findPixelColumns(['id', 'fold', ...padded, 'class'])).toEqual({ ...square, first: 2 });
    expect(findPixelColumns([...digits, 'target'])).toEqual({
      ...square,
      first: 0,
      height: 8,
      width: 8,
      count: 64,
    });
  });

  test('takes three channels only where the names say which is which', ({ expect }) => {
    const named = cells(192, (i) => `pixel_${Math.floor(i / 24)}_${Math.floor(i / 3) % 8}_${i % 3}`);
    expect(findPixelColumns([...named, 'y'])).toMatchObject({ height: 8, width: 8, channels: 3, count: 192 });
    expect(findPixelColumns([...cells(192, (i) => `pixel${i}`), 'y'])).toBe(null);
    const channelsFirst = cells(192, (i) => `pixel_${Math.floor(i / 64)}_${Math.floor(i / 8) % 8}_${i % 8}`);
    expect(findPixelColumns([...channelsFirst, 'y'])).toBe(null);
  });

  test('takes what is only numbered where hardly anything stands beside it', ({ expect }) => {
    const numbered = cells(64, (i) => `x${i + 1}`);
    expect(findPixelColumns([...numbered, 'y'])).toMatchObject({ count: 64, areNamedSo: false });
    expect(findPixelColumns(['id', ...cells(64, String), 'y'])).toMatchObject({ count: 64, areNamedSo: false });
    expect(findPixelColumns([...numbered, 'age', 'sex', 'y'])).toBe(null);
    expect(findPixelColumns([...kaggle, 'age', 'sex', 'y'])).not.toBe(null);
  });

  test('takes nothing that is not numbered on, or no square', ({ expect }) => {
    const without = (i: number) => digits.filter((_, at) => at !== i);
    const swapped = (i: number) => [...digits.slice(0, i), digits[i + 1]!, digits[i]!, ...digits.slice(i + 2)];
    const misses: string[][] = [
      cells(63, (i) => `pixel${i}`),
      cells(65, (i) => `pixel${i}`),
      cells(49, (i) => `pixel${i}`),
      cells(64, (i) => `pixel${i + 2}`),
      cells(64, (i) => `pixel${i < 30 ? i : i + 1}`),
      cells(64, (i) => `pixel${63 - i}`),
      cells(64, (i) => `pixel${i}${i === 40 ? 'a' : ''}`),
      cells(64, (i) => `${i < 32 ? 'pixel' : 'Pixel'}${i}`),
      cells(64, (i) => `pixel_${i % 8}_${Math.floor(i / 8)}`),
      cells(64, (i) => `1x${i + 1}`),
      cells(256, (i) => `${Math.floor(i / 64)}x${i % 64}`),
      cells(127, (i) => `${Math.floor(i / 64) + 1}x${(i % 64) + 1}`),
      cells(129 * 129, (i) => `pixel${i}`),
      [...digits, 'pixel_8_0'],
      ...[0, 1, 7, 8, 63].map(without),
      ...[0, 7, 62].map(swapped),
    ];
    for (const names of misses) expect(findPixelColumns([...names, 'y']), names.slice(0, 70).join()).toBe(null);
  });

  test('takes nothing where there are two images, or nothing else', ({ expect }) => {
    const right = digits.map((name) => `right ${name}`);
    expect(findPixelColumns([...digits, ...right, 'y'])).toBe(null);
    expect(findPixelColumns(digits)).toBe(null);
    expect(findPixelColumns([])).toBe(null);
    expect(findPixelColumns(['0', 'a'])).toBe(null);
  });
});
