import { encodeCheckpoint, type Checkpoint } from '../checkpoint.ts';

/** A checkpoint's bytes as storage has them. */
export function bytesOf(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const { byteLength, chunks } = encodeCheckpoint(checkpoint);
  const bytes = new Uint8Array(byteLength);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
