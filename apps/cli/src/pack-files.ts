import { StepwellError } from '@stepwell/base/errors';
import { zipSync, type Zippable } from 'fflate';
import { access, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** What the service takes of packed files. */
const MOST_BYTES = 32_000_000;
/** Files that are packed already gain nothing by it. */
const PACKED = /\.(?:gz|png|jpe?g)$/i;
const TAKEN = /\.(?:png|jpe?g)$|idx[13]-ubyte(?:\.gz)?$/i;
/** One moment for all, so that the same files are the same dataset. */
const MTIME = new Date(1980, 0, 1);

/** @returns the files as a zip, by their own names. */
export async function packFiles(paths: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  return pack(paths.map((path) => ({ path, name: basename(path) })));
}

/**
 * @returns the images and the idx files under a folder as a zip, by their paths in it.
 * @throws {StepwellError} `invalid_request` when there is none, `body_too_large` when there are too many.
 */
export async function packFolder(folder: string): Promise<Uint8Array<ArrayBuffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && TAKEN.test(entry.name) && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, name: path.slice(join(folder, '/').length).replaceAll('\\', '/') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (files.length > 0) return pack(files);
  throw new StepwellError(
    'invalid_request',
    `The folder ${folder} holds no PNG or JPEG images and no idx files. Images lie in folders that are called like their classes: cats/1.png, dogs/2.png.`,
  );
}

/** @returns the labels file beside an idx file of images, by the usual name; null where there is none. */
export async function findLabelsBeside(path: string): Promise<string | null> {
  const match = /^(.*)images([-.])idx3([-.])ubyte(\.gz)?$/.exec(path);
  if (match === null) return null;
  const [, start = '', first = '', second = ''] = match;
  for (const ending of ['', '.gz']) {
    const labels = `${start}labels${first}idx1${second}ubyte${ending}`;
    const isThere = await access(labels).then(
      () => true,
      () => false,
    );
    if (isThere) return labels;
  }
  return null;
}

async function pack(files: { path: string; name: string }[]): Promise<Uint8Array<ArrayBuffer>> {
  const zip: Zippable = {};
  let bytes = 0;
  for (const { path, name } of files) {
    // What is not packed may become a tenth.
    if (PACKED.test(name)) bytes += (await stat(path)).size;
    if (bytes > MOST_BYTES) throw tooLarge();
    zip[name] = [new Uint8Array(await readFile(path)), { level: PACKED.test(name) ? 0 : 6 }];
  }
  const packed = zipSync(zip, { mtime: MTIME });
  if (packed.byteLength > MOST_BYTES) throw tooLarge();
  return packed;
}

function tooLarge(): StepwellError {
  return new StepwellError(
    'body_too_large',
    `The files take more than ${MOST_BYTES / 1e6} MB. Send a random sample of them, or smaller images.`,
    { details: { limitBytes: MOST_BYTES } },
  );
}
