import { text } from '../text.ts';
import type { Picked } from './dropped-files.ts';
import { MOST_BYTES } from './limits.ts';
import { HEADER_BYTES, mediaTypeOf, TEXT } from './media-type.ts';
import { packFiles } from './pack-files.ts';

/**
 * The request body for files: a single one as it is, several as one zip.
 *
 * @returns the bytes, with their media type.
 * @throws with a message, if the files can't be read, don't go together or are too large.
 */
export async function bodyOf(picking: Picked | Promise<Picked>): Promise<Blob> {
  try {
    const picked = await picking;
    const [first, ...more] = picked.files;
    if (first === undefined) throw new Error(text.upload.nothing);
    return await withMediaType(more.length === 0 && !picked.fromFolder ? first.file : await packFiles(picked));
  } catch (cause) {
    // In browsers that can't list a folder, it looks like an unreadable file.
    if (cause instanceof DOMException) throw new Error(text.upload.unreadable, { cause });
    throw cause;
  }
}

/** The file with the media type that its first bytes show. @throws with a message, if it is too large. */
export async function withMediaType(file: Blob): Promise<Blob> {
  const type = mediaTypeOf(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()));
  if (file.size > MOST_BYTES[type === TEXT ? 'text' : 'packed']) throw new Error(text.upload.tooLarge(file.size));
  return file.slice(0, file.size, type);
}
