import { toHex } from '@stepwell/base/format';

/** workerd's streaming hash: a sink whose `digest` resolves when it is closed. */
interface DigestSink extends WritableStream<Uint8Array> {
  readonly digest: Promise<ArrayBuffer>;
}
declare const crypto: Crypto & { DigestStream: new (algorithm: string) => DigestSink };

/**
 * Hashes a stream while it is read.
 *
 * @returns the same bytes, and a function for their sha256 (64 hexadecimal digits) after all have been read.
 */
export function hashWhileReading(source: ReadableStream<Uint8Array>): {
  body: ReadableStream<Uint8Array>;
  sha256: () => Promise<string>;
} {
  const sink = new crypto.DigestStream('SHA-256');
  const writer = sink.getWriter();
  const body = source.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      async transform(chunk, controller) {
        await writer.write(chunk);
        controller.enqueue(chunk);
      },
      flush: () => writer.close(),
    }),
  );
  return {
    body,
    async sha256() {
      return toHex(await sink.digest);
    },
  };
}
