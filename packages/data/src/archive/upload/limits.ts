import { StepwellError } from '@stepwell/base/errors';
import { countSampled, DEFAULT_LIMITS, type TableLimits } from '../../table/index.ts';

/** What an upload may be at most. */
export interface UploadLimits extends TableLimits {
  /** Bytes of the file as sent, where it is packed or binary. */
  maxPackedBytes: number;
  /** Bytes of all that is unpacked from it. */
  unpackedBytes: number;
  /** Entries of a zip. */
  maxEntries: number;
}

/** 32 MB packed or 96 MB of plain text as sent; 256 MB unpacked on the way, of which 48 MB stay as typed columns. */
export const UPLOAD_LIMITS: UploadLimits = {
  ...DEFAULT_LIMITS,
  maxPackedBytes: 32_000_000,
  unpackedBytes: 256_000_000,
  maxEntries: 100_000,
};

/** Counts what is unpacked from one upload, all files of an archive together. */
export class UnpackedBudget {
  readonly #limit: number;
  #spent = 0;

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  /** @throws {StepwellError} `archive_too_large` when `bytes` more are over the limit; they don't count yet. */
  require(bytes: number): void {
    if (this.#spent + bytes <= this.#limit) return;
    throw new StepwellError(
      'archive_too_large',
      `The unpacked archive exceeds the limit of ${this.#limit / 1e6} MB. Upload a random sample of the rows.`,
      { details: { limitBytes: this.#limit } },
    );
  }

  /** @throws {StepwellError} `archive_too_large`. */
  spend(bytes: number): void {
    this.require(bytes);
    this.#spent += bytes;
  }
}

/**
 * Counts the rows that are drawn of as many as a header announces. A header may announce anything: what could never
 * come is not counted.
 *
 * @param rowBytes what each takes in the file.
 * @throws {StepwellError} `archive_too_large` when all of them are more than may be unpacked.
 */
export function countSampledRows(rows: number, rowBytes: number, { isSampled, unpackedBytes }: UploadLimits): number {
  if (isSampled === undefined) return rows;
  new UnpackedBudget(unpackedBytes).require(rows * rowBytes);
  return countSampled(rows, isSampled);
}

/** @throws {StepwellError} `dataset_too_large` when the typed columns take more than the limit. */
export function requireFitting(bytes: number, { maxEncodedBytes }: TableLimits): void {
  if (bytes <= maxEncodedBytes) return;
  throw new StepwellError(
    'dataset_too_large',
    `The file exceeds the limit of ${maxEncodedBytes / 1e6} MB as typed columns: 8 bytes per number, 1 per pixel value. Upload a random sample of the rows, or smaller images.`,
    { details: { limitBytes: maxEncodedBytes } },
  );
}
