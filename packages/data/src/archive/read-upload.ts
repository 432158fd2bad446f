import { StepwellError } from '@stepwell/base/errors';
import { RowReader, type ReadOptions } from '../delimited/index.ts';
import { openText, readOpened } from '../formats/read-text.ts';
import { rowSample, type Table } from '../table/index.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import { gunzip, isGzip } from '../bytes/gunzip.ts';
import { readSent, type Sent } from '../bytes/streams.ts';
import { joinColumns } from './contents/join-columns.ts';
import { isIdx, readIdx } from './idx/read-idx.ts';
import { ImageSet } from '../images/image-set.ts';
import { collectImage, openImage } from '../images/open-image.ts';
import { isJpeg } from '../images/read-jpeg.ts';
import { isPng } from '../images/png-chunks.ts';
import { UnpackedBudget, UPLOAD_LIMITS, type UploadLimits } from '../upload/limits.ts';
import { isNpy } from './npy/npy-header.ts';
import { readArray } from './npy/read-array.ts';
import { withNotes } from '../upload/notes.ts';
import { PartChoice, type Part } from '../upload/parts.ts';
import { readArchive } from './read-archive.ts';
import { isWholeTable, readTable } from './read-table.ts';
import { SIGNATURE_BYTES, strangeFormat } from './strange-formats.ts';
import type { Upload } from '../upload/upload.ts';
import { isZip } from './zip/read-zip.ts';

/** What a file is called that came without a name. */
const LONE = 'upload';

/**
 * Reads an uploaded file, whatever it is: a table of any format, a zip of arrays, idx files, images or tables, or a lone
 * array; each perhaps packed by gzip. It is read as it comes, and never held whole.
 *
 * @param body the file's bytes; cancelled when reading ends before it does.
 * @param options.part the part wanted of a file that has several; null for what to learn from.
 * @param options.options how to read the file, where a person knows better than the rules.
 * @param options.sample the share of the rows that is drawn; all of them without it.
 * @throws {StepwellError} a code of the families "the file" and "the archive" in `ERROR_CODES`, all of status 4xx.
 */
export async function readUpload(
  body: ReadableStream<Uint8Array>,
  {
    part,
    sample,
    limits = UPLOAD_LIMITS,
    options = {},
  }: { part: Part | null; sample?: number | undefined; limits?: UploadLimits; options?: ReadOptions },
): Promise<Upload> {
  const source = body.getReader();
  try {
    const sent = readSent(source, limits.maxBytes);
    const reader = new ByteReader(sent.chunks, 'The upload');
    const isSampled = sample === undefined ? undefined : rowSample(sample);
    const resize = sizeOf(options.resize);
    const upload = await readSniffed(reader, sent, part, { ...limits, isSampled, resize }, options);
    for await (const _ of reader.rest());
    if (upload.table.rows > 0) return upload;
    throw new StepwellError('empty_table', 'The sample is empty: none of the rows was selected. Use a larger share.');
  } finally {
    await source.cancel().catch(() => {});
  }
}

/** An upload that was opened: rows of a delimited text that can be read one after the other, or all of another format. */
export type OpenedUpload = { rows: RowReader; table: null } | { rows: null; table: Table };

/**
 * Opens an uploaded file. A delimited text is read as far as it takes to tell how it is written; all else is read whole.
 *
 * @param limits of a delimited text.
 * @param wholeBytes most bytes of a file that is read whole.
 * @param part the part wanted of a file that has several.
 * @throws {StepwellError} as `readUpload` does.
 */
export async function openUpload(
  body: ReadableStream<Uint8Array>,
  limits: UploadLimits,
  wholeBytes: number,
  part: Part | null = null,
): Promise<OpenedUpload> {
  const source = body.getReader();
  const cancel = () => source.cancel().catch(() => {});
  try {
    const sent = readSent(source, limits.maxBytes);
    const reader = new ByteReader(sent.chunks, 'The upload');
    if (!isText(await reader.peek(SIGNATURE_BYTES))) {
      sent.limitTo(wholeBytes);
      const { table } = await readSniffed(reader, sent, part, limits, {});
      for await (const _ of reader.rest());
      return { rows: null, table };
    }
    const text = await openText(reader.rest(), limits);
    if (text.readOther === null) return { rows: await RowReader.open(closing(text.all, cancel)), table: null };
    sent.limitTo(wholeBytes);
    return { rows: null, table: (await readOpened(text, limits)).table };
  } catch (error) {
    await cancel();
    throw error;
  }
}

/**
 * Opens a delimited text, of any length.
 *
 * @returns null for a file of another format, which is read no further.
 * @throws {StepwellError} as `readUpload` does.
 */
