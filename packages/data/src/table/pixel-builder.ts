import { imageColumn } from './image.ts';
import type { PixelColumns } from './pixel-columns.ts';
import { PixelPieces } from './pixel-pieces.ts';
import type { ImageColumn } from './table.ts';

const ZERO = 48;
const POINT = 46;
const BRIGHTEST = 255;

/** Collects the cells of a row that are one image, a byte each, as long as all of them can be. */
export class PixelBuilder {
  readonly columns: PixelColumns;
  readonly #row: Uint8Array;
  readonly #pieces: PixelPieces;
  #rows = 0;
  #brightest = 0;

  constructor(columns: PixelColumns) {
    this.columns = columns;
    this.#row = new Uint8Array(columns.count);
    this.#pieces = new PixelPieces(columns.count);
  }

  /**
   * Appends a row's image.
   *
   * @param record the row's cells, those of other columns too.
   * @returns which of the columns holds no byte, and nothing is appended; -1 where all of them do.
   */
  push(record: readonly string[]): number {
    const { first, count } = this.columns;
    for (let i = 0; i < count; i++) {
      const value = byteOf(record[first + i] ?? '');
      if (value < 0) return first + i;
      this.#row[i] = value;
    }
    for (const value of this.#row) if (value > this.#brightest) this.#brightest = value;
    this.#pieces.write(this.#row);
    this.#rows++;
    return -1;
  }

  /** Bytes that the column takes once encoded. */
  get bytes(): number {
    return this.#pieces.bytes;
  }

  /** Whether all that came can only be zeros and ones of columns that are no image: their names don't say so. */
  get areFlags(): boolean {
    return this.#brightest <= 1 && !this.columns.areNamedSo;
  }

  /** @returns the finished column. */
  finish(name: string): ImageColumn {
    return imageColumn(name, this.#rows, this.columns, this.#pieces.finish());
  }

  /** Gives the rows back, one at a time, as cells of as many columns; each piece is let go of when it is through. */
  *replay(): Generator<Uint8Array, void> {
    const { count } = this.columns;
    const stores = this.#pieces.finish();
    for (let store = stores.shift(); store !== undefined; store = stores.shift()) {
      for (let at = 0; at < store.length; at += count) yield store.subarray(at, at + count);
    }
  }
}

/** @returns the whole number from 0 to 255 that the cell holds, be it written 12 or 12.0; -1 for anything else. */
export function byteOf(cell: string): number {
  const text = cell.trim();
  let value = 0;
  let at = 0;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === POINT) break;
    const digit = code - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
    if (value > BRIGHTEST) return -1;
  }
  for (let i = at + 1; i < text.length; i++) if (text.charCodeAt(i) !== ZERO) return -1;
  return at === 0 ? -1 : value;
}
