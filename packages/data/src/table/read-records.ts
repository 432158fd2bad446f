import { parse } from 'csv-parse/stream';
import { MAX_RECORD_BYTES } from './csv-errors.ts';
import type { Delimiter } from './find-delimiter.ts';

/** Named, or the parser would take the first line's end for every line's. */
const LINE_ENDS = ['\r\n', '\n', '\r'];
/** What the parser is given at once. */
const SLICE_BYTES = 65_536;

/**
 * The records of a delimited text, the header first. The parser's own queue would take a thousand chunks ahead of who
 * reads; here it is given one at a time, and the next when its records are wanted.
 *
 * @param stream UTF-8 bytes; cancelled when reading ends before it does.
 */
export async function* readRecords(
  stream: ReadableStream<Uint8Array>,
  delimiter: Delimiter,
): AsyncGenerator<string[], void> {
  const parser: TransformStream<Uint8Array, string[]> = parse({
    bom: true,
    delimiter,
    record_delimiter: LINE_ENDS,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_BYTES,
  });
  const source = stream.getReader();
  const feeding = feed(source, parser.writable.getWriter());
  try {
    yield* parser.readable;
  } finally {
    await source.cancel().catch(() => {});
    await feeding;
  }
}

/** Never rejects: errors are passed to the reader of the records. */
async function feed(
  source: ReadableStreamDefaultReader<Uint8Array>,
  parser: WritableStreamDefaultWriter<Uint8Array>,
): Promise<void> {
  try {
    for (;;) {
      const { done, value } = await source.read();
      if (done) break;
      for (let at = 0; at < value.byteLength; at += SLICE_BYTES) {
        await parser.write(value.subarray(at, at + SLICE_BYTES));
      }
    }
    await parser.close();
  } catch (cause) {
    await parser.abort(cause).catch(() => {});
  }
}
