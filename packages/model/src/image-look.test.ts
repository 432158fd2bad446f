import { imageColumn } from '@stepwell/data/table';
import { describe, test } from 'vitest';
import { images } from '../../data/src/testing/columns.ts';
import { imageToPredict } from './image-to-predict.ts';
import { lookOf } from './image-look.ts';
import { signatureColumn } from './signature.ts';

/** A plus of 3 by 3 and a tail to its right, on 8 by 8 pixels: its box is 5 wide. */
function plus(left: number, ground: number, ink: number): number[] {
  const drawn = [
    [1, 0],
    [0, 1],
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 1],
    [1, 2],
  ];
  return Array.from({ length: 64 }, (_, at) =>
    drawn.some(([x, y]) => at % 8 === left + x! && Math.floor(at / 8) === 3 + y!) ? ink : ground,
  );
}

function lookOfImages(rows: number[][]) {
  const column = images('i', 8, 8, rows);
  if (column.kind !== 'image') throw new Error('no images');
  return lookOf(column);
}

describe('lookOf', () => {
  test('finds light strokes on a dark ground, their size and their centre of mass', ({ expect }) => {
    // By hand: seven pixels; x from the left is (3 × 1.5 + 0.5 + 2.5 + 3.5 + 4.5) / 7 = 31/14, y is 1.5 by symmetry.
    const look = lookOfImages([plus(1, 0, 200), plus(1, 0, 200), plus(1, 0, 200)]);
    expect(look).toMatchObject({ top: 200, ground: 0, drawn: { light: true, side: 5 / 8, middle: { of: 'mass' } } });
    expect(look!.drawn!.middle!.x).toBeCloseTo((1 + 31 / 14) / 8, 12);
    expect(look!.drawn!.middle!.y).toBeCloseTo((3 + 1.5) / 8, 12);
  });

  test('finds dark strokes on a light ground', ({ expect }) => {
    expect(lookOfImages([plus(1, 250, 5), plus(1, 250, 5)])).toMatchObject({
      top: 250,
      ground: 250,
      drawn: { light: false, side: 5 / 8 },
    });
  });

  test('knows no middle where things lie anywhere', ({ expect }) => {
    const anywhere = lookOfImages([0, 3, 0, 3, 0, 3].map((left) => plus(left, 0, 255)));
    expect(anywhere!.drawn).toEqual({ light: true, side: 5 / 8, middle: null });
  });

  test('tells strokes from pictures, and from nothing', ({ expect }) => {
    const slope = Array.from({ length: 64 }, (_, at) => (at % 8) * 36);
    expect(lookOfImages([slope, slope])).toEqual({ top: 252, ground: 126, drawn: null });
    expect(lookOfImages([Array<number>(64).fill(9)])).toEqual({ top: 9, ground: 9, drawn: null });
    // Both lighter and darker than the ground.
    expect(lookOfImages([plus(1, 120, 250), plus(1, 120, 0)])!.drawn).toBeNull();
    expect(lookOf({ ...imageColumn('i', 0, { height: 8, width: 8, channels: 1 }, []), kind: 'image' })).toBeNull();
  });

  test('takes no images for drawn that stand out at the edge', ({ expect }) => {
    // The edge of 8 by 8 has 28 pixels. Of those in its first line, 6 are less than a quarter, and 8 are more.
    const touching = (count: number) => Array.from({ length: 64 }, (_, at) => (at < count ? 80 : at === 27 ? 200 : 0));
    const [less, more] = [lookOfImages([touching(6)]), lookOfImages([touching(8)])];
    expect(less!.ground).toBeCloseTo((6 * 80) / 28, 12);
    expect(less!.drawn).not.toBeNull();
    expect(more).toEqual({ top: 200, ground: (8 * 80) / 28, drawn: null });
  });

  test('a signature of an earlier version lacks it and is read', ({ expect }) => {
    const before = {
      name: 'image',
      kind: 'image',
      number: null,
      date: null,
      read: [],
      range: null,
      categories: null,
      more: false,
      size: { height: 8, width: 8, channels: 1 },
    };
    expect(signatureColumn.parse(before)).toEqual(before);
  });
});

describe('imageToPredict', () => {
  const column = signatureColumn.parse({
    name: 'image',
    kind: 'image',
    number: null,
    date: null,
    read: [],
    range: null,
    categories: null,
    more: false,
    size: { height: 1, width: 2, channels: 1 },
  });

  test('is a row of the size that the model takes, and no other', ({ expect }) => {
    expect(imageToPredict(Uint8Array.of(3, 4), [column]).table).toMatchObject({
      rows: 1,
      columns: [{ kind: 'image', name: 'image', height: 1, width: 2, stores: [Uint8Array.of(3, 4)] }],
    });
    const refused = expect.objectContaining({ code: 'test_table_mismatch' });
    expect(() => imageToPredict(Uint8Array.of(3), [column])).toThrow(refused);
    expect(() => imageToPredict(Uint8Array.of(3), [{ ...column, kind: 'numeric', size: null }])).toThrow(refused);
  });
});
