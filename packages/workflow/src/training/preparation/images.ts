import { pixelsAt, type ImageColumn } from '@stepwell/data/table';
import type { ByteImages } from './inputs.ts';

const BRIGHTEST = 255;

/**
 * What brings the training rows' brightest value to 1.
 *
 * @param rows [n], int32: the training rows.
 */
export function fitScale(column: ImageColumn, rows: Int32Array): number {
  let brightest = 0;
  for (const row of rows) {
    for (const byte of pixelsAt(column, row)) if (byte > brightest) brightest = byte;
    if (brightest === BRIGHTEST) break;
  }
  return 1 / Math.max(1, brightest);
}

/** @returns the images of some rows where they are kept, none copied. */
export function imagesOf(
  { height, width, channels, stores, at }: ImageColumn,
  rows: Int32Array,
  scale: number,
): ByteImages {
  return { height, width, channels, stores, at: Int32Array.from(rows, (row) => at[row]!), scale };
}
