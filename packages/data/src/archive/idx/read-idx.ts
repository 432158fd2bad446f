import { StepwellError } from '@stepwell/base/errors';
import type { Column, ImageColumn, RowSample } from '../../table/index.ts';
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { readItems } from '../../bytes/items.ts';
import { viewOf } from '../../bytes/view-of.ts';
import { imageLayout } from '../../images/image-layout.ts';
import { readPixels } from '../../images/read-pixels.ts';
import { countSampledRows, requireFitting, type UploadLimits } from '../../upload/limits.ts';
import { info, type Note } from '../../upload/notes.ts';
import { ClassNames } from '../../upload/class-names.ts';

const UINT8 = 0x08;
/** The types of the format: bytes, and numbers of 2 to 8 bytes. */
const TYPES = new Set([0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e]);

/** @returns whether the first bytes are those of an IDX file. */
export function isIdx(start: Uint8Array): boolean {
  const dimensions = start[3] ?? 0;
  return start[0] === 0 && start[1] === 0 && TYPES.has(start[2]!) && dimensions >= 1 && dimensions <= 4;
}

/** An IDX file: images or labels. */
export type IdxContent =
  | { kind: 'images'; rows: number; column: ImageColumn; notes: Note[] }
  | { kind: 'labels'; rows: number; column: Column; notes: Note[] };

/**
 * Reads an idx file of bytes: one of three or four dimensions holds images, one of one dimension labels, which are names
 * of classes.
 *
 * @param name what the file is called.
 * @throws {StepwellError} `unsupported_array`, `corrupt_archive`, `empty_table`, `dataset_too_large`, `image_too_large`.
 * @see http://yann.lecun.com/exdb/mnist: the idx file format
 */
export async function readIdx(reader: ByteReader, name: string, limits: UploadLimits): Promise<IdxContent> {
  const magic = (await reader.take(4)).slice();
  const dimensions = magic[3]!;
  if (!isIdx(magic) || magic[2] !== UINT8 || dimensions === 2) {
    throw new StepwellError(
      'unsupported_array',
      `The file "${name}" isn't an IDX file of bytes with one dimension (labels), or three or four (images). Save other arrays with numpy.savez.`,
    );
  }
  const view = viewOf(await reader.take(4 * dimensions));
  const [rows = 0, ...shape] = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 * i, false));
  if (rows === 0) throw new StepwellError('empty_table', `The file "${name}" has no rows. Save it with at least one.`);
  if (dimensions > 1) {
    const layout = imageLayout(shape);
    if (layout === null) {
      throw new StepwellError(
        'unsupported_array',
        `The images of "${name}" have the shape [${shape.join(', ')}]. Expected [height, width] or [height, width, 1 or 3].`,
      );
    }
    const column = await readPixels(reader, rows, layout, name, limits);
    await reader.requireEnd();
    const moved = `The channels of "${name}" come first, [${[rows, ...shape].join(', ')}], and were moved to the end.`;
    return { kind: 'images', rows: column.at.length, column, notes: layout.channelsFirst ? [info(moved)] : [] };
  }
  const drawn = countSampledRows(rows, 1, limits);
  requireFitting(drawn * 8, limits);
  const column = await readLabels(reader, rows, limits.isSampled);
  await reader.requireEnd();
  return { kind: 'labels', rows: drawn, column, notes: [] };
}

async function readLabels(reader: ByteReader, rows: number, isSampled: RowSample | undefined): Promise<Column> {
  const classes = new ClassNames();
  let row = 0;
  for await (const block of readItems(reader, rows, 1)) {
    for (const label of block) if (isSampled?.(row++) !== false) classes.push(String(label));
  }
  return classes.finish();
}
