import { StepwellError } from '@stepwell/base/errors';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { BookFile, Experiment } from './experiment.ts';

/**
 * Finds the files of an experiment.
 *
 * @param folder the data folder.
 * @returns the first candidate whose files all exist, with full paths.
 * @throws {StepwellError} `invalid_request` if there is none.
 */
export async function findData({ title, files }: Experiment, folder: string): Promise<BookFile> {
  for (const file of files.candidates) {
    const paths = file.paths.map((path) => join(folder, path));
    const test = file.test?.map((path) => join(folder, path));
    if (await allThere([...paths, ...(test ?? [])])) return { ...file, paths, ...(test === undefined ? {} : { test }) };
  }
  const expected = files.candidates.map(({ paths }) => paths.join(' with ')).join(', or ');
  throw new StepwellError(
    'invalid_request',
    `${title}: no data found in ${folder}. Expected ${expected}. Download the data from ${files.published} and put it there.`,
  );
}

async function allThere(paths: string[]): Promise<boolean> {
  const found = await Promise.allSettled(paths.map((path) => access(path)));
  return found.every(({ status }) => status === 'fulfilled');
}
