import { StepwellError } from '@stepwell/base/errors';
import { ColumnBuilder } from '../../table/column-builder.ts';
import { countSampled, type Column } from '../../table/index.ts';
import type { ByteReader } from '../bytes/byte-reader.ts';
import { readItems } from '../bytes/items.ts';
import { readPixels } from '../images/read-pixels.ts';
import { countSampledRows, requireFitting, type UploadLimits } from '../upload/limits.ts';
import { itemTypeOf, type StringType } from './dtype.ts';
import { readNpyHeader, type NpyHeader } from './npy-header.ts';
import { readNumbers } from './read-numbers.ts';
import { readPickledTexts } from './pickle/read-pickled-texts.ts';

/** An array as columns. */
export interface ArrayColumns {
  rows: number;
  columns: Column[];
}

/**
 * Reads a .npy file whole.
 *
 * @param role whether its columns are inputs (`image`, `text`, `x0`…) or targets (`label`, `y`, `y0`…).
 * @param name what the file is called.
 * @throws {StepwellError} `unsupported_array`, `pickle_refused`, `corrupt_archive`, `dataset_too_large`,
 * `too_many_columns`, `empty_table`.
 */
export async function readArray(
  reader: ByteReader,
  role: 'x' | 'y',
  name: string,
  limits: UploadLimits,
): Promise<ArrayColumns> {
  const header = await readNpyHeader(reader, name);
  const rows = header.shape[0] ?? 0;
  if (rows === 0) throw new StepwellError('empty_table', `The array "${name}" has no rows. Save it with at least one.`);
  const columns = await readColumns(reader, role, header, name, limits);
  await reader.requireEnd();
  return { rows: countSampled(rows, limits.isSampled), columns };
}

async function readColumns(
  reader: ByteReader,
  role: 'x' | 'y',
  header: NpyHeader,
  name: string,
  limits: UploadLimits,
): Promise<Column[]> {
  const type = itemTypeOf(header, name);
  const [rows = 0, ...row] = header.shape;
  if (type.kind === 'object') {
    if (row.length > 0) throw unsupported(name, header, 'an array of lists of integers must have one dimension');
    return [await readPickledTexts(reader, rows, name, limits)];
  }
  if (row.length > 1) return [await readImages(reader, role, header, name, limits)];
  const columns = row[0] ?? 1;
  if (columns === 0) throw unsupported(name, header, 'an array must have at least one column');
  if (columns > limits.maxColumns) {
    throw new StepwellError(
      'too_many_columns',
      `The array "${name}" has ${columns} columns, but at most ${limits.maxColumns} are supported. Save images with the shape [rows, height, width].`,
      { details: { columns, limit: limits.maxColumns } },
    );
  }
  if (type.kind === 'string') {
    if (columns > 1) throw unsupported(name, header, 'an array of strings must have one dimension');
    return [await readStrings(reader, rows, role, type, limits)];
  }
  const shape = { rows, columns, fortranOrder: header.fortranOrder };
  const numbers = await readNumbers(reader, shape, type, limits);
  if (role === 'y' && columns === 1 && type.kind !== 'float') {
    const builder = labels();
    for (const value of numbers[0]!) builder.push(type.kind === 'bool' ? String(value === 1) : String(value));
    return [builder.finish().column];
  }
  const named = (i: number) => (row.length === 0 || (role === 'y' && columns === 1) ? role : `${role}${i}`);
  return numbers.map((values, i) => ({ kind: 'numeric', name: named(i), values }));
}

async function readImages(reader: ByteReader, role: 'x' | 'y', header: NpyHeader, name: string, limits: UploadLimits) {
  const [rows = 0, height = 0, width = 0, channels = 1, ...more] = header.shape;
  if (role === 'y' || more.length > 0 || (channels !== 1 && channels !== 3)) {
    throw unsupported(
      name,
      header,
      'expected inputs [rows, columns], images [rows, height, width] or [rows, height, width, 1 or 3], or targets [rows] or [rows, columns]',
    );
  }
  if (header.descr !== '|u1' && header.descr !== '<u1' && header.descr !== '=u1') {
    throw unsupported(
      name,
      header,
      'images must be bytes from 0 to 255: use .astype("uint8"), and multiply by 255 first if they end at 1',
    );
  }
  if (header.fortranOrder) throw unsupported(name, header, 'images must be in C order: use numpy.ascontiguousarray');
  return readPixels(reader, rows, { height, width, channels }, name, limits);
}

async function readStrings(
  reader: ByteReader,
  rows: number,
  role: 'x' | 'y',
  { itemBytes, read }: StringType,
  limits: UploadLimits,
): Promise<Column> {
  requireFitting(countSampledRows(rows, itemBytes, limits) * 4, limits);
  const builder = role === 'x' ? new ColumnBuilder('text') : labels();
  let row = 0;
  for await (const block of readItems(reader, rows, itemBytes)) {
    for (let at = 0; at < block.byteLength; at += itemBytes) {
      if (limits.isSampled?.(row++) !== false) builder.push(read(block.subarray(at, at + itemBytes)));
    }
    requireFitting(builder.bytes, limits);
  }
  return builder.finish().column;
}

/** @returns what the column `label` is read into: as if its cells stood in a text. */
export function labels(): ColumnBuilder {
  return new ColumnBuilder('label');
}

function unsupported(name: string, { descr, shape }: NpyHeader, expected: string): StepwellError {
  return new StepwellError(
    'unsupported_array',
    `The array "${name}" has the shape [${shape.join(', ')}] and the type ${JSON.stringify(descr)}; ${expected}.`,
    { details: { shape, descr } },
  );
}
