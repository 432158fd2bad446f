import type { ReadOptions } from '../delimited/index.ts';
import { decodeText, type DecodedText } from '../delimited/decode-text.ts';
import { readDelimitedText } from '../delimited/read-delimited.ts';
import { brokenOff } from '../table/body-errors.ts';
import type { Table, TableLimits } from '../table/index.ts';
import { looksLikeArff, readArff } from './arff/index.ts';
import { looksLikeJson, readJson } from './json/index.ts';
import { looksLikeSvmlight, readSvmlight } from './svmlight/index.ts';

/** Characters that tell the format. */
const LOOKED_AT = 65_536;

/** A table that was read from a text. */
export interface ReadText {
  table: Table;
  /** The delimiter of a delimited text; otherwise `jsonl`, `json`, `arff` or `svmlight`. */
  format: string;
}

/**
 * Reads a text of any format: JSON, ARFF and svmlight by their beginning, anything else as delimited.
 *
 * @param chunks the file's bytes.
 * @throws {StepwellError} a code of the family "the file" in `ERROR_CODES`.
 */
export async function readText(
  chunks: AsyncIterable<Uint8Array>,
  limits: TableLimits,
  options: ReadOptions = {},
): Promise<ReadText> {
  const said: DecodedText = { encoding: '', replaced: 0 };
  const pieces = decodeText(chunks, options.encoding?.toLowerCase() ?? null, limits.maxBytes, said);
  try {
    let head = '';
    let ended = false;
    while (head.length < LOOKED_AT && !ended) {
      const { value, done } = await pieces.next();
      if (done === true) ended = true;
      else head += value;
    }
    const all = following(head, pieces);
    const isOther = options.delimiter === undefined && options.header === undefined;
    if (isOther && looksLikeArff(head)) return await readArff(all, limits);
    if (isOther && looksLikeJson(head)) return await readJson(all, limits);
    if (isOther && looksLikeSvmlight(head)) return await readSvmlight(all, limits);
    const { table, delimiter } = await readDelimitedText(all, said, limits, options);
    return { table, format: delimiter };
  } catch (cause) {
    throw brokenOff(cause);
  } finally {
    await pieces.return();
  }
}

async function* following(head: string, pieces: AsyncIterable<string>): AsyncGenerator<string, void> {
  yield head;
  yield* pieces;
}
