import { StepwellError } from '@stepwell/base/errors';
import { countSampled, DEFAULT_LIMITS, type TableLimits } from '../table/index.ts';

/** Limits of an upload. */
export interface UploadLimits extends TableLimits {
  /** Bytes of a compressed or binary file as uploaded. */
  maxPackedBytes: number;
  /** Bytes after decompression. */
  unpackedBytes: number;
  /** Entries of a zip. */
  maxEntries: number;
  /** The size that images of differing sizes are scaled to; they are refused without it. */
  resize?: { width: number; height: number } | undefined;
  /** Whether the rows are to be predicted: they need no labels, and a file without a part asked for is to have one only. */
  toPredict?: boolean;
}

/** 32 MB packed or 96 MB of plain text as sent; 256 MB unpacked on the way, of which 48 MB stay as typed columns. */
export const UPLOAD_LIMITS: UploadLimits = {
  ...DEFAULT_LIMITS,
  maxPackedBytes: 32_000_000,
  unpackedBytes: 256_000_000,
  maxEntries: 100_000,
};

/** Counts the decompressed bytes of an upload, over all files of an archive. */
export class UnpackedBudget {
  readonly #limit: number;
  #spent = 0;

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  /** Checks that `bytes` more fit, without counting them. @throws {StepwellError} `archive_too_large`. */
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
