import { StepwellError } from '@stepwell/base/errors';
import { ByteReader } from '../../bytes/byte-reader.ts';
import type { UploadLimits } from '../../upload/limits.ts';
import { roleOf } from '../npy/array-role.ts';
import { readArray } from '../npy/read-array.ts';
import type { PartChoice } from '../../upload/parts.ts';
import type { Upload } from '../../upload/upload.ts';
import type { ZipEntry } from '../zip/read-zip.ts';
import type { Content } from './content.ts';
import { joinColumns, limitsBeside, type FileColumns } from './join-columns.ts';

const MOST_LISTED = 8;

/** Collects the arrays of a .npz: inputs and targets by their names, for the requested part. */
export class Arrays implements Content {
  readonly #choice: PartChoice;
  readonly #limits: UploadLimits;
  readonly #seen: string[] = [];
  readonly #read: { x: FileColumns | null; y: FileColumns | null } = { x: null, y: null };

  constructor(choice: PartChoice, limits: UploadLimits) {
    this.#choice = choice;
    this.#limits = limits;
  }

  async read(entry: ZipEntry): Promise<void> {
    const name = entry.path.split('/').at(-1)!.slice(0, -'.npy'.length);
    const found = roleOf(name);
    if (this.#seen.length < MOST_LISTED) this.#seen.push(name.slice(0, 40));
    if (found === null || !this.#choice.accepts(found.part)) return;
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

  finish(): Upload {
    const { x, y } = this.#read;
    if (x !== null)
      return { table: joinColumns(x, y, 'npz', this.#limits), format: 'npz', parts: this.#choice.parts() };
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
