import { labelAt, textAt, wordsOf, type Column, type Table } from '../../table/index.ts';

/** Which image each row of a table names. */
export interface NamedImages {
  /** The column that names them. */
  column: Column;
  /** [rows]: places in the list of images; -1 for none. */
  at: Int32Array;
  /** Rows that name an image, and images that are named. */
  rows: number;
  images: number;
}

/** What of a path a cell may hold: all of it, its last part, or that without its ending. */
type Form = (path: string) => string;

const FORMS: readonly Form[] = [(path) => path, lastPart, (path) => lastPart(path).replace(/\.[^.]*$/, '')];

/**
 * Finds the column of a table that names images: by their whole path, from the table's folder or from the top; by the file's name,
 * or by that without its ending. The column that names the most images counts, and of those that name as many the first.
 *
 * @param paths the images in the zip. A name that several of them share names none.
 * @param folder of the table.
 * @returns null where no column names an image.
 */
export function nameImages(table: Table, paths: readonly string[], folder: string): NamedImages | null {
  let best: NamedImages | null = null;
  for (const column of table.columns) {
    const found = namesIn(column, table.rows, paths, folder);
    if (found !== null && found.images > (best?.images ?? 0)) best = found;
  }
  return best;
}

/** @returns the cell as it names an image; null for a missing one. */
export function nameAt(column: Column, row: number): string | null {
  if (column.kind === 'text') return textAt(column, row).join(' ');
  if (column.kind === 'image') return null;
  return labelAt(column, row);
}

function namesIn(column: Column, rows: number, paths: readonly string[], folder: string): NamedImages | null {
  if (column.kind !== 'categorical' && column.kind !== 'text' && column.kind !== 'numeric') return null;
  // More names than a category may have are kept as words.
  const known = column.kind === 'text' ? asWords : (name: string) => name;
  let best: NamedImages | null = null;
  for (const form of FORMS) {
    const places = placesOf(paths, (path) => known(form(path)));
    const at = new Int32Array(rows).fill(-1);
    for (let row = 0; row < rows; row++) {
      const name = nameAt(column, row);
      if (name === null || name === '') continue;
      const cell = tidied(name);
      at[row] = (folder === '' ? undefined : places.get(known(`${folder}/${cell}`))) ?? places.get(known(cell)) ?? -1;
    }
    const named = at.filter((place) => place >= 0);
    const images = new Set(named).size;
    if (images > (best?.images ?? 0)) best = { column, at, rows: named.length, images };
  }
  return best;
}

/** Where each name leads; -1 where it leads to several. */
function placesOf(paths: readonly string[], nameOf: (path: string) => string): Map<string, number> {
  const places = new Map<string, number>();
  paths.forEach((path, place) => {
    const name = nameOf(path);
    places.set(name, places.has(name) ? -1 : place);
  });
  return places;
}

/** A path as zips write it. */
function tidied(name: string): string {
  return name
    .trim()
    .replaceAll('\\', '/')
    .replace(/^(?:\.?\/)+/, '');
}

function asWords(name: string): string {
  return wordsOf(name).join(' ');
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
