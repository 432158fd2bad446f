import { StepwellError } from '@stepwell/base/errors';
import { ByteReader } from '../../bytes/byte-reader.ts';
import type { UploadLimits } from '../../upload/limits.ts';
import { columnOf, roleOf } from '../npy/array-role.ts';
import { BesideImages } from './beside-images.ts';
import { readArray } from '../npy/read-array.ts';
import type { PartChoice } from '../../upload/parts.ts';
import type { Upload } from '../../upload/upload.ts';
import type { ZipEntry } from '../zip/read-zip.ts';
import type { Content } from './content.ts';
import { joinColumns, limitsBeside, type FileColumns } from './join-columns.ts';

const MOST_LISTED = 8;

/**
 * Collects the arrays of a .npz: inputs and targets by their names, for the requested part; where the inputs are images, arrays of
 * other names are columns beside them.
 */
export class Arrays implements Content {
  readonly #choice: PartChoice;
  readonly #limits: UploadLimits;
  readonly #seen: string[] = [];
  readonly #read: { x: FileColumns | null; y: FileColumns | null } = { x: null, y: null };

  readonly #beside: BesideImages;

  constructor(choice: PartChoice, limits: UploadLimits) {
    this.#choice = choice;
    this.#limits = limits;
    this.#beside = new BesideImages(limits);
  }

  async read(entry: ZipEntry): Promise<void> {
    const name = entry.path.split('/').at(-1)!.slice(0, -'.npy'.length);
    const found = roleOf(name);
    if (this.#seen.length < MOST_LISTED) this.#seen.push(name.slice(0, 40));
    if (found === null) return this.#readBeside(entry, name);
    if (!this.#choice.accepts(found.part)) return;
    const { role } = found;
    const before = this.#read[role];
    if (before !== null) {
      throw new StepwellError(
        'unknown_archive',
        `The archive has two arrays of ${role === 'x' ? 'inputs' : 'targets'}: "${before.name}" and "${name}". Keep only one of them.`,
      );
    }
    const reader = new ByteReader(entry.bytes(), `"${entry.path}"`);
    const limits = limitsBeside(this.#read[role === 'x' ? 'y' : 'x'], this.#limits);
    this.#read[role] = { name, ...(await readArray(reader, role, name, limits)) };
  }

  /** Reads an array whose name says no role, where it may stand beside images. */
  async #readBeside(entry: ZipEntry, key: string): Promise<void> {
    const { x } = this.#read;
    const { name, part } = columnOf(key);
    // Unlike inputs, what has no role makes no part of the file.
    if ((part ?? 'train') !== this.#choice.wanted || (x !== null && !hasImages(x))) return;
    await this.#beside.read(entry, name, limitsBeside(x, this.#limits));
  }

  finish(): Upload {
    const { x, y } = this.#read;
    if (x !== null) {
      const inputs = hasImages(x) ? this.#beside.joinTo(x, y) : x;
      return { table: joinColumns(inputs, y, 'npz', this.#limits), format: 'npz', parts: this.#choice.parts() };
    }
    throw (
      this.#choice.missing() ??
      new StepwellError(
        'unknown_archive',
        `The archive has the arrays ${this.#seen.join(', ')}, but no inputs. Name them x and y, or x_train, y_train, x_test and y_test.`,
        { details: { arrays: this.#seen } },
      )
    );
  }
}

function hasImages({ columns }: FileColumns): boolean {
  return columns.some(({ kind }) => kind === 'image');
}
