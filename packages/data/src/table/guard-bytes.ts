import { StepwellError } from '@stepwell/base/errors';

/**
 * Passes bytes through while they are UTF-8 text within a limit.
 *
 * @param body the bytes to watch.
 * @param maxBytes how many may pass.
 * @returns the same bytes; reading rejects with a StepwellError `body_too_large`, `not_utf8` or `not_a_table`.
 */
export function guardBytes(body: ReadableStream<Uint8Array>, maxBytes: number): ReadableStream<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > maxBytes) throw tooLarge(maxBytes);
        if (chunk.includes(0)) {
          throw new StepwellError(
            'not_a_table',
            "The file contains NUL bytes, so it isn't plain text. Export the table as CSV (UTF-8); spreadsheet files can't be read.",
          );
        }
        decode(decoder, chunk);
        controller.enqueue(chunk);
      },
      flush() {
        decode(decoder, undefined);
      },
    }),
  );
}

/** @returns the error for a body larger than `maxBytes`. */
export function tooLarge(maxBytes: number): StepwellError {
  return new StepwellError(
    'body_too_large',
    `The file is larger than ${maxBytes / 1e6} MB, which is the limit. Upload fewer columns, or a random sample of the rows.`,
    { details: { limitBytes: maxBytes } },
  );
}

/** @returns the error for an interrupted body, or the reason if it was canceled. */
export function brokenOff(cause: unknown): StepwellError {
  if (cause instanceof StepwellError) return cause;
  return new StepwellError('not_a_table', 'The upload was interrupted before the end of the file. Upload it again.', {
    cause,
  });
}

function decode(decoder: TextDecoder, chunk: Uint8Array | undefined): void {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
  } catch (cause) {
    throw new StepwellError(
      'not_utf8',
      `The file isn't UTF-8 text. Save it as "CSV UTF-8"; older spreadsheet programs use another encoding by default.`,
      { cause },
    );
  }
}
