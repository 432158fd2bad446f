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
  return readOpened(await openText(chunks, limits, options), limits, options);
}

/** Reads a text that was opened. @throws {StepwellError} as `readText` does. */
export async function readOpened(
  { all, said, readOther }: OpenedText,
  limits: TableLimits,
  options: ReadOptions = {},
): Promise<ReadText> {
  try {
    if (readOther !== null) return withEncoding(await readOther(all, limits), said);
    const { table, delimiter } = await readDelimitedText(all, said, limits, options);
    return { table, format: delimiter };
  } catch (cause) {
    throw brokenOff(cause);
  } finally {
    await all.return();
  }
}

/** A text whose format is known. */
export interface OpenedText {
  /** All of it. */
  all: AsyncGenerator<string, void>;
  /** How it was decoded; complete when it has ended. */
  said: DecodedText;
  /** Reads it, if it isn't delimited; null for a delimited one. */
  readOther: ((pieces: AsyncIterable<string>, limits: TableLimits) => Promise<ReadText>) | null;
}

/** Reads the beginning of a text, and tells its format. @throws {StepwellError} as `readText` does. */
export async function openText(
  chunks: AsyncIterable<Uint8Array>,
  limits: TableLimits,
  options: ReadOptions = {},
): Promise<OpenedText> {
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
    const isOther = options.delimiter === undefined && options.header === undefined;
    return { all: following(head, pieces), said, readOther: isOther ? readerOf(head) : null };
  } catch (cause) {
    await pieces.return();
    throw brokenOff(cause);
  }
}

/** @returns the reader of a text that isn't delimited; null for one that is. */
function readerOf(head: string): OpenedText['readOther'] {
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

async function* following(head: string, pieces: AsyncGenerator<string, void>): AsyncGenerator<string, void> {
  try {
    yield head;
    yield* pieces;
  } finally {
    await pieces.return();
  }
}
