const DELIMITERS = [',', '\t', ';', '|'] as const;

/** A character that separates cells. */
export type Delimiter = (typeof DELIMITERS)[number];

const MAX_HEADER_BYTES = 1_000_000;

/**
 * Tells the delimiter from the header line: of comma, tab, semicolon and bar, the one that stands there most often
 * outside double quotes; the comma when none does.
 *
 * @param body UTF-8 bytes.
 * @returns the delimiter, and a stream of all the bytes, those looked at included.
 */
export async function findDelimiter(
  body: ReadableStream<Uint8Array>,
): Promise<{ delimiter: Delimiter; stream: ReadableStream<Uint8Array> }> {
  const reader = body.getReader();
  const looked: Uint8Array[] = [];
  const counts = new Map<number, number>(DELIMITERS.map((delimiter) => [delimiter.charCodeAt(0), 0]));
  let quoted = false;
  let bytes = 0;
  let seen = false;
  scan: while (bytes < MAX_HEADER_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    looked.push(value);
    bytes += value.byteLength;
    for (const byte of value) {
      if (byte === 0x22) quoted = !quoted;
      else if (quoted) continue;
      else if (byte === 0x0a || byte === 0x0d) {
        if (seen) break scan;
      } else {
        seen = true;
        const count = counts.get(byte);
        if (count !== undefined) counts.set(byte, count + 1);
      }
    }
  }
  const delimiter = DELIMITERS.reduce((best, candidate) =>
    counts.get(candidate.charCodeAt(0))! > counts.get(best.charCodeAt(0))! ? candidate : best,
  );
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = looked.shift();
      if (next !== undefined) return controller.enqueue(next);
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { delimiter, stream };
}
