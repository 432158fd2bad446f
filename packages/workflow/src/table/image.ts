import type { ImageColumn } from './table.ts';

/** @returns numbers in one image: height × width × channels. */
export function pixelsIn({ height, width, channels }: Pick<ImageColumn, 'height' | 'width' | 'channels'>): number {
  return height * width * channels;
}

/** @returns a view of the row's image: [height, width, channels] in row-major order, uint8. */
export function pixelsAt(column: ImageColumn, row: number): Uint8Array {
  const size = pixelsIn(column);
  let start = column.at[row]! * size;
  let index = 0;
  while (start >= column.stores[index]!.length) start -= column.stores[index++]!.length;
  return column.stores[index]!.subarray(start, start + size);
}
