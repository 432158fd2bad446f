import { StepwellError } from '@stepwell/base/errors';
import { ColumnBuilder } from '../../table/column-builder.ts';
import { imageColumn, PixelPieces, pixelsIn, type Table } from '../../table/index.ts';
import { requireFitting, type UploadLimits } from '../upload/limits.ts';
import type { ImageSize, ReadableImage } from './image-size.ts';
import { requireSide } from './read-pixels.ts';

/** Collects images of one size with their labels. Grayscale images become RGB as soon as one has color. */
export class ImageSet {
  readonly #limits: UploadLimits;
  readonly #labels = new ColumnBuilder('label', 'names');
  #size: ImageSize | null = null;
  #first = '';
  #pieces = new PixelPieces(1);
  #rows = 0;
  #seen = 0;

  constructor(limits: UploadLimits) {
    this.#limits = limits;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Images so far, sampled or not. */
  get seen(): number {
    return this.#seen;
  }

  /**
   * Decodes an image and appends it.
   *
   * @throws {StepwellError} `image_sizes_differ`, `image_too_large` or `dataset_too_large` before it is decoded, else
   * `corrupt_image` or `unsupported_image`.
   */
  async add(image: ReadableImage, label: string, name: string): Promise<void> {
    const place = this.#seen++;
    if (this.#limits.isSampled?.(place) === false) return;
    const size = this.#agree(image.size, name);
    requireFitting((this.#rows + 1) * pixelsIn(size) + this.#labels.bytes, this.#limits);
    const { pixels, channels } = await image.decode();
    this.#widen(size.channels);
    this.#pieces.write(channels === size.channels ? pixels : inColour(pixels));
    this.#labels.push(label);
    this.#rows++;
  }

  /** @returns the columns `image` and `label`. */
  finish(): Table {
    const size = this.#size ?? { height: 1, width: 1, channels: 1 };
    const column = imageColumn('image', this.#rows, size, this.#pieces.finish());
    return { rows: this.#rows, columns: [column, this.#labels.finish().column] };
  }

  /** @returns the size of all images with this one. */
  #agree(size: ImageSize, name: string): ImageSize {
    requireSide(size, name);
    const known = this.#size;
    if (known === null) {
      this.#size = size;
      this.#first = name;
      this.#pieces = new PixelPieces(pixelsIn(size));
      return size;
    }
    if (size.width !== known.width || size.height !== known.height) {
      throw new StepwellError(
        'image_sizes_differ',
        `The image "${name}" is ${size.width}×${size.height}, and "${this.#first}" is ${known.width}×${known.height}. All images must have the same size. Scale or crop them, for example with ImageMagick: mogrify -resize ${known.width}x${known.height}! FILES.`,
        {
          details: { image: name.slice(-200), size: [size.width, size.height], expected: [known.width, known.height] },
        },
      );
    }
    return size.channels > known.channels ? size : known;
  }

  #widen(channels: 1 | 3): void {
    if (this.#size === null || this.#size.channels === channels) return;
    this.#size = { ...this.#size, channels };
    this.#pieces = this.#pieces.widened();
  }
}

function inColour(grey: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(grey.byteLength * 3);
  for (let i = 0; i < grey.byteLength; i++) pixels.fill(grey[i]!, i * 3, i * 3 + 3);
  return pixels;
}
