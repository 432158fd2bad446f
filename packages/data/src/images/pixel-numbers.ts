import { pixelsIn, type RowSample } from '../table/index.ts';
import type { ByteReader } from '../bytes/byte-reader.ts';
import { readItems } from '../bytes/items.ts';
import { viewOf } from '../bytes/view-of.ts';
import { placeOf, type ImageLayout } from './image-layout.ts';

/** How a number in a file is read. */
export interface PixelType {
  kind: 'integer' | 'float' | 'bool';
  itemBytes: number;
  read: (view: DataView, offset: number) => number;
}

/**
 * Makes bytes of images whose values aren't bytes. Whole numbers from 0 to 255 are kept. Of others, all from 0 to 1 are
 * multiplied by 255, and all from 0 to 255 are kept; both are rounded. Which it is, the last value may decide: until one
 * is above 1, values are multiplied, and `repair` makes up for it.
 */
export class PixelNumbers {
  readonly #type: PixelType;
  readonly #refuse: (value: number) => Error;
  /** Values that came before the first one above 1. */
  #switchedAt: number | null;
  #at = 0;

  /** @param refuse makes the error for a value out of range. */
  constructor(type: PixelType, refuse: (value: number) => Error) {
    this.#type = type;
    this.#refuse = refuse;
    this.#switchedAt = type.kind === 'integer' ? 0 : null;
  }

  get itemBytes(): number {
    return this.#type.itemBytes;
  }

  /** Whether the values were multiplied by 255, once all were read. */
  get isScaled(): boolean {
    return this.#switchedAt === null;
  }

  /** Reads values as bytes. */
  async *bytes(reader: ByteReader, count: number): AsyncGenerator<Uint8Array, void> {
    const { itemBytes, read } = this.#type;
    for await (const block of readItems(reader, count, itemBytes)) {
      const view = viewOf(block);
      const bytes = new Uint8Array(block.byteLength / itemBytes);
      for (let i = 0; i < bytes.length; i++, this.#at++) {
        const value = read(view, i * itemBytes);
        // Not a number is neither.
        if (!(value >= 0 && value <= 255)) throw this.#refuse(value);
        if (value > 1) this.#switchedAt ??= this.#at;
        bytes[i] = Math.round(this.#switchedAt === null ? value * 255 : value);
      }
      yield bytes;
    }
  }

  /** Takes back the multiplication of the values that came before the first one above 1: they are 0 or 1, rounded. */
  repair(stores: Uint8Array[], layout: ImageLayout, isSampled: RowSample | undefined): void {
    const size = pixelsIn(layout);
    let [store, start] = [0, 0];
    for (let image = 0, left = this.#switchedAt ?? 0; left > 0; image++, left -= size) {
      if (isSampled?.(image) === false) continue;
      const pixels = stores[store]!;
      for (let i = 0; i < Math.min(size, left); i++) {
        const at = start + placeOf(i, layout);
        pixels[at] = pixels[at]! < 128 ? 0 : 1;
      }
      start += size;
      if (start < pixels.byteLength) continue;
      store++;
      start = 0;
    }
  }
}
