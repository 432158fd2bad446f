import { StepwellError } from '@stepwell/base/errors';
import { joinBytes } from './join-bytes.ts';

const NOTHING = new Uint8Array(0);

/** Reads exact numbers of bytes from a stream of chunks, without reading ahead. */
export class ByteReader {
  readonly #what: string;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held: Uint8Array = NOTHING;
  #ended = false;

  /** @param what the file is called in errors: `"x.npy"`, `The upload`. */
  constructor(chunks: AsyncIterable<Uint8Array>, what: string) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#what = what;
  }

  /** @returns all that is held, at least `count` bytes of it unless the end comes first. They stay where they are. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.#held.byteLength < count && !this.#ended) {
      const { done, value } = await this.#chunks.next();
      if (done === true) this.#ended = true;
      else this.#held = joined(this.#held, value);
    }
    return this.#held;
  }

  /** @returns the next bytes, as many as come at once, at most `count`; null at the end. */
  async next(count: number = Number.POSITIVE_INFINITY): Promise<Uint8Array | null> {
    const held = await this.peek(1);
    if (held.byteLength === 0) return null;
    const taken = held.subarray(0, count);
    this.#held = held.subarray(taken.byteLength);
    return taken;
  }

  /** @returns exactly `count` bytes; few, as they are held at once. @throws {StepwellError} `corrupt_archive`. */
  async take(count: number): Promise<Uint8Array> {
    const held = await this.peek(count);
    if (held.byteLength < count) throw this.endedEarly();
    this.#held = held.subarray(count);
    return held.subarray(0, count);
  }

  /** Yields the next `count` bytes in chunks. @throws {StepwellError} `corrupt_archive`. */
  async *portion(count: number): AsyncGenerator<Uint8Array, void> {
    let left = count;
    while (left > 0) {
      const chunk = await this.next(left);
      if (chunk === null) throw this.endedEarly();
      left -= chunk.byteLength;
      yield chunk;
    }
  }

  /** Yields all remaining bytes in chunks. */
  async *rest(): AsyncGenerator<Uint8Array, void> {
    for (let chunk = await this.next(); chunk !== null; chunk = await this.next()) yield chunk;
  }

  /** Skips the next `count` bytes. @throws {StepwellError} `corrupt_archive`. */
  async skip(count: number): Promise<void> {
    for await (const _ of this.portion(count));
  }

  /** @throws {StepwellError} `corrupt_archive` when there are bytes left. */
  async requireEnd(): Promise<void> {
    if ((await this.next(1)) === null) return;
    throw new StepwellError('corrupt_archive', `${this.#what} is longer than its header says. Create the file again.`);
  }

  /** @returns the error for a truncated file. */
  endedEarly(): StepwellError {
    return new StepwellError(
      'corrupt_archive',
      `${this.#what} is shorter than its header says. The file is truncated; create or download it again.`,
    );
  }
}

function joined(before: Uint8Array, after: Uint8Array): Uint8Array {
  if (before.byteLength === 0) return after;
  return after.byteLength === 0 ? before : joinBytes([before, after]);
}
