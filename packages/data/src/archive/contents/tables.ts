import { StepwellError } from '@stepwell/base/errors';
import { ByteReader } from '../../bytes/byte-reader.ts';
import { gunzip, isGzip } from '../../bytes/gunzip.ts';
import type { ReadOptions } from '../../delimited/index.ts';
import { partOfFile } from '../../upload/entry-kind.ts';
import type { UnpackedBudget, UploadLimits } from '../../upload/limits.ts';
import { info, listed } from '../../upload/notes.ts';
import type { PartChoice } from '../../upload/parts.ts';
import type { Upload } from '../../upload/upload.ts';
import { readTable } from '../read-table.ts';
import type { ZipEntry } from '../zip/read-zip.ts';
import type { Content } from './content.ts';

/** Errors of the zip itself, not of the table in it. */
const OF_THE_ZIP = new Set(['corrupt_archive', 'archive_too_large', 'body_too_large']);
const MOST_LISTED = 5;

/** A table of the zip, or why it isn't one. */
interface Found {
  path: string;
  /** Whether its name says for which part it is. */
  isMarked: boolean;
  result: Pick<Upload, 'table' | 'format'> | StepwellError;
}

/**
 * Collects the only table of a zip, or of the wanted part. One whose name says so goes before others, such as an example of a
 * submission. Errors of a table are reported at the end, since it may be an unrelated file.
 */
export class Tables implements Content {
  readonly #choice: PartChoice;
  readonly #limits: UploadLimits;
  readonly #budget: UnpackedBudget;
  readonly #options: ReadOptions;
  /** Paths of the tables for the wanted part that stand behind one of the same rank. */
  #rivals: string[] = [];
  #skipped: string[] = [];
  #found: Found | null = null;

  constructor(choice: PartChoice, limits: UploadLimits, budget: UnpackedBudget, options: ReadOptions) {
    this.#choice = choice;
    this.#limits = limits;
    this.#budget = budget;
    this.#options = options;
  }

  async read(entry: ZipEntry): Promise<void> {
    const part = partOfFile(entry.path);
    if (!this.#choice.accepts(part)) return;
    const path = entry.path.slice(-80);
    const isMarked = part !== null;
    const before = this.#found;
    if (before !== null && (before.isMarked || !isMarked)) {
      (before.isMarked === isMarked ? this.#rivals : this.#skipped).push(path);
      return;
    }
    if (before !== null) this.#skipped.push(before.path, ...this.#rivals.splice(0));
    this.#found = { path, isMarked, result: await this.#table(entry, path) };
  }

  async #table(entry: ZipEntry, path: string): Promise<Found['result']> {
    const limits = { ...this.#limits, maxBytes: this.#limits.unpackedBytes };
    const stored = new ByteReader(entry.bytes(), `"${path}"`);
    const isPacked = isGzip(await stored.peek(2));
    const reader = isPacked ? new ByteReader(gunzip(stored, this.#budget, `"${path}"`), `"${path}"`) : stored;
    let result: Found['result'];
    try {
      result = await readTable(reader, limits, this.#options);
    } catch (error) {
      if (!(error instanceof StepwellError) || OF_THE_ZIP.has(error.code)) throw error;
      result = error;
    }
    for await (const _ of reader.rest());
    return result;
  }

  /** Paths of all tables of the wanted part. */
  get paths(): string[] {
    return [...(this.#found === null ? [] : [this.#found.path]), ...this.#rivals, ...this.#skipped];
  }

  /** @returns the table to read, or the error that it can't be, or that there are several; null where there is none. */
  found(): Pick<Found, 'path' | 'result'> | null {
    if (this.#found === null) return null;
    const { path, result } = this.#found;
    return { path, result: this.#rivals.length > 0 ? severalTables([path, ...this.#rivals]) : result };
  }

  finish(): Upload {
    if (this.#found === null) {
      throw this.#choice.missing() ?? new StepwellError('empty_table', 'The zip contains no table. Add one.');
    }
    const { path, result } = this.#found;
    if (this.#rivals.length > 0) throw severalTables([path, ...this.#rivals]);
    if (result instanceof StepwellError) throw result;
    return { table: this.#withNote(result.table, path), format: result.format, parts: this.#choice.parts() };
  }

  #withNote(table: Upload['table'], path: string): Upload['table'] {
    const { reading } = table;
    if (this.#skipped.length === 0 || reading == null) return table;
    const note = info(`"${path}" was read. Skipped: ${listed(this.#skipped.slice(0, MOST_LISTED))}.`);
    return { ...table, reading: { ...reading, file: { ...reading.file, notes: [note, ...reading.file.notes] } } };
  }
}

function severalTables(paths: string[]): StepwellError {
  return new StepwellError(
    'unknown_archive',
    `The zip contains several tables: ${paths.slice(0, MOST_LISTED).join(', ')}. Upload each separately, or name one of them train and another one test.`,
  );
}
