import { Inflate, inflateSync } from 'fflate';
import { StepwellError } from '@stepwell/base/errors';

/** Compressed bytes per slice, which becomes at most 8 MB. */
const SLICE_BYTES = 8_192;
/** A stored block may take 64 kB before anything comes out; after more than this nothing will. */
export const MOST_SILENT_BYTES = 10 * SLICE_BYTES;
/** Deflate makes a byte to no more than this. */
export const MOST_EXPANSION = 1_032;

/**
 * Unpacks raw deflate data, a slice at a time, so that what comes out at once is bounded. (The platform's
 * DecompressionStream unpacks all that it is given, whether anybody reads it or not.)
 *
 * @param what the file is called in errors.
 * @param expected how many bytes it is said to become, where that is known: what is packed to a slice is then unpacked without
 * buffers of 170 kB, which cost ten times as much as a small image. Of what becomes more, a byte more comes, or it is damaged.
 * @throws {StepwellError} `corrupt_archive`. Whether the data was whole, a checksum has to say.
 * @see https://www.rfc-editor.org/rfc/rfc1951
 */
export async function* inflate(
  packed: AsyncIterable<Uint8Array>,
  what: string,
  expected?: number,
): AsyncGenerator<Uint8Array, void> {
  let out: Uint8Array[] = [];
  let silent = 0;
  let inflater: Inflate | null = null;
  const push = (slice: Uint8Array, final: boolean): Uint8Array[] => {
    try {
      if (inflater === null && final && expected !== undefined) return unpackAtOnce(slice, expected);
      inflater ??= new Inflate((chunk) => out.push(chunk));
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
  for await (const { slice, isLast } of slicesOf(packed)) yield* push(slice, isLast);
}

function unpackAtOnce(packed: Uint8Array, expected: number): Uint8Array[] {
  if (packed.byteLength === 0) return [];
  const out = new Uint8Array(Math.min(expected, packed.byteLength * MOST_EXPANSION) + 1);
  const unpacked = inflateSync(packed, { out });
  return unpacked.byteLength > 0 ? [unpacked] : [];
}

/**
 * Puts chunks together, or cuts them, so that each slice but the last is as long as may be unpacked at once: every push costs a copy
 * of the last 32 kB. A slice is overwritten by the next.
 */
export async function* slicesOf(
  packed: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ slice: Uint8Array; isLast: boolean }, void> {
  const slice = new Uint8Array(SLICE_BYTES);
  let filled = 0;
  for await (const chunk of packed) {
    for (let at = 0; at < chunk.byteLength;) {
      if (filled === SLICE_BYTES) {
        yield { slice, isLast: false };
        filled = 0;
      }
      const part = chunk.subarray(at, at + SLICE_BYTES - filled);
      slice.set(part, filled);
      filled += part.byteLength;
      at += part.byteLength;
    }
  }
  yield { slice: slice.subarray(0, filled), isLast: true };
}

/** @returns the error for invalid compressed bytes or a wrong checksum. */
export function damaged(what: string, cause?: unknown): StepwellError {
  return new StepwellError(
    'corrupt_archive',
    `${what} is damaged: its compressed bytes are invalid, or their checksum doesn't match. Create or download the file again.`,
    { cause },
  );
}
