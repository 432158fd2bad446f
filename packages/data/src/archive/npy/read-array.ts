import { StepwellError } from '@stepwell/base/errors';
import { ColumnBuilder } from '../../table/column-builder.ts';
import { countSampled, type Column } from '../../table/index.ts';
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { readItems } from '../../bytes/items.ts';
import { ClassNames } from '../../upload/class-names.ts';
import { countSampledRows, requireFitting, type UploadLimits } from '../../upload/limits.ts';
import { info, type Note } from '../../upload/notes.ts';
import { holdsClasses } from './array-role.ts';
import { unsupported } from './array-errors.ts';
import { itemTypeOf, type StringType } from './dtype.ts';
import { readNpyHeader, type NpyHeader } from './npy-header.ts';
import { oneHotClasses } from './one-hot.ts';
import { readImages } from './read-images.ts';
import { readNumbers } from './read-numbers.ts';
import { readPickledTexts } from './pickle/read-pickled-texts.ts';

/** An array as columns. */
export interface ArrayColumns {
  rows: number;
  columns: Column[];
  /** What a person should know about how it was read. */
  notes: Note[];
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
  const notes: Note[] = [];
  const columns = await readColumns(reader, role, header, name, limits, notes);
  await reader.requireEnd();
  return { rows: countSampled(rows, limits.isSampled), columns, notes };
}

async function readColumns(
  reader: ByteReader,
  role: 'x' | 'y',
  header: NpyHeader,
  name: string,
  limits: UploadLimits,
  notes: Note[],
): Promise<Column[]> {
  const type = itemTypeOf(header, name);
  const [rows = 0, ...row] = header.shape;
  if (type.kind === 'object') {
    if (row.length > 0) throw unsupported(name, header, 'an array of lists of integers must have one dimension');
    return [await readPickledTexts(reader, rows, name, limits)];
  }
  if (row.length > 1) {
    const pixels = type.kind === 'string' ? null : type;
    return [await readImages(reader, role, header, pixels, name, limits, notes)];
  }
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
    const builder =
      role === 'x' ? new ColumnBuilder('text') : new ColumnBuilder('label', holdsClasses(name) ? 'names' : 'anything');
    return [await readStrings(reader, rows, builder, type, limits)];
  }
  const shape = { rows, columns, fortranOrder: header.fortranOrder };
  const numbers = await readNumbers(reader, shape, type, limits);
  if (role === 'y' && columns === 1 && type.kind !== 'float') {
    return [labels(numbers[0]!, type.kind === 'bool', holdsClasses(name))];
  }
  const classes = role === 'y' ? oneHotClasses(numbers) : null;
  if (classes !== null) {
    notes.push(
      info(
        `Each row of "${name}" holds a single 1 among zeros, so it was read as one column "label" of the classes 0 to ${columns - 1}.`,
      ),
    );
    return [classes];
  }
  const named = (i: number) => (row.length === 0 || (role === 'y' && columns === 1) ? role : `${role}${i}`);
  return numbers.map((values, i) => ({ kind: 'numeric', name: named(i), values }));
}

async function readStrings(
  reader: ByteReader,
  rows: number,
  builder: ColumnBuilder,
  { itemBytes, read }: StringType,
  limits: UploadLimits,
): Promise<Column> {
  requireFitting(countSampledRows(rows, itemBytes, limits) * 4, limits);
  let row = 0;
  for await (const block of readItems(reader, rows, itemBytes)) {
    for (let at = 0; at < block.byteLength; at += itemBytes) {
      if (limits.isSampled?.(row++) !== false) builder.push(read(block.subarray(at, at + itemBytes)));
    }
    requireFitting(builder.bytes, limits);
  }
  return builder.finish().column;
}

/** Whole numbers as targets: as if they stood in a text, or as the names of classes. */
function labels(values: Float64Array, areTruths: boolean, areClasses: boolean): Column {
  if (areClasses && !areTruths) {
    const classes = new ClassNames();
    for (const value of values) classes.push(String(value));
    return classes.finish();
  }
  const builder = new ColumnBuilder('label');
  for (const value of values) builder.push(areTruths ? String(value === 1) : String(value));
  return builder.finish().column;
}
