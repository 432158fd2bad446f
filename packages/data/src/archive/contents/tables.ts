import { StepwellError } from '@stepwell/base/errors';
import type { ReadOptions } from '../../delimited/index.ts';
import { readText } from '../../formats/read-text.ts';
import { partOfFile } from '../../upload/entry-kind.ts';
import type { UploadLimits } from '../../upload/limits.ts';
import type { PartChoice } from '../../upload/parts.ts';
import type { Upload } from '../../upload/upload.ts';
import type { ZipEntry } from '../zip/read-zip.ts';
import type { Content } from './content.ts';

/** Errors of the zip itself, not of the text in it. */
const OF_THE_ZIP = new Set(['corrupt_archive', 'archive_too_large', 'body_too_large']);

/** Collects the only table of a zip, or of the wanted part. Its errors are reported at the end, since it may be an unrelated file. */
export class Tables implements Content {
  readonly #choice: PartChoice;
  readonly #limits: UploadLimits;
  readonly #options: ReadOptions;
  #paths: string[] = [];
  #result: Pick<Upload, 'table' | 'format'> | StepwellError | null = null;

  constructor(choice: PartChoice, limits: UploadLimits, options: ReadOptions) {
    this.#choice = choice;
    this.#limits = limits;
    this.#options = options;
  }

  async read(entry: ZipEntry): Promise<void> {
    if (!this.#choice.accepts(partOfFile(entry.path))) return;
    this.#paths.push(entry.path.slice(-80));
    if (this.#paths.length > 1) {
      this.#result = new StepwellError(
        'unknown_archive',
        `The zip contains several tables: ${this.#paths.slice(0, 5).join(', ')}. Upload each separately; one of them can be the test file.`,
      );
      return;
    }
    const chunks = entry.bytes();
    try {
      const limits = { ...this.#limits, maxBytes: this.#limits.unpackedBytes };
      this.#result = await readText(chunks, limits, this.#options);
    } catch (error) {
      if (!(error instanceof StepwellError) || OF_THE_ZIP.has(error.code)) throw error;
      this.#result = error;
      for await (const _ of chunks);
    }
  }

  finish(): Upload {
    if (this.#result instanceof StepwellError) throw this.#result;
    if (this.#result === null) {
      throw this.#choice.missing() ?? new StepwellError('empty_table', 'The zip contains no table. Add one.');
    }
    return { ...this.#result, parts: this.#choice.parts() };
  }
}
