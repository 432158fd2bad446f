import { StepwellError } from '@stepwell/base/errors';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { BookFile, Experiment } from './experiment.ts';

/**
 * The files of an experiment.
 *
 * @param folder where data are kept.
 * @returns the first way in which they are all there, with whole paths.
 * @throws {StepwellError} `invalid_request` when there is none: what was looked for, and where it is published.
 */
export async function findData({ title, files }: Experiment, folder: string): Promise<BookFile> {
  for (const file of files.candidates) {
    const paths = file.paths.map((path) => join(folder, path));
    const test = file.test?.map((path) => join(folder, path));
    if (await allThere([...paths, ...(test ?? [])])) return { ...file, paths, ...(test === undefined ? {} : { test }) };
  }
  const looked = files.candidates.map(({ paths }) => paths.join(' with ')).join(', or ');
  throw new StepwellError(
    'invalid_request',
    `${title}: no data in ${folder}. Looked for ${looked}. Nothing is downloaded here; they are published at ${files.published}.`,
  );
}

async function allThere(paths: string[]): Promise<boolean> {
  const found = await Promise.allSettled(paths.map((path) => access(path)));
  return found.every(({ status }) => status === 'fulfilled');
}
