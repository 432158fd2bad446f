import { columnReadingOf } from '../../values/reading.ts';
import { StepwellError } from '@stepwell/base/errors';
import { unsupportedImage } from '../../images/image-errors.ts';
import { ImageSet } from '../../images/image-set.ts';
import { isPng } from '../../images/png-chunks.ts';
import { isJpeg, readJpeg } from '../../images/read-jpeg.ts';
import { readPng } from '../../images/read-png.ts';
import type { UploadLimits } from '../../upload/limits.ts';
import type { ReadColumn } from '../../table/read-column.ts';
import { pixelsIn } from '../../table/index.ts';
import type { Cell } from './cell-of.ts';
import type { ColumnSink } from './sink.ts';

/** @returns whether the bytes begin like a PNG or a JPEG. */
export function isImage(bytes: Uint8Array): boolean {
  return isPng(bytes) || isJpeg(bytes);
}

/** Cells that are images in files of their own. */
export class ImageSink implements ColumnSink {
  readonly leftOut = null;
  bytes = 0;
  readonly #name: string;
  readonly #images: ImageSet;
  readonly #resize: UploadLimits['resize'];
  #rows = 0;

  constructor(name: string, limits: UploadLimits) {
    this.#name = name;
    this.#resize = limits.resize;
    // Rows were sampled before they come here.
    this.#images = new ImageSet({ ...limits, isSampled: undefined });
  }

  /** @throws {StepwellError} of an image, or `corrupt_image` where there is none. */
  push(cell: Cell | null): Promise<void> {
    const what = `${this.#name}, row ${++this.#rows}`;
    if (!(cell instanceof Uint8Array)) {
      throw new StepwellError(
        'corrupt_image',
        `Row ${this.#rows} of the Parquet file has no image in "${this.#name}". Remove the rows without an image.`,
        { details: { image: what } },
      );
    }
    if (!isImage(cell)) throw unsupportedImage(what, 'is neither PNG nor JPEG');
    // Decoders keep nothing of it.
    const image = isPng(cell) ? readPng(cell, what) : readJpeg(cell, what);
    this.bytes += pixelsIn({ ...image.size, ...this.#resize });
    return this.#images.add(image, '', what);
  }

  finish(): ReadColumn {
    const [column] = this.#images.finish().columns;
    return {
      column: { ...column!, name: this.#name },
      reading: columnReadingOf(this.#name, 'image', { format: 'PNG or JPEG files' }),
    };
  }
}
