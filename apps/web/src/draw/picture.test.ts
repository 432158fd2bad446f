import { describe, test } from 'vitest';
import { cropped, croppedTo, inGrey, inverted, resized, withChannels, type Picture } from './picture.ts';

const grey = (width: number, pixels: number[]): Picture => ({
  width,
  height: pixels.length / width,
  channels: 1,
  pixels: Uint8Array.from(pixels),
});

describe('pictures', () => {
  test('are cropped to a box, with all channels', ({ expect }) => {
    const colours: Picture = { width: 2, height: 2, channels: 3, pixels: Uint8Array.from({ length: 12 }, (_, i) => i) };
    expect(cropped(colours, { left: 1, top: 0, right: 2, bottom: 2 })).toEqual({
      width: 1,
      height: 2,
      channels: 3,
      pixels: Uint8Array.of(3, 4, 5, 9, 10, 11),
    });
  });

  test('are cropped in the middle to a shape', ({ expect }) => {
    const wide = grey(4, [1, 2, 3, 4, 5, 6, 7, 8]);
    expect(croppedTo(wide, { width: 28, height: 28 })).toEqual(grey(2, [2, 3, 6, 7]));
    expect(croppedTo(wide, { width: 3, height: 6 })).toEqual(grey(1, [2, 6]));
    expect(croppedTo(wide, { width: 40, height: 10 })).toEqual(grey(4, [1, 2, 3, 4]));
  });

  test('are resized by the same filter as uploads, and not where they fit', ({ expect }) => {
    // Worked out by hand, as for the filter itself: weights of 3, 3 and 1 sevenths.
    expect(resized(grey(4, [0, 0, 100, 100]), { width: 2, height: 1 })).toEqual(grey(2, [14, 86]));
    expect(resized(grey(2, [7, 9]), { width: 2, height: 1 })).toEqual(grey(2, [7, 9]));
  });

  test('turn grey as in Pillow, and grey ones get three channels', ({ expect }) => {
    // PIL.Image.convert('L') of pure red, green, blue and of (10, 200, 30).
    const colours: Picture = {
      width: 4,
      height: 1,
      channels: 3,
      pixels: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 200, 30),
    };
    expect(inGrey(colours)).toEqual(grey(4, [76, 150, 29, 124]));
    expect(withChannels(grey(2, [3, 4]), 3).pixels).toEqual(Uint8Array.of(3, 3, 3, 4, 4, 4));
    expect(inverted(grey(2, [0, 200]))).toEqual(grey(2, [255, 55]));
  });
});
