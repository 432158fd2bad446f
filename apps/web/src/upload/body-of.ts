import { text } from '../text.ts';
import type { Picked } from './dropped-files.ts';
import { MOST_BYTES } from './limits.ts';
import { LOOKED_AT, mediaTypeOf, TEXT } from './media-type.ts';
import { packFiles } from './pack-files.ts';

/**
 * What is sent of the files: a lone one as it is, several as one zip.
 *
 * @returns the bytes, with the media type that they are sent as.
 * @throws with a sentence, when the files can't be read, don't go together or are too large.
 */
export async function bodyOf(picking: Picked | Promise<Picked>): Promise<Blob> {
  try {
    const picked = await picking;
    const [first, ...more] = picked.files;
    if (first === undefined) throw new Error(text.upload.nothing);
    return await typed(more.length === 0 && !picked.fromFolder ? first.file : await packFiles(picked));
  } catch (cause) {
    // A folder comes as a file that can't be read, where the browser doesn't tell its entries.
    if (cause instanceof DOMException) throw new Error(text.upload.unreadable, { cause });
    throw cause;
  }
}

/** The file, which will be sent as what its first bytes say. @throws with a sentence, when it is too large. */
export async function typed(file: Blob): Promise<Blob> {
  const type = mediaTypeOf(new Uint8Array(await file.slice(0, LOOKED_AT).arrayBuffer()));
  if (file.size > MOST_BYTES[type === TEXT ? 'text' : 'packed']) throw new Error(text.upload.tooLarge(file.size));
  return file.slice(0, file.size, type);
}
