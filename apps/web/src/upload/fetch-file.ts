import { fileUrl, nameOfUrl } from '@stepwell/data/formats';
import { text } from '../text.ts';
import { withMediaType } from './body-of.ts';
import { MOST_BYTES } from './limits.ts';

const words = text.bring.url;

/** A file of the web. */
export interface Address {
  url: URL;
  name: string;
}

/** @returns the file that a person's words point to; null where they aren't an address that a page can fetch from. */
export function addressOf(typed: string): Address | null {
  const url = fileUrl(typed.trim());
  return url?.protocol === 'https:' ? { url, name: nameOfUrl(url) } : null;
}

/**
 * Fetches a file from this browser. The service asks no other server for anything.
 *
 * @throws with a message, if the file can't be had or is too large.
 */
export async function fetchFile({ url }: Address): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' });
  } catch (cause) {
    throw new Error(words.unreachable(url.hostname), { cause });
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(words.status(url.hostname, response.status));
  }
  return withMediaType(new Blob(await upTo(response, MOST_BYTES.text)));
}

/** The parts of an answer. @throws with a message, if they are more than so many bytes. */
async function upTo(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer>[]> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body?.getReader();
  let bytes = 0;
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
    if (done) return parts;
    bytes += value.byteLength;
    if (bytes > limit) {
      await reader?.cancel();
      throw new Error(words.tooLarge);
    }
    parts.push(value);
  }
}
