import { brokenOff } from '../table/body-errors.ts';
import { DEFAULT_LIMITS, type TableLimits } from '../table/table-limits.ts';
import { decodeText, type DecodedText } from './decode-text.ts';
import { DelimitedReader, type Delimited } from './delimited-reader.ts';
import type { ReadOptions } from './options.ts';
import { isEnough, readHead } from './read-head.ts';

export type { Delimited } from './delimited-reader.ts';

/**
 * Reads a delimited text into typed columns, in one pass. How it is delimited and quoted, where its header is, and how its
 * values are written is told by its structure; `options` overrule that. Lines that are no rows are set aside and counted.
 *
 * @param chunks the file's bytes.
 * @returns the table, with how it was read.
 * @throws {StepwellError} a code of the family "the file" in `ERROR_CODES`.
 */
export async function readDelimited(
  chunks: AsyncIterable<Uint8Array>,
  limits: TableLimits = DEFAULT_LIMITS,
  options: ReadOptions = {},
): Promise<Delimited> {
  const said: DecodedText = { encoding: '', replaced: 0 };
  const pieces = decodeText(chunks, options.encoding?.toLowerCase() ?? null, limits.maxBytes, said);
  return readDelimitedText(pieces, said, limits, options);
}

/**
 * Reads a delimited text that is decoded already.
 *
 * @param pieces the text.
 * @param said how it was decoded; complete when the pieces have ended.
 */
export async function readDelimitedText(
  pieces: AsyncGenerator<string, void>,
  said: DecodedText,
  limits: TableLimits,
  options: ReadOptions,
): Promise<Delimited> {
  try {
    let head = '';
    let ended = false;
    while (!isEnough(head) && !ended) {
      const { value, done } = await pieces.next();
      if (done === true) ended = true;
      else head += value;
    }
    const reader = new DelimitedReader(readHead(head, ended, options), limits, options);
    reader.feed(head, ended);
    while (!ended) {
      const { value, done } = await pieces.next();
      ended = done === true;
      reader.feed(value ?? '', ended);
    }
    return reader.finish(said);
  } catch (cause) {
    throw brokenOff(cause);
  } finally {
    await pieces.return();
  }
}
