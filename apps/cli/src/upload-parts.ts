import { isErrorCode, StepwellError } from '@stepwell/base/errors';
import type { ReadOptions } from '@stepwell/data/delimited';
import type { Client } from './client.ts';
import { upload } from './upload.ts';

type Dataset = Awaited<ReturnType<typeof upload>>;

/**
 * Uploads the training rows.
 *
 * @param sample share of the rows to sample, in (0, 1].
 * @param reading how to read the file, where the rules are to be overruled.
 * @throws {StepwellError} the service's error; if the file is too large, the message suggests a share.
 */
export async function uploadTrain(
  client: Client,
  files: readonly string[],
  sample: number | undefined,
  reading: ReadOptions = {},
): Promise<Dataset> {
  try {
    return await upload(client, files, { sample, reading });
  } catch (error) {
    if (!(error instanceof StepwellError) || !TOO_LARGE.has(error.code)) throw error;
    throw new StepwellError(
      isErrorCode(error.code) ? error.code : 'dataset_too_large',
      `${error.message} To use a random ${sample === undefined ? 'half of the rows' : 'sample half that size'}, add --sample ${(sample ?? 1) / 2}.`,
      { cause: error, details: error.details },
    );
  }
}

const TOO_LARGE = new Set<string>(['dataset_too_large', 'archive_too_large']);

/**
 * Uploads the test rows: the given test file, or the test part of the training file if it has one.
 *
 * @param test paths of the test file, if given.
 * @param parts parts of the uploaded training file.
 * @returns the dataset of the test rows, if any.
 */
export async function uploadTest(
  client: Client,
  files: readonly string[],
  test: readonly string[] | undefined,
  parts: Dataset['parts'],
  sample: number | undefined,
  reading: ReadOptions = {},
): Promise<Dataset | undefined> {
  if (test !== undefined) return uploadGiven(client, test, reading);
  return parts?.includes('test') === true ? upload(client, files, { part: 'test', sample, reading }) : undefined;
}

/** Uploads a given test file: its only part, or the part called test if its name says that it has one. */
async function uploadGiven(client: Client, files: readonly string[], reading: ReadOptions): Promise<Dataset> {
  try {
    return await upload(client, files, { reading });
  } catch (error) {
    if (!(error instanceof StepwellError) || error.code !== 'unknown_part') throw error;
    return upload(client, files, { part: 'test', reading });
  }
}
