import { readDelimited, type ReadOptions } from '../delimited/index.ts';
import type { Table, TableLimits } from '../table/index.ts';

/** Bytes as a stream, cut after every `sizes[i]` bytes, the sizes taken in turn. */
export function streamOf(bytes: Uint8Array, sizes: readonly number[] = [65_536]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      let from = 0;
      for (let i = 0; from < bytes.length; i++) {
        const to = from + sizes[i % sizes.length]!;
        controller.enqueue(bytes.slice(from, to));
        from = to;
      }
      controller.close();
    },
  });
}

/** The table that a text reads as, arriving in chunks of `chunk` bytes; without how it was read. */
export async function tableFrom(
  text: string,
  chunk = 65_536,
  limits?: TableLimits,
  options?: ReadOptions,
): Promise<Table> {
  const { rows, columns } = (await readDelimited(streamOf(new TextEncoder().encode(text), [chunk]), limits, options))
    .table;
  return { rows, columns };
}
