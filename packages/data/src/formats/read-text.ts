import type { ReadOptions } from '../delimited/index.ts';
import { decodeText, encodingNotes, type DecodedText } from '../delimited/decode-text.ts';
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
    const readOther = isOther ? readerOf(head) : null;
    if (readOther !== null) return withEncoding(await readOther(all, limits), said);
    const { table, delimiter } = await readDelimitedText(all, said, limits, options);
    return { table, format: delimiter };
  } catch (cause) {
    throw brokenOff(cause);
  } finally {
    await pieces.return();
  }
}

/** @returns the reader of a text that isn't delimited; null for one that is. */
function readerOf(head: string): ((pieces: AsyncIterable<string>, limits: TableLimits) => Promise<ReadText>) | null {
  if (looksLikeArff(head)) return readArff;
  if (looksLikeJson(head)) return readJson;
  return looksLikeSvmlight(head) ? readSvmlight : null;
}

/** Adds how the text was decoded, which is known when it has been read. */
function withEncoding({ table, format }: ReadText, said: DecodedText): ReadText {
  const { reading } = table;
  if (reading == null) return { table, format };
  const file = { ...reading.file, encoding: said.encoding, notes: [...reading.file.notes, ...encodingNotes(said)] };
  return { table: { ...table, reading: { ...reading, file } }, format };
}

async function* following(head: string, pieces: AsyncIterable<string>): AsyncGenerator<string, void> {
  yield head;
  yield* pieces;
}
