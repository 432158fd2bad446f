import { describe, test } from 'vitest';
import images from '../archive/fixtures/images.json' with { type: 'json' };
import reported from '../archive/fixtures/rgb-jpeg.json' with { type: 'json' };
import { fromBase64 } from '../testing/archive/files.ts';
import { adobe, exif, flatJpeg, segment, withSegments } from '../testing/archive/write-images.ts';
import { readJpeg } from './read-jpeg.ts';

const JFIF = segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);

/** The first pixel, and what was done to the image. */
async function firstPixel(file: Uint8Array) {
  const { pixels, channels, changes } = await readJpeg(file, 'a.jpg').decode();
  return [[...pixels.subarray(0, channels)], changes];
}

describe('readJpeg, of colours', () => {
  test('reads the field that was reported as the colour that it holds', async ({ expect }) => {
    expect(await firstPixel(fromBase64(reported.file))).toEqual([[200, 100, 50], []]);
  });

  test('tells RGB from YCbCr as libjpeg does', async ({ expect }) => {
    const values = [200, 100, 50];
    // R = 200 + 1.402 × (50 - 128) = 90.6, G = 200 + 0.344 × 28 + 0.714 × 78 = 265, B = 200 - 1.772 × 28 = 150.4
    const transformed = [90, 255, 150];
    const letters = [0x52, 0x47, 0x42];
    for (const [segments, ids, expected] of [
      [[adobe(0)], [1, 2, 3], values],
      [[adobe(0)], letters, values],
      [[], letters, values],
      [[], [1, 2, 3], transformed],
      [[], [0, 1, 2], transformed],
      [[adobe(1)], letters, transformed],
      [[JFIF], letters, transformed],
      [[JFIF, adobe(0)], [1, 2, 3], transformed],
    ] as const) {
      const file = flatJpeg(values, { ids: [...ids], segments: [...segments] });
      expect((await firstPixel(file))[0]).toEqual(expected);
    }
  });

  test('converts CMYK and YCCK as Adobe stores them: 255 is no ink', async ({ expect }) => {
    const cmyk = (values: number[]) => firstPixel(flatJpeg(values, { segments: [adobe(0)] }));
    expect(await cmyk([200, 100, 50, 255])).toEqual([[200, 100, 50], ['from-cmyk']]);
    expect(await cmyk([255, 255, 255, 255])).toEqual([[255, 255, 255], ['from-cmyk']]);
    expect(await cmyk([255, 255, 255, 0])).toEqual([[0, 0, 0], ['from-cmyk']]);
    // Half of the light is left by black: 200 × 51 / 255 = 40, 100 × 51 / 255 = 20, 50 × 51 / 255 = 10.
    expect(await cmyk([200, 100, 50, 51])).toEqual([[40, 20, 10], ['from-cmyk']]);
    // By libjpeg's ycck_cmyk_convert, what is stored as cyan is 255 - (100 + 1.402 × 50) = 84.9, and so on:
    // 255 - (100 - 0.714 × 50) = 190.7, 255 - 100 = 155.
    const ycck = flatJpeg([100, 128, 178, 255], { segments: [adobe(2)] });
    expect(await firstPixel(ycck)).toEqual([[85, 191, 155], ['from-cmyk']]);
  });

  test("refuses four components where nothing says what they are, by the file's name", ({ expect }) => {
    expect(() => readJpeg(flatJpeg([1, 2, 3, 4]), 'cats/a.jpg')).toThrow(
      expect.objectContaining({ code: 'unsupported_image', message: expect.stringContaining('"cats/a.jpg"') }),
    );
  });
});

describe('readJpeg, of EXIF orientations', () => {
  // 32×24; red is 4x + 2y: 0 and 124 above, 46 and 170 below.
  const photo = fromBase64(images.jpeg444.file);
  const CORNERS = { TL: 0, TR: 124, BL: 46, BR: 170 };
  /** Which stored corner is seen at the top left, top right, bottom left and bottom right. */
  const SEEN = {
    1: ['TL', 'TR', 'BL', 'BR'],
    2: ['TR', 'TL', 'BR', 'BL'],
    3: ['BR', 'BL', 'TR', 'TL'],
    4: ['BL', 'BR', 'TL', 'TR'],
    5: ['TL', 'BL', 'TR', 'BR'],
    6: ['BL', 'TL', 'BR', 'TR'],
    7: ['BR', 'TR', 'BL', 'TL'],
    8: ['TR', 'BR', 'TL', 'BL'],
  } as const;

  for (const [number, seen] of Object.entries(SEEN)) {
    test(`turns ${number}`, async ({ expect }) => {
      const orientation = Number(number);
      for (const order of ['II', 'MM'] as const) {
        const image = readJpeg(withSegments(photo, exif(orientation, order)), 'a.jpg');
        const { width, height, pixels, changes } = await image.decode();
        expect([width, height]).toEqual(orientation < 5 ? [32, 24] : [24, 32]);
        expect(image.size).toEqual({ width, height, channels: 3 });
        expect(changes).toEqual(orientation === 1 ? [] : ['turned']);
        const redAt = (x: number, y: number) => pixels[(y * width + x) * 3]!;
        const corners = [redAt(0, 0), redAt(width - 1, 0), redAt(0, height - 1), redAt(width - 1, height - 1)];
        const off = corners.map((red, i) => Math.abs(red - CORNERS[seen[i]!]));
        expect(Math.max(...off)).toBeLessThanOrEqual(6);
      }
    });
  }

  test('leaves an image as it is where the orientation is none, or the segment is damaged', async ({ expect }) => {
    for (const part of [exif(0), exif(9), segment(0xe1, [...exif(6).subarray(4, 24)]), segment(0xe1, [0x45, 0x78])]) {
      expect((await readJpeg(withSegments(photo, part), 'a.jpg').decode()).changes).toEqual([]);
    }
  });

  test('turns grey', async ({ expect }) => {
    const image = readJpeg(withSegments(fromBase64(images.jpegGrey.file), exif(6)), 'a.jpg');
    expect(image.size).toEqual({ width: 24, height: 32, channels: 1 });
    expect((await image.decode()).pixels).toHaveLength(24 * 32);
  });
});
