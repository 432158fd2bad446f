import type { ReadOptions } from '@stepwell/data/delimited';
import { typeOfFile } from '@stepwell/data/formats';
import { StepwellError } from '@stepwell/base/errors';
import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { ask, type Client } from './client.ts';
import { fetchFile, isUrl } from './fetch-file.ts';
import { findLabelsBeside, packFiles, packFolder } from './pack-files.ts';

/** Options of an upload. */
export interface UploadOptions {
  /** Which part to read from files with several parts; train by default. The answer's `parts` lists them. */
  part?: 'train' | 'test' | undefined;
  /** Share of the rows to sample, in (0, 1]; all rows by default. */
  sample?: number | undefined;
  /** How to read the file, where the rules are to be overruled. */
  reading?: ReadOptions | undefined;
}

/**
 * Uploads one file as it is, or several files or a folder of class folders as one zip. An IDX file of images is
 * uploaded with the labels file next to it.
 *
 * @param files path of one file or folder, or paths of IDX files that belong together.
 * @returns the dataset's id and its columns.
 * @throws {StepwellError} `invalid_request` if a file can't be read, or the service's error.
 */
export async function upload(
  client: Client,
  files: string | readonly string[],
  { part, sample, reading = {} }: UploadOptions = {},
) {
  const { body, type } = await readFiles(typeof files === 'string' ? [files] : files);
  const query = {
    ...(part === undefined ? {} : { part }),
    ...(sample === undefined ? {} : { sample: String(sample) }),
    ...queryOf(reading),
  };
  return ask(() => client.api.datasets.$post({ query }, { headers: { 'content-type': type }, init: { body } }));
}

/** @returns the options for reading a file as query parameters. */
export function queryOf({ header, missing, ...texts }: ReadOptions): Record<string, string> {
  return {
    ...texts,
    ...(header === undefined ? {} : { header: String(header) }),
    ...(missing === undefined ? {} : { missing: missing.join(',') }),
  };
}

/**
 * The body of an upload: one file as it is, or several as one zip.
 *
 * @throws {StepwellError} `invalid_request` if a file can't be read.
 */
export async function readFiles(paths: readonly string[]): Promise<{ body: Blob; type: string }> {
  const [path, ...more] = paths;
  if (path === undefined) throw new StepwellError('invalid_request', 'No file was given. Name a file to upload.');
  try {
    if (isUrl(path)) return { body: await fetchFile(path), type: typeOfFile(new URL(path).pathname) };
    if (more.length > 0) return zipped(await packFiles(paths));
    if ((await stat(path)).isDirectory()) return zipped(await packFolder(path));
    const labels = await findLabelsBeside(path);
    if (labels !== null) {
      process.stderr.write(`Uploading ${labels} too: it has the labels of ${path}.\n`);
      return zipped(await packFiles([path, labels]));
    }
    return { body: await openAsBlob(path), type: typeOfFile(path) };
  } catch (cause) {
    if (cause instanceof StepwellError) throw cause;
    throw new StepwellError(
      'invalid_request',
      `${paths.join(', ')} can't be read. Check the file name and its permissions.`,
      { cause },
    );
  }
}

function zipped(bytes: Uint8Array<ArrayBuffer>): { body: Blob; type: string } {
  return { body: new Blob([bytes]), type: 'application/zip' };
}
