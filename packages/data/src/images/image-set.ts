import { StepwellError } from '@stepwell/base/errors';
import { imageColumn, PixelPieces, pixelsIn, type Table } from '../table/index.ts';
import { ClassNames } from '../upload/class-names.ts';
import { requireFitting, type UploadLimits } from '../upload/limits.ts';
import { counted, info, type Note } from '../upload/notes.ts';
import { DeepRange } from './deep-range.ts';
import type { DecodedImage, ImageChange, ImageSize, ReadableImage } from './image-size.ts';
import { requireSide } from './read-pixels.ts';
import { resizePixels } from './resize-pixels.ts';

/** Pixel values that are decoded to be resized, at most: they are not bounded by what is kept of them. */
const MOST_DECODED = 1_000_000_000;

const CHANGES: Record<ImageChange, (images: number) => string> = {
  turned: (images) => `${counted(images, 'image')} turned upright, as the EXIF orientation says.`,
  'over-white': (images) => `Transparent pixels laid over white in ${counted(images, 'image')}.`,
  resized: (images) => `${counted(images, 'image')} resized: scaled to one size, without keeping proportions.`,
  'from-cmyk': (images) => `${counted(images, 'image')} converted from CMYK to RGB, without colour profiles.`,
};

/** Collects images of one size with their labels. Grayscale images become RGB as soon as one has color. */
export class ImageSet {
  readonly #limits: UploadLimits;
  readonly #labels = new ClassNames();
  readonly #changes = new Map<ImageChange, number>();
  readonly #deep = new DeepRange();
  #size: ImageSize | null = null;
  #first = '';
  #pieces = new PixelPieces(1);
  #rows = 0;
  #seen = 0;
  /** Pixel values decoded so far. */
  #decoded = 0;

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
   * Decodes an image and appends it. One that fails leaves the set as it was.
   *
   * @param label its class; of an image to predict, its file.
   * @throws {StepwellError} `image_sizes_differ`, `image_too_large`, `dataset_too_large` or `archive_too_large` before it is decoded, else
   * `corrupt_image` or `unsupported_image`.
   */
  async add(image: ReadableImage, label: string, name: string): Promise<void> {
    if (this.#limits.isSampled?.(this.#seen) === false) {
      this.#seen++;
      return;
    }
    const size = this.#agree(image.size, name);
    requireFitting((this.#rows + 1) * pixelsIn(size) + this.#labels.bytes, this.#limits);
    this.#decoded += pixelsIn(image.size);
    if (this.#decoded > MOST_DECODED) throw tooManyPixels();
    const decoded = await image.decode((largest) => this.#deep.shift(largest, name));
    const isSized = decoded.width === size.width && decoded.height === size.height;
    this.#append(isSized ? decoded : resizePixels(decoded, size), size, name);
    this.#labels.push(label);
    this.#rows++;
    this.#seen++;
  }

  /** @returns the columns `image` and `label`; of images to predict, `file` instead of `label`. */
  finish(): Table {
    const size = this.#size ?? { height: 1, width: 1, channels: 1 };
    const column = imageColumn('image', this.#rows, size, this.#pieces.finish());
    const names = this.#labels.finish();
    return {
      rows: this.#rows,
      columns: [column, this.#limits.toPredict === true ? { ...names, name: 'file' } : names],
    };
  }

  /** @returns what was done to the images. */
  notes(): Note[] {
    return [...[...this.#changes].map(([change, images]) => info(CHANGES[change](images))), ...this.#deep.notes()];
  }

  #append({ pixels, channels, changes }: DecodedImage, size: ImageSize, name: string): void {
    if (this.#size === null) {
      this.#first = name;
      this.#pieces = new PixelPieces(pixelsIn(size));
    } else if (this.#size.channels !== size.channels) {
      this.#pieces = this.#pieces.widened();
    }
    this.#size = size;
    this.#pieces.write(channels === size.channels ? pixels : inColour(pixels));
    for (const change of changes) this.#changes.set(change, (this.#changes.get(change) ?? 0) + 1);
  }

  /** @returns the size of all images with this one. */
  #agree(size: ImageSize, name: string): ImageSize {
    requireSide(size, name);
    const known = this.#size;
    const { resize } = this.#limits;
    if (resize !== undefined) return { ...resize, channels: known?.channels === 3 ? 3 : size.channels };
    if (known === null) return size;
    if (size.width !== known.width || size.height !== known.height) {
      throw new StepwellError(
        'image_sizes_differ',
        `The image "${name}" is ${size.width}×${size.height}, and "${this.#first}" is ${known.width}×${known.height}. All images must have the same size. Have them resized when they are read (--resize ${known.width}x${known.height}), or crop them yourself.`,
        {
          details: { image: name.slice(-200), size: [size.width, size.height], expected: [known.width, known.height] },
        },
      );
    }
    return size.channels > known.channels ? size : known;
  }
}

function tooManyPixels(): StepwellError {
  return new StepwellError(
    'archive_too_large',
    `The images have more than ${MOST_DECODED / 1e9} billion pixel values before they are resized, which is the limit. Upload fewer images, or smaller ones.`,
    { details: { limit: MOST_DECODED } },
  );
}

function inColour(grey: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(grey.byteLength * 3);
  for (let i = 0; i < grey.byteLength; i++) pixels.fill(grey[i]!, i * 3, i * 3 + 3);
  return pixels;
}
