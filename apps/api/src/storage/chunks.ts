import type { R2Bucket, R2ObjectBody, ReadableStream } from '@cloudflare/workers-types';
import { StepwellError } from '@stepwell/base/errors';

/** workerd's stream with a known length, which R2 requires. */
declare class FixedLengthStream {
  constructor(byteLength: number);
  readonly readable: ReadableStream;
  readonly writable: WritableStream<Uint8Array>;
}

/** Bytes written at once. */
const SLICE_BYTES = 1_000_000;

/** Stores chunks as one object. Only small objects are concatenated in memory: each write to a stream takes long. */
export async function putChunks(
  bucket: R2Bucket,
  key: string,
  byteLength: number,
  chunks: Iterable<Uint8Array>,
): Promise<void> {
  if (byteLength <= SLICE_BYTES) {
    const bytes = new Uint8Array(byteLength);
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.byteLength;
    }
    await bucket.put(key, bytes);
    return;
  }
  const { readable, writable } = new FixedLengthStream(byteLength);
  const writer = writable.getWriter();
  const write = async () => {
    for (const chunk of chunks) {
      for (let at = 0; at < chunk.byteLength; at += SLICE_BYTES) {
        await writer.write(chunk.subarray(at, at + SLICE_BYTES));
      }
    }
    await writer.close();
  };
  const put = bucket.put(key, readable).catch(async (cause: unknown) => {
    await writer.abort(cause);
    throw cause;
  });
  await Promise.all([put, write()]);
}

/** Reads an object into one buffer of its size; `arrayBuffer` would briefly hold it twice. */
export async function readWhole(object: R2ObjectBody): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(object.size);
  let at = 0;
  for await (const chunk of object.body) {
    if (!(chunk instanceof Uint8Array) || at + chunk.byteLength > bytes.byteLength) break;
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  if (at !== bytes.byteLength) {
    throw new StepwellError(
      'corrupt_blob',
      'A stored file is damaged: its length differs from the expected one. Upload the table again.',
    );
  }
  return bytes.buffer;
}
