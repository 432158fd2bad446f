import { uploadFile, type Wanted } from '../api/calls.ts';
import type { Dataset } from '../api/client.ts';

/** How to read a file, where the rules are overruled. */
export type ReadFileAs = Omit<Wanted, 'part' | 'sample'>;

/** The datasets of an upload: training rows, and the test rows that come with them. */
export interface Sent {
  dataset: Dataset;
  test: Dataset | null;
}

/**
 * Uploads a file. A file with a test part is uploaded twice, once for each part.
 *
 * @param share of the rows to sample; null for all of them.
 * @param reading how to read the file, where the rules are overruled.
 * @throws {ApiError}
 */
export async function send(body: Blob, share: number | null, reading: ReadFileAs = {}): Promise<Sent> {
  const wanted = { ...reading, ...(share === null ? {} : { sample: share }) };
  const dataset = await uploadFile(body, wanted);
  const hasTest = dataset.parts?.includes('test') === true;
  return { dataset, test: hasTest ? await uploadFile(body, { ...wanted, part: 'test' }) : null };
}
