/** How images lie in an array: their size, and whether the channels come first. */
export interface ImageLayout {
  height: number;
  width: number;
  channels: 1 | 3;
  /** [channels, height, width], as PyTorch keeps them, not [height, width, channels]. */
  channelsFirst: boolean;
}

/** A side that can't be mistaken for channels. */
const LEAST_SIDE = 5;

/**
 * Tells how an image lies by its shape: [height, width], [height, width, 1 or 3], or [1 or 3, height, width] with sides
 * of at least 5.
 *
 * @returns null for another shape.
 */
export function imageLayout(shape: readonly number[]): ImageLayout | null {
  const [first = 0, second = 0, third] = shape;
  if (shape.length === 2) return { height: first, width: second, channels: 1, channelsFirst: false };
  if (shape.length !== 3 || third === undefined) return null;
  if (third === 1 || third === 3) return { height: first, width: second, channels: third, channelsFirst: false };
  if ((first !== 1 && first !== 3) || Math.min(second, third) < LEAST_SIDE) return null;
  return { height: second, width: third, channels: first, channelsFirst: true };
}

/** Moves the channels of images behind their pixels, as the images come in pieces. */
export class ChannelMover {
  readonly #layout: ImageLayout;
  readonly #write: (pixels: Uint8Array) => void;
  #image: Uint8Array | null = null;
  #filled = 0;

  /** @param write takes images with their channels last. */
  constructor(layout: ImageLayout, write: (pixels: Uint8Array) => void) {
    this.#layout = layout;
    this.#write = write;
  }

  write(part: Uint8Array): void {
    const { height, width, channels, channelsFirst } = this.#layout;
    if (!channelsFirst || channels === 1) return this.#write(part);
    this.#image ??= new Uint8Array(height * width * channels);
    const image = this.#image;
    for (let at = 0; at < part.byteLength;) {
      const taken = part.subarray(at, at + image.byteLength - this.#filled);
      for (let i = 0; i < taken.byteLength; i++) image[placeOf(this.#filled + i, this.#layout)] = taken[i]!;
      this.#filled += taken.byteLength;
      at += taken.byteLength;
      if (this.#filled < image.byteLength) continue;
      this.#write(image);
      this.#filled = 0;
    }
  }
}

/** @returns where an image's number is kept: [height, width, channels]. */
export function placeOf(index: number, { height, width, channels, channelsFirst }: ImageLayout): number {
  if (!channelsFirst) return index;
  const pixels = height * width;
  return (index % pixels) * channels + Math.floor(index / pixels);
}
