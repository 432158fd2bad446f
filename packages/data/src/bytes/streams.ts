import { brokenOff, tooLarge } from '../table/body-errors.ts';

/** Bytes of an upload, counted while reading. */
export interface Sent {
  /** Sets the size limit, once the format is known. @throws {StepwellError} `body_too_large`. */
  limitTo(maxBytes: number): void;
  chunks: AsyncGenerator<Uint8Array, void>;
}

/**
 * The chunks of a body, one at a time.
 *
 * @returns them; reading throws `body_too_large` over the limit, and `not_a_table` where the body breaks off.
 */
export function readSent(reader: ReadableStreamDefaultReader<Uint8Array>, maxBytes: number): Sent {
  let bytes = 0;
  let limit = maxBytes;
  const count = (more: number) => {
    bytes += more;
    if (bytes > limit) throw tooLarge(limit);
  };
  return {
    chunks: read(),
    limitTo(lower) {
      limit = Math.min(limit, lower);
      count(0);
    },
  };

  async function* read(): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw brokenOff(cause);
      });
      if (done) return;
      count(value.byteLength);
      yield value;
    }
  }
}

/** @returns chunks as a stream that doesn't read ahead. Canceling it leaves the remaining chunks unread. */
export function streamOfChunks(chunks: AsyncGenerator<Uint8Array, void>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
}
