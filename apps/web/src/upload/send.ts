import { uploadFile } from '../api/calls.ts';
import type { Dataset } from '../api/client.ts';

/** What came of a file: what is learned from, and the test rows that it brings along. */
export interface Sent {
  dataset: Dataset;
  test: Dataset | null;
}

/**
 * Sends a file; one that has a part for the test is sent twice, once for each.
 *
 * @param share of the rows to draw; null for all of them.
 * @throws {ApiError}
 */
export async function send(body: Blob, share: number | null): Promise<Sent> {
  const wanted = share === null ? {} : { sample: share };
  const dataset = await uploadFile(body, wanted);
  const hasTest = dataset.parts?.includes('test') === true;
  return { dataset, test: hasTest ? await uploadFile(body, { ...wanted, part: 'test' }) : null };
}
