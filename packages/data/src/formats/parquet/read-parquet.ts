import { StepwellError } from '@stepwell/base/errors';
import { UnpackedBudget, type UploadLimits } from '../../upload/limits.ts';
import type { ReadColumn } from '../../table/read-column.ts';
import { columnNames } from '../../table/column-names.ts';
import { countSampled, selectRows, type Column, type Table } from '../../table/index.ts';
import { fileReadingOf, type FileReading } from '../../values/reading.ts';
import { cellReader } from './cell-of.ts';
import { BuilderSink, BytesSink } from './column-sink.ts';
import type { ColumnSink } from './sink.ts';
import { classNames } from './hugging-face.ts';
import { isPandasIndex, leafColumns, type Leaf } from './leaf-columns.ts';
import { damagedParquet } from './parquet-errors.ts';
import { readColumn } from './read-column.ts';
import { readFooter, tooManyColumns } from './read-footer.ts';

type Note = FileReading['notes'][number];

/**
 * Reads a Parquet file, one column after the other and of each a page at a time.
 *
 * Structs become columns `a.b`, lists texts with `|` between the elements, times of day hours, images of Hugging Face an image
 * column, and the numbers of its classes their names. What can't be read is left out, and the notes say so.
 *
 * @param file the whole file.
 * @throws {StepwellError} `corrupt_archive`, `unsupported_archive`, `archive_too_large`, `too_many_columns`, `too_few_columns`,
 * `dataset_too_large`, `empty_table`, `cell_too_long`, or a code of an image.
 */
export async function readParquet(
  file: Uint8Array,
  limits: UploadLimits,
): Promise<{ table: Table; format: 'parquet' }> {
  try {
    return { table: await readTable(file, limits), format: 'parquet' };
  } catch (cause) {
    if (cause instanceof StepwellError) throw cause;
    // hyparquet and typed arrays say in words of their own where bytes make no sense.
    throw damagedParquet('its bytes make no sense', cause);
  }
}

async function readTable(file: Uint8Array, limits: UploadLimits): Promise<Table> {
  const metadata = readFooter(file, limits);
  const notes: Note[] = [];
  const leaves = chosenLeaves(leafColumns(metadata), notes);
  if (leaves.length > limits.maxColumns) throw tooManyColumns(leaves.length, limits.maxColumns);
  const fileRows = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (fileRows === 0) throw new StepwellError('empty_table', 'The Parquet file has no rows. Write it again with some.');
  if (leaves.length === 0) throw tooFewColumns(0);
  const { names, notes: renamed } = columnNames(
    leaves.map((leaf) => (leaf.file === null ? leaf.name : parentName(leaf))),
    leaves.length,
  );
  for (const text of renamed) notes.push({ severity: 'info', text });
  const classes = classNames(metadata);
  const budget = new UnpackedBudget(limits.unpackedBytes);
  const done: { leaf: Leaf; read: ReadColumn; lacking: readonly number[] }[] = [];
  let bytesDone = 0;
  for (const [i, leaf] of leaves.entries()) {
    const name = names[i]!;
    const labels = classes.get(leaf.path.join('.')) ?? null;
    const reader = leaf.file === null ? cellReader(leaf.element, labels) : null;
    const sink: ColumnSink =
      reader === null
        ? new BytesSink(name, limits)
        : new BuilderSink(name, reader.decimals, labels === null ? 'anything' : 'names');
    await readColumn(file, metadata, leaf, reader, sink, budget, limits, () =>
      requireRoom(bytesDone + sink.bytes, limits),
    );
    const read = sink.finish();
    if (read === null) {
      notes.push(leftOut(name, sink.leftOut ?? 'nothing that can be read'));
      continue;
    }
    bytesDone += sink.bytes;
    if (leaf.maxRepetition > 0)
      notes.push({
        severity: 'info',
        text: `The lists in "${name}" were read as texts, with | between their elements.`,
      });
    done.push({ leaf, read, lacking: sink.lacking ?? [] });
  }
  if (done.length < 2) throw tooFewColumns(done.length);
  // All columns were found to have these rows.
  const rows = countSampled(fileRows, limits.isSampled);
  if (rows === 0)
    throw new StepwellError(
      'empty_table',
      `The sample is empty: none of the ${fileRows} rows was selected. Use a larger share.`,
    );
  const columns = done.map(({ leaf, read }) => ({ ...read.reading, rowName: isPandasIndex(leaf) }));
  const table = withoutLacking(
    rows,
    done.map(({ read, lacking }) => ({ column: read.column, lacking })),
    notes,
  );
  return { ...table, reading: { file: fileReadingOf('parquet', { notes }), columns } };
}

