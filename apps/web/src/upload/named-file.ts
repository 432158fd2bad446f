import { entryKind } from '@stepwell/data/formats';

/** A file and its path: `cats/1.png` in a dropped folder, otherwise its name. */
export interface NamedFile {
  path: string;
  file: Blob;
}

/** @returns whether the service reads a file of this name in a zip. */
export function isReadable({ path }: NamedFile): boolean {
  return entryKind(path) !== null;
}

/** @returns a name for files: that of the first, without its extension and the words of its format. */
export function nameOf(file: string): string {
  const name = file.replace(/(?:\.[a-z0-9]{1,8}){1,2}$/i, '').replace(/[-.]?idx\d[-.]ubyte$/, '');
  return (name === '' ? file : name).slice(0, 200);
}
