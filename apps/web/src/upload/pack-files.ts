import type { AsyncZippable } from 'fflate';
import { text } from '../text.ts';
import type { Picked } from './dropped-files.ts';
import { MOST_BYTES } from './limits.ts';
import { isReadable, type NamedFile } from './named-file.ts';

/** Files that are already compressed. */
const COMPRESSED = /\.(?:gz|png|jpe?g)$/i;
/** A fixed timestamp, so that the same files are the same dataset. */
const MTIME = new Date(1980, 0, 2);

/**
 * Several files as one zip, uncompressed if that is small enough.
 *
 * @throws with a message, if they don't go together or are too large.
 */
export async function packFiles({ files, fromFolder }: Picked): Promise<Blob> {
  const readable = files.filter(isReadable).sort((a, b) => (a.path < b.path ? -1 : 1));
  const rejected = files.find((file) => !isReadable(file));
  if (rejected !== undefined && !fromFolder) throw new Error(text.upload.apart(rejected.path));
  const [first] = readable;
  if (first === undefined) throw new Error(text.upload.nothing);
  if (readable.length === 1) return first.file;
  const bytes = sizeOf(readable);
  if (sizeOf(readable.filter(({ path }) => COMPRESSED.test(path))) > MOST_BYTES.packed)
    throw new Error(text.upload.tooLarge(bytes));
  // Room for the zip's own headers.
  const level = bytes + 1_000 + 300 * readable.length < MOST_BYTES.packed ? 0 : 6;
  const zip: AsyncZippable = {};
  for (const { path, file } of readable)
    zip[path] = [new Uint8Array(await file.arrayBuffer()), { level: COMPRESSED.test(path) ? 0 : level }];
  return new Blob([await zipped(zip)]);
}

async function zipped(files: AsyncZippable): Promise<Uint8Array<ArrayBuffer>> {
  const { zip } = await import('fflate');
  return new Promise((resolve, reject) => {
    zip(files, { mtime: MTIME }, (error, data) => (error === null ? resolve(data) : reject(error)));
  });
}

function sizeOf(files: readonly NamedFile[]): number {
  return files.reduce((sum, { file }) => sum + file.size, 0);
}
