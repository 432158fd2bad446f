import { isErrorCode, StepwellError } from '@stepwell/base/errors';
import type { Client } from './client.ts';
import { upload } from './upload.ts';

type Dataset = Awaited<ReturnType<typeof upload>>;

/**
 * Sends what is learned from.
 *
 * @param sample the share of the rows to draw.
 * @throws {StepwellError} what the service answered; where the file is too large, with how to send a share of it.
 */
export async function uploadTrain(
  client: Client,
  files: readonly string[],
  sample: number | undefined,
): Promise<Dataset> {
  try {
    return await upload(client, files, { sample });
  } catch (error) {
    if (!(error instanceof StepwellError) || !TOO_LARGE.has(error.code)) throw error;
    throw new StepwellError(
      isErrorCode(error.code) ? error.code : 'dataset_too_large',
      `${error.message} With --sample ${(sample ?? 1) / 2} about ${sample === undefined ? 'half of the rows are' : 'half as many rows are'} drawn at random and the others left out.`,
      { cause: error, details: error.details },
    );
  }
}

const TOO_LARGE = new Set<string>(['dataset_too_large', 'archive_too_large']);

/**
 * Sends the test rows: a file of their own, or the test part of what is learned from where that has one.
 *
 * @param parts of the file that was sent.
 */
export async function uploadTest(
  client: Client,
  files: readonly string[],
  test: readonly string[] | undefined,
  parts: Dataset['parts'],
  sample: number | undefined,
): Promise<Dataset | undefined> {
  if (test !== undefined) return uploadGiven(client, test);
  return parts?.includes('test') === true ? upload(client, files, { part: 'test', sample }) : undefined;
}

/** Files that are called like test files hold a test part and no other: that is then what is wanted of them. */
async function uploadGiven(client: Client, files: readonly string[]): Promise<Dataset> {
  try {
    return await upload(client, files);
  } catch (error) {
    if (!(error instanceof StepwellError) || error.code !== 'unknown_part') throw error;
    return upload(client, files, { part: 'test' });
  }
}
