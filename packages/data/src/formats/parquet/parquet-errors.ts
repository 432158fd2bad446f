import { StepwellError } from '@stepwell/base/errors';

/** @returns the error for bytes that make no sense as Parquet. */
export function damagedParquet(what: string, cause?: unknown): StepwellError {
  return new StepwellError(
    'corrupt_archive',
    `The Parquet file is damaged: ${what}. Write or download the file again.`,
    { cause },
  );
}

/** @returns the error for a Parquet file of a kind that isn't read. */
export function unsupportedParquet(what: string, advice: string): StepwellError {
  return new StepwellError('unsupported_archive', `The Parquet file ${what}, which isn't supported. ${advice}`);
}

/** @returns the error for a part of the file that takes more room than there is. */
export function tooLargeParquet(what: string, advice: string): StepwellError {
  return new StepwellError('archive_too_large', `The Parquet file ${what}. ${advice}`);
}

/** How to write smaller pieces. */
export const SMALLER_PIECES =
  'Write it with smaller row groups: in pandas, df.to_parquet("file.parquet", row_group_size=100_000).';
