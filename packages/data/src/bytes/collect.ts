import { joinBytes } from './join-bytes.ts';

/**
 * Puts chunks together.
 *
 * @param maxBytes what may come.
 * @param tooMuch makes the error for more.
 */
export async function collect(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
  tooMuch: () => Error,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooMuch();
    parts.push(chunk);
  }
  return joinBytes(parts);
}
