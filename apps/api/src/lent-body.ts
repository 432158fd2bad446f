/** Bytes that are read of a body whose rest nobody wants. */
const MOST_DRAINED = 100_000_000;

/** A request's body, lent to a reader who may give it back at any time. */
export interface LentBody {
  stream: ReadableStream<Uint8Array>;
  /**
   * Reads the rest and drops it. A client that is still sending when the answer ends may lose its end: the connection is reset.
   */
  drain: () => Promise<void>;
  /** Lets go of the rest. */
  cancel: () => Promise<void>;
}

/** Lends a body: canceling the stream leaves the rest where it is. */
export function lendBody(body: ReadableStream<Uint8Array>): LentBody {
  const reader = body.getReader();
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
  const cancel = () => reader.cancel().catch(() => {});
  const drain = async () => {
    try {
      for (let bytes = 0; bytes < MOST_DRAINED;) {
        const { done, value } = await reader.read();
        if (done) return;
        bytes += value.byteLength;
      }
    } catch {
      // What broke off has no rest.
    }
    await cancel();
  };
  return { stream, drain, cancel };
}
