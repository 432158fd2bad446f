import { Gunzip } from 'fflate';
import { StepwellError } from '@stepwell/base/errors';
import type { UnpackedBudget } from '../upload/limits.ts';
import type { ByteReader } from './byte-reader.ts';
import { crc32 } from './crc32.ts';
import { damaged, MOST_SILENT_BYTES, slicesOf } from './inflate.ts';
import { joinBytes } from './join-bytes.ts';
import { viewOf } from './view-of.ts';

const TRAILER_BYTES = 8;
const NOTHING = new Uint8Array(0);

/** @returns whether the first bytes are those of a gzip file. */
export function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

/**
 * Unpacks a gzip file, and checks each of its members against its trailer. Files that were put one behind the other, as `cat` and
 * bgzip do, are one.
 *
 * @param what the file is called in errors.
 * @throws {StepwellError} `corrupt_archive`, `unsupported_archive` or `archive_too_large`.
 * @see https://www.rfc-editor.org/rfc/rfc1952
 */
export async function* gunzip(
  packed: ByteReader,
  budget: UnpackedBudget,
  what: string,
): AsyncGenerator<Uint8Array, void> {
  const start = await packed.peek(4);
  if (start.byteLength >= 4 && (start[2] !== 8 || start[3]! > 0x1f)) {
    throw new StepwellError('unsupported_archive', `${what} uses an unknown gzip format. Compress it again.`);
  }
  const members = new Members(what);
  for await (const { slice, isLast } of slicesOf(packed.rest())) {
    for (const chunk of members.push(slice, isLast)) {
      budget.spend(chunk.byteLength);
      yield chunk;
    }
  }
}

/** Unpacks members one behind the other. */
class Members {
  readonly #what: string;
  readonly #gunzip: Gunzip;
  /** What came out of the last push; null where the next member begins. */
  #out: (Uint8Array | null)[] = [];
  /** Trailers of the members that ended in the last push. */
  #trailers: Uint8Array[] = [];
  /** The last two slices: they hold the trailer before a member's beginning. */
  #before: Uint8Array = NOTHING;
  #slice: Uint8Array = NOTHING;
  #pushed = 0;
  #silent = 0;
  #crc = 0;
  #length = 0;

  constructor(what: string) {
    this.#what = what;
    this.#gunzip = new Gunzip((chunk) => this.#out.push(chunk));
    this.#gunzip.onmember = (offset) => {
      this.#trailers.push(this.#trailerBefore(offset));
      this.#out.push(null);
    };
  }

  /** @returns what a slice unpacks to, checked where a member ends. */
  push(slice: Uint8Array, isLast: boolean): Uint8Array[] {
    this.#before = this.#slice;
    // fflate may hold on to what it gets.
    this.#slice = slice.slice();
    this.#pushed += slice.byteLength;
    this.#out = [];
    this.#trailers = [];
    try {
      this.#gunzip.push(this.#slice, isLast);
    } catch (cause) {
      throw damaged(this.#what, cause);
    }
    const unpacked: Uint8Array[] = [];
    for (const chunk of this.#out) {
      if (chunk === null) this.#check(this.#trailers.shift()!);
      else if (chunk.byteLength > 0) {
        this.#crc = crc32(chunk, this.#crc);
        this.#length += chunk.byteLength;
        unpacked.push(chunk);
      }
    }
    this.#silent = unpacked.length > 0 ? 0 : this.#silent + slice.byteLength;
    if (this.#silent > MOST_SILENT_BYTES) throw damaged(this.#what);
    if (isLast) this.#check(this.#trailerBefore(this.#pushed));
    return unpacked;
  }

  /** The bytes before an offset in the file; fewer than a trailer has where they are gone. */
  #trailerBefore(offset: number): Uint8Array {
    const recent = joinBytes([this.#before, this.#slice]);
    const end = Math.max(0, offset - (this.#pushed - recent.byteLength));
    return recent.subarray(Math.max(0, end - TRAILER_BYTES), end);
  }

  #check(trailer: Uint8Array): void {
    const view = trailer.byteLength === TRAILER_BYTES ? viewOf(trailer) : null;
    if (view?.getUint32(0, true) !== this.#crc || view.getUint32(4, true) !== this.#length % 2 ** 32) {
      throw damaged(this.#what);
    }
    this.#crc = 0;
    this.#length = 0;
  }
}
