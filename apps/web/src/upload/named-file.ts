/** A file by its place: `cats/1.png` in a folder that was dropped, else its name. */
export interface NamedFile {
  path: string;
  file: Blob;
}

/** The service reads these in a zip, by their names. */
const TAKEN = /\.(?:png|jpe?g|npy|csv|tsv)$|idx[^/]*$/i;
const HIDDEN = /(?:^|\/)(?:\.|__MACOSX)/;

/** @returns whether a file has a place in a zip. */
export function isTaken({ path }: NamedFile): boolean {
  return TAKEN.test(path) && !HIDDEN.test(path);
}

/** @returns what files are called together: by their first one, without its ending and the words of its format. */
export function nameOf(file: string): string {
  const name = file.replace(/(?:\.[a-z0-9]{1,6}){1,2}$/i, '').replace(/[-.]?idx\d[-.]ubyte$/, '');
  return (name === '' ? file : name).slice(0, 200);
}
