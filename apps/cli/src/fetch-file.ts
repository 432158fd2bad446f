import { UPLOAD_LIMITS } from '@stepwell/data/archive';
import { fileUrl } from '@stepwell/data/formats';
import { StepwellError } from '@stepwell/base/errors';

/** @returns whether a file is given by its URL. */
export function isUrl(path: string): boolean {
  return /^https?:\/\//i.test(path);
}

/**
 * Fetches a file, to upload it from here. A page of GitHub or Hugging Face that shows a file stands for the file.
 *
 * @throws {StepwellError} `unreachable` if the server doesn't answer with the file, or `body_too_large`.
 */
export async function fetchFile(url: string): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(fileUrl(url) ?? url);
  } catch (cause) {
    throw new StepwellError('unreachable', `${url} doesn't respond. Check the address and the network.`, { cause });
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new StepwellError(
      'unreachable',
      `${url} answered with status ${response.status} instead of a file. Check the address, or download the file first.`,
    );
  }
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > UPLOAD_LIMITS.maxBytes) {
      throw new StepwellError(
        'body_too_large',
        `${url} is larger than ${UPLOAD_LIMITS.maxBytes / 1e6} MB, which is the limit. Download it, and upload a sample of its rows.`,
      );
    }
    parts.push(chunk);
  }
  return new Blob(parts);
}
