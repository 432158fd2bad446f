import { resizePixels } from '@stepwell/data/images';

/** Width and height in pixels. */
export interface Sides {
  width: number;
  height: number;
}

/** A picture: [height, width, channels], uint8, of one grey channel or three of colour. */
export interface Picture extends Sides {
  channels: 1 | 3;
  pixels: Uint8Array;
}

/** @returns the picture scaled as the service scales uploaded images, without keeping proportions. */
export function resized({ width, height, channels, pixels }: Picture, to: Sides): Picture {
  if (width === to.width && height === to.height) return { width, height, channels, pixels };
  const scaled = resizePixels({ width, height, channels, pixels, changes: [] }, to);
  return { ...to, channels, pixels: scaled.pixels };
}

/** A box in a picture, in pixels; `right` and `bottom` lie outside. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** @returns what is inside the box, which lies in the picture. */
export function cropped({ width, channels, pixels }: Picture, { left, top, right, bottom }: Box): Picture {
  const inside: Picture = {
    width: right - left,
    height: bottom - top,
    channels,
    pixels: new Uint8Array((right - left) * (bottom - top) * channels),
  };
  for (let y = 0; y < inside.height; y++) {
    const from = ((top + y) * width + left) * channels;
    inside.pixels.set(pixels.subarray(from, from + inside.width * channels), y * inside.width * channels);
  }
  return inside;
}

/** @returns the largest part from the middle of a picture that has the shape of `like`. */
export function croppedTo(picture: Picture, like: Sides): Picture {
  const scale = Math.min(picture.width / like.width, picture.height / like.height);
  const width = Math.max(1, Math.min(picture.width, Math.round(like.width * scale)));
  const height = Math.max(1, Math.min(picture.height, Math.round(like.height * scale)));
  const left = Math.floor((picture.width - width) / 2);
  const top = Math.floor((picture.height - height) / 2);
  return cropped(picture, { left, top, right: left + width, bottom: top + height });
}

/** @returns the picture in grey: the luma of ITU-R 601, as Pillow's mode L has it. */
export function inGrey(picture: Picture): Picture {
  const { channels, pixels } = picture;
  if (channels === 1) return picture;
  const grey = Uint8Array.from({ length: pixels.length / 3 }, (_, at) => {
    const [red, green, blue] = [pixels[3 * at]!, pixels[3 * at + 1]!, pixels[3 * at + 2]!];
    return (19_595 * red + 38_470 * green + 7_471 * blue + 32_768) >> 16;
  });
  return { ...picture, channels: 1, pixels: grey };
}

/** @returns the picture with that many channels. */
export function withChannels(picture: Picture, channels: number): Picture {
  if (channels === picture.channels) return picture;
  if (channels === 1) return inGrey(picture);
  return { ...picture, channels: 3, pixels: picture.pixels.reduce(tripled, new Uint8Array(3 * picture.pixels.length)) };
}

function tripled(into: Uint8Array, value: number, at: number): Uint8Array {
  return into.fill(value, 3 * at, 3 * at + 3);
}

/** @returns the picture with light and dark exchanged. */
export function inverted(picture: Picture): Picture {
  return { ...picture, pixels: picture.pixels.map((value) => 255 - value) };
}
