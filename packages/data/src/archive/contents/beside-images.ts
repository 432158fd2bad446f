import { StepwellError } from '@stepwell/base/errors';
import { ByteReader } from '../../bytes/byte-reader.ts';
import type { Column } from '../../table/index.ts';
import type { UploadLimits } from '../../upload/limits.ts';
import { counted, warn, type Note } from '../../upload/notes.ts';
import { readArray } from '../npy/read-array.ts';
import type { ZipEntry } from '../zip/read-zip.ts';
import type { FileColumns } from './join-columns.ts';

/** Errors of one array alone. */
const OF_AN_ARRAY = new Set(['unsupported_array', 'pickle_refused', 'empty_table', 'too_many_columns']);

/** Collects arrays that stand beside images: one column each, or one a column of theirs. */
export class BesideImages {
  readonly #limits: UploadLimits;
  readonly #read: FileColumns[] = [];
  readonly #notes: Note[] = [];

  constructor(limits: UploadLimits) {
    this.#limits = limits;
  }

  /**
   * Reads an array. One that can't be a column is noted.
   *
   * @param name of the column, or of what its columns begin with.
   * @throws {StepwellError} of the archive: `corrupt_archive`, `dataset_too_large`.
   */
  async read(entry: ZipEntry, name: string, limits: UploadLimits): Promise<void> {
    const reader = new ByteReader(entry.bytes(), `"${entry.path}"`);
    try {
      const { rows, columns, notes } = await readArray(reader, 'x', name, limits);
      this.#read.push({
        name,
        rows,
        columns: columns.map((column, i) => named(column, name, i, columns.length)),
        notes,
      });
    } catch (error) {
      if (!(error instanceof StepwellError) || !OF_AN_ARRAY.has(error.code)) throw error;
      this.#notes.push(notUsed(name, error.message));
      for await (const _ of reader.rest());
    }
  }

  /** @returns the inputs with these columns behind the images; those that don't fit are noted. */
  joinTo(images: FileColumns, targets: FileColumns | null): FileColumns {
    const notes = [...images.notes, ...this.#notes];
    const taken = new Set([...images.columns, ...(targets?.columns ?? [])].map(({ name }) => name));
    const columns = [...images.columns];
    for (const array of this.#read) {
      const why = this.#objectionTo(array, images.rows, taken, columns.length);
      if (why !== null) {
        notes.push(notUsed(array.name, why));
        continue;
      }
      notes.push(...array.notes);
      columns.push(...array.columns);
      for (const { name } of array.columns) taken.add(name);
    }
    return { ...images, columns, notes };
  }

  #objectionTo({ rows, columns }: FileColumns, expected: number, taken: ReadonlySet<string>, width: number) {
    if (columns.some(({ kind }) => kind === 'image')) return 'a model takes one array of images.';
    if (rows !== expected) return `it has ${counted(rows, 'row')}, and there are ${counted(expected, 'image')}.`;
    if (columns.some(({ name }) => taken.has(name))) return 'another column has its name.';
    return width + columns.length > this.#limits.maxColumns ? 'there are too many columns.' : null;
  }
}

function named(column: Column, name: string, i: number, count: number): Column {
  return { ...column, name: count === 1 ? name : `${name}${i}` };
}

function notUsed(name: string, why: string): Note {
  return warn(`The array "${name}" beside the images wasn't used: ${why}`);
}
