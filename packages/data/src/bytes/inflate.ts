import { Inflate } from 'fflate';
import { StepwellError } from '@stepwell/base/errors';

/** Compressed bytes per slice. Deflate expands at most 1,032 times, so a slice becomes at most 8 MB. */
const SLICE_BYTES = 8_192;
/** A stored block may take 64 kB before anything comes out; after more than this nothing will. */
const MOST_SILENT_BYTES = 10 * SLICE_BYTES;

/**
 * Unpacks raw deflate data, a slice at a time, so that what comes out at once is bounded. (The platform's
 * DecompressionStream unpacks all that it is given, whether anybody reads it or not.)
 *
 * @param what the file is called in errors.
 * @throws {StepwellError} `corrupt_archive`. Whether the data was whole, a checksum has to say.
 * @see https://www.rfc-editor.org/rfc/rfc1951
 */
export async function* inflate(packed: AsyncIterable<Uint8Array>, what: string): AsyncGenerator<Uint8Array, void> {
  let out: Uint8Array[] = [];
  let silent = 0;
  const inflater = new Inflate((chunk) => out.push(chunk));
  const push = (slice: Uint8Array, final: boolean): Uint8Array[] => {
    try {
      inflater.push(slice, final);
    } catch (cause) {
      throw damaged(what, cause);
    }
    const unpacked = out.filter((chunk) => chunk.byteLength > 0);
    out = [];
    silent = unpacked.length > 0 ? 0 : silent + slice.byteLength;
    if (silent > MOST_SILENT_BYTES) throw damaged(what);
    return unpacked;
  };
  // Each push costs a copy of the last 32 kB, so that small chunks are put together first.
  const slice = new Uint8Array(SLICE_BYTES);
  let filled = 0;
  for await (const chunk of packed) {
    for (let at = 0; at < chunk.byteLength;) {
      const part = chunk.subarray(at, at + SLICE_BYTES - filled);
      slice.set(part, filled);
      filled += part.byteLength;
      at += part.byteLength;
      if (filled < SLICE_BYTES) continue;
      yield* push(slice, false);
      filled = 0;
    }
  }
  yield* push(slice.subarray(0, filled), true);
}

/** @returns the error for invalid compressed bytes or a wrong checksum. */
export function damaged(what: string, cause?: unknown): StepwellError {
  return new StepwellError(
    'corrupt_archive',
    `${what} is damaged: its compressed bytes are invalid, or their checksum doesn't match. Create or download the file again.`,
    { cause },
  );
}
