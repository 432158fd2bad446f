import { corruptImage } from './image-errors.ts';
import { deepByItself, type DecodedImage, type DeepRule, type ImageSize, type ReadableImage } from './image-size.ts';
import { readPngChunks, type PngParts } from './png-chunks.ts';
import { unpackPng } from './unpack-png.ts';

type Samples = Uint8Array | Uint16Array;

/** Colours in 8 bits, and how far each pixel covers what is behind it: from 0 to `opaque`. */
interface Painted {
  pixels: Uint8Array;
  alpha: Samples | null;
  opaque: number;
}

/**
 * Looks at a PNG. Palettes are colours; transparent pixels are laid over white; 16 bits become 8.
 *
 * @param name what the image is called.
 * @throws {StepwellError} `corrupt_image`.
 */
export function readPng(bytes: Uint8Array, name: string): ReadableImage {
  const parts = readPngChunks(bytes, name);
  const { width, height, colorType } = parts;
  const size: ImageSize = { width, height, channels: colorType === 0 || colorType === 4 ? 1 : 3 };
  return { size, decode: (deep = deepByItself) => decodePng(parts, size, name, deep) };
}

async function decodePng(parts: PngParts, size: ImageSize, name: string, deep: DeepRule): Promise<DecodedImage> {
  const samples = await unpackPng(parts, name);
  const painted = parts.colorType === 3 ? fromPalette(samples, parts, name) : fromSamples(samples, parts, size, deep);
  const isOverWhite = layOverWhite(painted, size.channels);
  return { ...size, pixels: painted.pixels, changes: isOverWhite ? ['over-white'] : [] };
}

function fromPalette(samples: Samples, { palette, transparency }: PngParts, name: string): Painted {
  const pixels = new Uint8Array(samples.length * 3);
  const alpha = transparency.length === 0 ? null : new Uint8Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const color = samples[i]!;
    if (color * 3 >= palette.length) throw corruptImage(name, 'it uses a colour that its palette lacks');
    for (let channel = 0; channel < 3; channel++) pixels[i * 3 + channel] = palette[color * 3 + channel]!;
    if (alpha !== null) alpha[i] = transparency[color] ?? 255;
  }
  return { pixels, alpha, opaque: 255 };
}

function fromSamples(samples: Samples, parts: PngParts, { channels }: ImageSize, deep: DeepRule): Painted {
  const { depth } = parts;
  const [colors, alpha] = parts.channels === channels ? [samples, null] : apart(samples, channels);
  const transparent = alpha ?? keyed(colors, channels, parts.transparency);
  const most = 2 ** depth - 1;
  if (depth === 8 && colors instanceof Uint8Array) {
    return { pixels: colors, alpha: transparent, opaque: alpha === null ? 1 : most };
  }
  const pixels = new Uint8Array(colors.length);
  if (depth < 8) {
    for (let i = 0; i < pixels.length; i++) pixels[i] = (colors[i]! * 255) / most;
    return { pixels, alpha: transparent, opaque: 1 };
  }
  const shift = deep(largestOf(colors));
  // Where 16 bits hold values of 8, so does the alpha, unless it says otherwise.
  const isAlphaOfBytes = alpha !== null && shift === 0 && largestOf(alpha) < 256;
  const opaque = alpha === null ? 1 : isAlphaOfBytes ? 255 : most;
  for (let i = 0; i < pixels.length; i++) pixels[i] = colors[i]! >>> shift;
  return { pixels, alpha: transparent, opaque };
}

/** Takes the last of each pixel's numbers apart: the alpha. */
function apart(samples: Samples, channels: number): [Samples, Samples] {
  const pixels = samples.length / (channels + 1);
  const make = samples instanceof Uint16Array ? Uint16Array : Uint8Array;
  const [colors, alpha] = [new make(pixels * channels), new make(pixels)];
  for (let i = 0, from = 0, to = 0; i < pixels; i++) {
    for (let channel = 0; channel < channels; channel++) colors[to++] = samples[from++]!;
    alpha[i] = samples[from++]!;
  }
  return [colors, alpha];
}

/** @returns 0 for each pixel of the one value that is transparent, and 1 for all others; null if none is. */
function keyed(colors: Samples, channels: number, transparency: Uint8Array): Uint8Array | null {
  if (transparency.length !== 2 * channels) return null;
  const alpha = new Uint8Array(colors.length / channels).fill(1);
  for (let i = 0; i < alpha.length; i++) {
    let isKey = true;
    for (let channel = 0; channel < channels; channel++) {
      const key = transparency[2 * channel]! * 256 + transparency[2 * channel + 1]!;
      if (colors[i * channels + channel] !== key) isKey = false;
    }
    if (isKey) alpha[i] = 0;
  }
  return alpha;
}

/** @returns whether a pixel was transparent. */
function layOverWhite({ pixels, alpha, opaque }: Painted, channels: number): boolean {
  if (alpha === null) return false;
  let isAny = false;
  for (let i = 0; i < alpha.length; i++) {
    const cover = alpha[i]!;
    if (cover === opaque) continue;
    isAny = true;
    for (let at = i * channels; at < (i + 1) * channels; at++) {
      pixels[at] = Math.round((pixels[at]! * cover + 255 * (opaque - cover)) / opaque);
    }
  }
  return isAny;
}

function largestOf(values: Samples): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > largest) largest = values[i]!;
  return largest;
}
