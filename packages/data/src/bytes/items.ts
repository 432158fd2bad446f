import type { ByteReader } from './byte-reader.ts';

const BLOCK_BYTES = 65_536;

/**
 * Reads items of one size, many at a time.
 *
 * @param itemBytes at most 64 kB.
 * @returns blocks of whole items.
 * @throws {StepwellError} `corrupt_archive` when fewer come.
 */
export async function* readItems(
  reader: ByteReader,
  count: number,
  itemBytes: number,
): AsyncGenerator<Uint8Array, void> {
  const most = Math.max(1, Math.floor(BLOCK_BYTES / itemBytes));
  for (let left = count; left > 0; left -= most) {
    yield await reader.take(Math.min(left, most) * itemBytes);
  }
}
