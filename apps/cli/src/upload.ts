import { StepwellError } from '@stepwell/base/errors';
import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { ask, type Client } from './client.ts';
import { findLabelsBeside, packFiles, packFolder } from './pack-files.ts';

/** What is sent, by how a file's name ends. */
const TYPES: [string, string][] = [
  ['.gz', 'application/gzip'],
  ['.zip', 'application/zip'],
  ['.npz', 'application/x-npz'],
  ['.npy', 'application/octet-stream'],
];

/** What is wanted of the files. */
export interface UploadOptions {
  /** Of files that have several parts; left out, what to learn from. The answer's `parts` says whether there are any. */
  part?: 'train' | 'test' | undefined;
  /** The share of the rows to draw; all of them without it. */
  sample?: number | undefined;
}

/**
 * Sends a file as it is, packed or not; several files, or a folder of class folders, as one zip. A lone idx file of
 * images takes the labels that lie beside it along.
 *
 * @param files paths: of one file or folder, or of the idx files that belong together.
 * @returns its id, and what its columns are.
 * @throws {StepwellError} `invalid_request` when it can't be read, or what the service answered.
 */
export async function upload(client: Client, files: string | readonly string[], { part, sample }: UploadOptions = {}) {
  const { body, type } = await readFiles(typeof files === 'string' ? [files] : files);
  const query = {
    ...(part === undefined ? {} : { part }),
    ...(sample === undefined ? {} : { sample: String(sample) }),
  };
  return ask(() => client.api.datasets.$post({ query }, { headers: { 'content-type': type }, init: { body } }));
}

async function readFiles(paths: readonly string[]): Promise<{ body: Blob; type: string }> {
  const [path, ...more] = paths;
  if (path === undefined) throw new StepwellError('invalid_request', 'Name a file to send.');
  try {
    if (more.length > 0) return zipped(await packFiles(paths));
    if ((await stat(path)).isDirectory()) return zipped(await packFolder(path));
    const labels = await findLabelsBeside(path);
    if (labels !== null) {
      process.stderr.write(`${labels} goes along: the labels of ${path}.\n`);
      return zipped(await packFiles([path, labels]));
    }
    const type = TYPES.find(([ending]) => path.toLowerCase().endsWith(ending))?.[1] ?? 'text/csv';
    return { body: await openAsBlob(path), type };
  } catch (cause) {
    if (cause instanceof StepwellError) throw cause;
    throw new StepwellError(
      'invalid_request',
      `The file ${paths.join(', ')} can't be read. Look at its name and its permissions.`,
      { cause },
    );
  }
}

function zipped(bytes: Uint8Array<ArrayBuffer>): { body: Blob; type: string } {
  return { body: new Blob([bytes]), type: 'application/zip' };
}
