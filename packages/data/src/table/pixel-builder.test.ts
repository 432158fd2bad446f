import { describe, test } from 'vitest';
import { cells } from '../testing/columns.ts';
import { byteOf, PixelBuilder } from './pixel-builder.ts';

const COLUMNS = { first: 1, count: 64, height: 8, width: 8, channels: 1, areNamedSo: true } as const;
const record = (make: (i: number) => string) => ['label', ...cells(64, make), 'more'];

describe('byteOf', () => {
  test('reads whole numbers from 0 to 255, and nothing else', ({ expect }) => {
    for (let value = 0; value < 256; value++) {
      for (const cell of [`${value}`, ` ${value} `, `${value}.0`, `${value}.`, `${value}.000`, `00${value}`]) {
        expect(byteOf(cell)).toBe(value);
      }
    }
    for (const cell of [
      '',
      ' ',
      '.',
      '.0',
      '-1',
      '-0',
      '+1',
      '256',
      '1000',
      '0.5',
      '1.01',
      '1e2',
      '1 2',
      'NaN',
      'a',
      '1a',
      '1.0a',
      '１',
    ]) {
      expect(byteOf(cell), cell).toBe(-1);
    }
  });
});

describe('PixelBuilder', () => {
  test('takes a row whole or not at all, and says which cell is none', ({ expect }) => {
    const builder = new PixelBuilder(COLUMNS);
    expect(builder.push(record((i) => String(i)))).toBe(-1);
    for (const at of [0, 17, 63]) expect(builder.push(record((i) => (i === at ? '' : '9')))).toBe(at + 1);
    expect(builder.push(record(() => '255.0'))).toBe(-1);
    expect(builder.bytes).toBe(128);
    const { stores, at, ...column } = builder.finish('image');
    expect(column).toEqual({ kind: 'image', name: 'image', height: 8, width: 8, channels: 1 });
    expect([...at]).toEqual([0, 1]);
    expect(stores.flatMap((store) => [...store])).toEqual([...cells(64, (i) => i), ...cells(64, () => 255)]);
  });

  test('gives the rows back, over the ends of its pieces', ({ expect }) => {
    const builder = new PixelBuilder(COLUMNS);
    const rows = 10_000;
    for (let row = 0; row < rows; row++) builder.push(record((i) => String((row + i) % 256)));
    let row = 0;
    for (const pixels of builder.replay()) {
      expect(pixels.length === 64 && pixels[0] === row % 256 && pixels[63] === (row + 63) % 256).toBe(true);
      row++;
    }
    expect(row).toBe(rows);
  });

  test('knows flags from pixels, where the names do not say which they are', ({ expect }) => {
    for (const areNamedSo of [false, true]) {
      const builder = new PixelBuilder({ ...COLUMNS, areNamedSo });
      builder.push(record((i) => String(i % 2)));
      expect(builder.areFlags).toBe(!areNamedSo);
      builder.push(record((i) => (i === 5 ? '2' : '0')));
      expect(builder.areFlags).toBe(false);
    }
  });
});