/**
 * Leaves out the rows that have no image.
 *
 * @param notes gets one for each column of images that lacks some.
 * @throws {StepwellError} `empty_table` where no row has all of its images.
 */
function withoutLacking(
  rows: number,
  columns: readonly { column: Column; lacking: readonly number[] }[],
  notes: Note[],
): Pick<Table, 'rows' | 'columns'> {
  const out = new Set(columns.flatMap(({ lacking }) => lacking));
  if (out.size === 0) return { rows, columns: columns.map(({ column }) => column) };
  for (const { column, lacking } of columns) {
    if (lacking.length === 0) continue;
    const few = lacking.slice(0, MOST_LISTED).map((row) => row + 1);
    const listed = `${few.join(', ')}${lacking.length > few.length ? ' …' : ''}`;
    const what = `${lacking.length} of ${rows} rows ${lacking.length === 1 ? 'has' : 'have'} no image in "${column.name}" and ${lacking.length === 1 ? 'was' : 'were'} left out`;
    notes.push({ severity: 'warn', text: `${what}: ${listed}.` });
  }
  if (out.size === rows)
    throw new StepwellError('empty_table', 'No row of the Parquet file has an image. Write it again with some.');
  const kept = Int32Array.from({ length: rows }, (_, row) => row).filter((row) => !out.has(row));
  return {
    rows: kept.length,
    columns: columns.flatMap(({ column, lacking }) => {
      // A column that lacks some has no places for them.
      const none = new Set(lacking);
      let place = 0;
      const places = Int32Array.from({ length: rows }, (_, row) => (none.has(row) ? -1 : place++));
      return selectRows(
        { rows, columns: [column] },
        kept.map((row) => places[row]!),
      ).columns;
    }),
  };
}

/** Rows without an image that a note names, at most. */
const MOST_LISTED = 5;

/** The columns that can be read, without the paths of images. */
function chosenLeaves(leaves: Leaf[], notes: Note[]): Leaf[] {
  const files = new Set(leaves.filter(({ file }) => file !== null).map(parentName));
  return leaves.filter((leaf) => {
    if (leaf.path.at(-1) === 'path' && files.has(parentName(leaf))) {
      notes.push({ severity: 'info', text: `The names of the files in "${leaf.name}" were left out.` });
      return false;
    }
    const isInList = leaf.maxRepetition > 0 && cellReader(leaf.element, null) === null;
    const unreadable = leaf.unreadable ?? (isInList ? 'lists of bytes' : null);
    if (unreadable !== null) notes.push(leftOut(leaf.name, unreadable));
    return unreadable === null;
  });
}

function parentName({ name }: Leaf): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}

function leftOut(name: string, what: string): Note {
  return { severity: 'warn', text: `The column "${name}" was left out: it holds ${what}.` };
}

function requireRoom(bytes: number, { maxEncodedBytes }: UploadLimits): void {
  if (bytes <= maxEncodedBytes) return;
  throw new StepwellError(
    'dataset_too_large',
    `The table exceeds the limit of ${maxEncodedBytes / 1e6} MB as typed columns. Upload fewer columns, or a random sample of the rows.`,
    { details: { limitBytes: maxEncodedBytes } },
  );
}

function tooFewColumns(columns: number): StepwellError {
  return new StepwellError(
    'too_few_columns',
    `The Parquet file has ${columns === 1 ? 'one column' : 'no columns'} that can be read, but a target and at least one input are required.`,
    { details: { columns } },
  );
}
