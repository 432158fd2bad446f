import { entryKind } from '@stepwell/data/formats';
import { StepwellError } from '@stepwell/base/errors';
import { zipSync, type Zippable } from 'fflate';
import { access, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Size limit of a packed upload, in bytes. */
const MAX_BYTES = 32_000_000;
/** Files that are already compressed. */
const PACKED = /\.(?:gz|png|jpe?g)$/i;
/** A fixed time, so the same files always give the same bytes. */
const MTIME = new Date(1980, 0, 1);

/**
 * @returns the files as a zip, named by their base names.
 * @throws {StepwellError} `invalid_request` if two have the same name, `body_too_large` if they exceed the size limit.
 */
export async function packFiles(paths: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const names = paths.map((path) => basename(path));
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return pack(paths.map((path, i) => ({ path, name: names[i]! })));
  throw new StepwellError(
    'invalid_request',
    `Two of the files are called "${twice}". Put the files in a folder, and give the folder instead.`,
  );
}

/**
 * @returns the files in a folder that the service reads, as a zip, named by their relative paths.
 * @throws {StepwellError} `invalid_request` if there are none, `body_too_large` if they exceed the size limit.
 */
export async function packFolder(folder: string): Promise<Uint8Array<ArrayBuffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, name: path.slice(join(folder, '/').length).replaceAll('\\', '/') }))
    .filter(({ name }) => entryKind(name) !== null)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (files.length > 0) return pack(files);
  throw new StepwellError(
    'invalid_request',
    `The folder ${folder} has no images, tables, arrays or IDX files. Put images in one folder per class: cats/1.png, dogs/2.png.`,
  );
}

/** @returns the labels file next to an IDX file of images, found by its usual name, or null. */
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
    // Files that aren't compressed yet may shrink to a tenth, so only the others count.
    if (PACKED.test(name)) bytes += (await stat(path)).size;
    if (bytes > MAX_BYTES) throw tooLarge();
    zip[name] = [new Uint8Array(await readFile(path)), { level: PACKED.test(name) ? 0 : 6 }];
  }
  const packed = zipSync(zip, { mtime: MTIME });
  if (packed.byteLength > MAX_BYTES) throw tooLarge();
  return packed;
}

function tooLarge(): StepwellError {
  return new StepwellError(
    'body_too_large',
    `The files exceed the limit of ${MAX_BYTES / 1e6} MB. Upload a random sample of them, or smaller images.`,
    { details: { limitBytes: MAX_BYTES } },
  );
}
