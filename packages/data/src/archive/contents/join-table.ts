import { StepwellError } from '@stepwell/base/errors';
import { encodeTable, selectRows, type CategoricalColumn, type ImageColumn, type Table } from '../../table/index.ts';
import { requireFitting, type UploadLimits } from '../../upload/limits.ts';
import { counted, listed, warn, type Note } from '../../upload/notes.ts';
import { nameAt, nameImages } from './name-images.ts';

const MOST_LISTED = 5;

/** Images of a zip that were read, and files that are no rows. */
export interface ImagesRead {
  image: ImageColumn;
  /** The images' folders; null where they are no classes. */
  label: CategoricalColumn | null;
  /** [images] in the column's order: the path of each. */
  paths: readonly string[];
  /** Images that weren't drawn for the sample, or are of another part. */
  others: readonly string[];
  /** Images that can't be read. */
  unreadable: readonly string[];
}

/** A table that was read from the zip. */
export interface TableRead {
  /** Its path. */
  path: string;
  table: Table;
}

/** A table with the images that its rows name. */
export interface Joined {
  table: Table;
  notes: Note[];
  /** [rows]: the image of each row. */
  files: string[];
  /** What became no row, with the reason. */
  lost: { file: string; why: string }[];
}

/**
 * Puts the images beside the rows that name them. Rows without an image that can be read are left out, and so are images
 * that no row names; both are counted.
 *
 * @returns null where less than half of the rows name an image: then the table is about something else.
 * @throws {StepwellError} `dataset_too_large`.
 */
export function joinTable({ path, table }: TableRead, read: ImagesRead, limits: UploadLimits): Joined | null {
  const all = [...read.paths, ...read.others, ...read.unreadable];
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const named = nameImages(table, all, folder);
  if (named === null || 2 * named.rows < table.rows) return null;
  const count = read.paths.length;
  const isRead = (row: number) => named.at[row]! >= 0 && named.at[row]! < count;
  const rows = Int32Array.from({ length: table.rows }, (_, row) => row);
  const kept = rows.filter(isRead);
  if (kept.length === 0) {
    throw new StepwellError(
      'empty_table',
      `No row of "${path.slice(-80)}" names an image of the requested part that can be read. Check the part, and the names in "${named.column.name}".`,
    );
  }
  const without = rows.filter((row) => named.at[row]! < 0);
  const used = new Set(Array.from(kept, (row) => named.at[row]!));
  const unnamed = read.paths.filter((_, place) => !used.has(place));
  const at = Int32Array.from(kept, (row) => named.at[row]!);
  const image: ImageColumn = {
    ...read.image,
    name: freeName('image', table, named.column.name),
    at: at.map((place) => read.image.at[place]!),
  };
  const selected = selectRows(table, kept);
  const columns = selected.columns.map((column) => (column.name === named.column.name ? image : column));
  const label = labelBeside(read.label, at, table);
  requireFitting(sizeOf(selected) + sizeOfImages(read.image), limits);
  const nameOf = (row: number) => nameAt(named.column, row) ?? '';
  const cell = `"${named.column.name}" of "${path.slice(-80)}"`;
  return {
    table: {
      ...selected,
      columns: label === null ? columns : [...columns, label],
      reading:
        table.reading == null
          ? null
          : {
              ...table.reading,
              columns: table.reading.columns.filter((one) => one.column !== named.column.name),
            },
    },
    files: Array.from(at, (place) => read.paths[place]!),
    notes: [
      ...countLost(without.length, 'row', `${cell} names no image of the zip there`, [...without].map(nameOf)),
      ...countLost(unnamed.length, 'image', `no row of ${cell} names it`, unnamed),
    ],
    lost: [
      ...Array.from(without, (row) => ({ file: nameOf(row), why: `the zip has no image of this name` })),
      ...unnamed.map((file) => ({ file, why: `no row of ${cell} names it` })),
    ],
  };
}

function countLost(count: number, noun: string, why: string, names: readonly string[]): Note[] {
  if (count === 0) return [];
  const shown = names.slice(0, MOST_LISTED).map((name) => (name === '' ? 'an empty cell' : `"${name.slice(-80)}"`));
  if (count > MOST_LISTED) shown.push(`${count - MOST_LISTED} more`);
  return [warn(`${counted(count, noun)} ${count === 1 ? 'was' : 'were'} left out, because ${why}: ${listed(shown)}.`)];
}

/** The folders as a column, where they tell anything and the table has none of that name. */
function labelBeside(label: CategoricalColumn | null, at: Int32Array, { columns }: Table): CategoricalColumn | null {
  if (label === null || columns.some(({ name }) => name === label.name)) return null;
  const only: Table = selectRows({ rows: label.codes.length, columns: [label] }, at);
  const [selected] = only.columns;
  return selected?.kind === 'categorical' && selected.categories.length > 1 ? selected : null;
}

function freeName(name: string, { columns }: Table, replaced: string): string {
  const taken = columns.some((column) => column.name === name && column.name !== replaced);
  return taken ? freeName(`${name}_`, { rows: 0, columns }, replaced) : name;
}

function sizeOf({ rows, columns }: Table): number {
  return encodeTable({ rows, columns }).byteLength;
}

function sizeOfImages({ stores }: ImageColumn): number {
  return stores.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
