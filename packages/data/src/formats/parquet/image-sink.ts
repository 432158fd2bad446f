import { columnReadingOf } from '../../values/reading.ts';
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

/** Cells that are images in files of their own. Rows without one are left out of the table. */
export class ImageSink implements ColumnSink {
  readonly leftOut = null;
  bytes = 0;
  readonly #name: string;
  readonly #images: ImageSet;
  readonly #resize: UploadLimits['resize'];
  readonly #lacking: number[] = [];
  #rows = 0;

  constructor(name: string, limits: UploadLimits) {
    this.#name = name;
    this.#resize = limits.resize;
    // Rows were sampled before they come here.
    this.#images = new ImageSet({ ...limits, isSampled: undefined });
  }

  get lacking(): readonly number[] {
    return this.#lacking;
  }

  /** @throws {StepwellError} of an image. */
  push(cell: Cell | null): Promise<void> | void {
    const what = `${this.#name}, row ${++this.#rows}`;
    if (!(cell instanceof Uint8Array)) {
      this.#lacking.push(this.#rows - 1);
      return;
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