export async function openRows(body: ReadableStream<Uint8Array>): Promise<RowReader | null> {
  const source = body.getReader();
  const cancel = () => source.cancel().catch(() => {});
  const limits = { ...UPLOAD_LIMITS, maxBytes: Number.MAX_SAFE_INTEGER };
  try {
    const reader = new ByteReader(readSent(source, limits.maxBytes).chunks, 'The file');
    if (isText(await reader.peek(SIGNATURE_BYTES))) {
      const { all, readOther } = await openText(reader.rest(), limits);
      if (readOther === null) return await RowReader.open(closing(all, cancel));
    }
    await cancel();
    return null;
  } catch (error) {
    await cancel();
    throw error;
  }
}

async function readLoneImage(reader: ByteReader, limits: UploadLimits): Promise<Upload> {
  const images = new ImageSet(limits);
  await images.add(openImage(await collectImage(reader.rest(), LONE), LONE), LONE, LONE);
  return { table: withNotes(images.finish(), 'images', images.notes()), format: 'images', parts: null };
}

async function readLoneIdx(reader: ByteReader, limits: UploadLimits): Promise<Upload> {
  const { rows, column, notes } = await readIdx(reader, LONE, limits);
  return { table: withNotes({ rows, columns: [column] }, 'idx', notes), format: 'idx', parts: null };
}

/** Whether a file is none of the formats that aren't text. */
function isText(start: Uint8Array): boolean {
  const isPacked = isGzip(start) || isZip(start) || isWholeTable(start);
  const isArray = isPng(start) || isJpeg(start) || isIdx(start) || isNpy(start);
  return !isPacked && !isArray && strangeFormat(start) === null;
}

/** The same pieces; `close` is called when they have ended or are wanted no more. */
async function* closing(
  pieces: AsyncGenerator<string, void>,
  close: () => Promise<void>,
): AsyncGenerator<string, void> {
  try {
    yield* pieces;
  } finally {
    await close();
  }
}

/** @returns a size as the option `resize` has it: "64x48". */
function sizeOf(text: string | undefined): UploadLimits['resize'] {
  if (text === undefined) return undefined;
  const [width, height] = text.split('x').map(Number);
  return { width: width!, height: height! };
}

async function readSniffed(
  reader: ByteReader,
  sent: Sent,
  part: Part | null,
  limits: UploadLimits,
  options: ReadOptions,
): Promise<Upload> {
  const budget = new UnpackedBudget(limits.unpackedBytes);
  if (!isGzip(await reader.peek(SIGNATURE_BYTES))) return readPlain(reader, sent, part, limits, budget, options);
  sent.limitTo(limits.maxPackedBytes);
  const unpacked = new ByteReader(gunzip(reader, budget, 'The upload'), 'The upload');
  if (isGzip(await unpacked.peek(SIGNATURE_BYTES))) {
    throw new StepwellError(
      'unsupported_archive',
      'The file is compressed with gzip twice. Decompress it once, then upload it.',
    );
  }
  const inside = { ...limits, maxBytes: limits.unpackedBytes };
  const upload = await readPlain(unpacked, sent, part, inside, budget, options);
  for await (const _ of unpacked.rest());
  return upload;
}

async function readPlain(
  reader: ByteReader,
  sent: Sent,
  part: Part | null,
  limits: UploadLimits,
  budget: UnpackedBudget,
  options: ReadOptions,
): Promise<Upload> {
  const start = await reader.peek(SIGNATURE_BYTES);
  const strange = strangeFormat(start);
  if (strange !== null) throw strange;
  if (isWholeTable(start)) {
    sent.limitTo(limits.maxPackedBytes);
    return { ...(await readTable(reader, limits, options)), parts: null };
  }
  if (isZip(start)) {
    sent.limitTo(limits.maxPackedBytes);
    return readArchive(reader, part, limits, budget, options);
  }
  if ((isPng(start) || isJpeg(start)) && limits.toPredict === true) return readLoneImage(reader, limits);
  if (isPng(start) || isJpeg(start)) {
    throw new StepwellError(
      'not_a_table',
      'The file is a single image. Upload a zip of many images, in one folder per class: cats/1.png, dogs/2.png.',
    );
  }
  if (isIdx(start) && limits.toPredict === true) return readLoneIdx(reader, limits);
  if (isIdx(start)) {
    throw new StepwellError(
      'missing_labels',
      'The file is a single IDX file. Upload images and labels together: both IDX files in one zip.',
    );
  }
  const choice = new PartChoice(part, limits.toPredict);
  const missing = choice.accepts(null) ? null : choice.missing();
  if (missing !== null) throw missing;
  if (isNpy(start)) {
    sent.limitTo(limits.maxPackedBytes);
    const inputs = { name: 'x', ...(await readArray(reader, 'x', 'x', limits)) };
    return { table: joinColumns(inputs, null, 'npy', limits), format: 'npy', parts: null };
  }
  return { ...(await readTable(reader, limits, options)), parts: null };
}
