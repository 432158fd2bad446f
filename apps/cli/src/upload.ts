import { StepwellError } from '@stepwell/workflow/errors';
import { openAsBlob } from 'node:fs';
import { ask, type Client } from './client.ts';

/**
 * Sends a CSV or TSV file; one that ends in .gz is unpacked on the way.
 *
 * @param file its path.
 * @returns its sha256, and what its columns are.
 * @throws {StepwellError} `invalid_request` when it can't be read, or what the service answered.
 */
export async function upload(client: Client, file: string) {
  const body = await readTable(file);
  return ask(() => client.api.datasets.$post(undefined, { init: { body, headers: { 'content-type': 'text/csv' } } }));
}

async function readTable(file: string): Promise<Blob> {
  try {
    const blob = await openAsBlob(file);
    if (!file.endsWith('.gz')) return blob;
    return await new Response(blob.stream().pipeThrough(new DecompressionStream('gzip'))).blob();
  } catch (cause) {
    throw new StepwellError(
      'invalid_request',
      `The file ${file} can't be read. Look at its name and its permissions.`,
      { cause },
    );
  }
}
