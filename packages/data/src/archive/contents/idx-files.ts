import { StepwellError } from '@stepwell/base/errors';
import { ByteReader } from '../../bytes/byte-reader.ts';
import { gunzip, isGzip } from '../../bytes/gunzip.ts';
import { partOfFile } from '../../upload/entry-kind.ts';
import { readIdx } from '../idx/read-idx.ts';
import type { UnpackedBudget, UploadLimits } from '../../upload/limits.ts';
import type { PartChoice } from '../../upload/parts.ts';
import type { Upload } from '../../upload/upload.ts';
import type { ZipEntry } from '../zip/read-zip.ts';
import type { Content } from './content.ts';
import { joinColumns, limitsBeside, type FileColumns } from './join-columns.ts';

/** Collects images and labels in the IDX format, compressed with gzip or not. */
export class IdxFiles implements Content {
  readonly #choice: PartChoice;
  readonly #limits: UploadLimits;
  readonly #budget: UnpackedBudget;
  readonly #read: { images: FileColumns | null; labels: FileColumns | null } = { images: null, labels: null };

  constructor(choice: PartChoice, limits: UploadLimits, budget: UnpackedBudget) {
    this.#choice = choice;
    this.#limits = limits;
    this.#budget = budget;
  }

  async read(entry: ZipEntry): Promise<void> {
    if (!this.#choice.accepts(partOfFile(entry.path))) return;
    const name = entry.path.split('/').at(-1)!;
    const stored = new ByteReader(entry.bytes(), `"${entry.path}"`);
    const isPacked = isGzip(await stored.peek(2));
    const reader = isPacked ? new ByteReader(gunzip(stored, this.#budget, `"${name}"`), `"${name}"`) : stored;
    const limits = limitsBeside(this.#read.images ?? this.#read.labels, this.#limits);
    const { kind, rows, column, notes } = await readIdx(reader, name, limits);
    const before = this.#read[kind];
    if (before !== null) {
      throw new StepwellError(
        'unknown_archive',
        `The zip contains two files of ${kind}: "${before.name}" and "${name}". Keep one, or add train and t10k (or test) to their names.`,
      );
    }
    this.#read[kind] = { name, rows, columns: [column], notes };
  }

  finish(): Upload {
    const { images, labels } = this.#read;
    if (images !== null) {
      return { table: joinColumns(images, labels, 'idx', this.#limits), format: 'idx', parts: this.#choice.parts() };
    }
    if (labels === null) {
      const missing = this.#choice.missing();
      if (missing !== null) throw missing;
    }
    throw new StepwellError(
      'unknown_archive',
      'The zip contains IDX labels, but no images. Add the idx3 file of the images.',
    );
  }
}
