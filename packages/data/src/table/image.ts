import type { ImageColumn } from './table.ts';

/** @returns numbers in one image: height × width × channels. */
export function pixelsIn({ height, width, channels }: Pick<ImageColumn, 'height' | 'width' | 'channels'>): number {
  return height * width * channels;
}

/** Images at rest, and which of them each row is. */
type Images = Pick<ImageColumn, 'height' | 'width' | 'channels' | 'at'> & { stores: readonly Uint8Array[] };

/** @returns a view of the row's image: [height, width, channels] in row-major order, uint8. */
export function pixelsAt(column: Images, row: number): Uint8Array {
  const size = pixelsIn(column);
  let start = column.at[row]! * size;
  let index = 0;
  while (start >= column.stores[index]!.length) start -= column.stores[index++]!.length;
  return column.stores[index]!.subarray(start, start + size);
}

/** @returns an image column of rows in their order, with these stores. */
export function imageColumn(
  name: string,
  rows: number,
  { height, width, channels }: Pick<ImageColumn, 'height' | 'width' | 'channels'>,
  stores: Uint8Array[],
): ImageColumn {
  const at = Int32Array.from({ length: rows }, (_, row) => row);
  return { kind: 'image', name, height, width, channels, stores, at };
}
