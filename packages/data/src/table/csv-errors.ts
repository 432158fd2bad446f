import { CsvError } from 'csv-parse/stream';
import { StepwellError } from '@stepwell/base/errors';
import { brokenOff } from './guard-bytes.ts';

/** Most bytes per row. */
export const MAX_RECORD_BYTES = 1_000_000;

/** @returns the parser's error as a StepwellError that says how to fix it. */
export function readableError(cause: unknown): StepwellError {
  if (cause instanceof StepwellError) return cause;
  if (!(cause instanceof CsvError)) return brokenOff(cause);
  const line = 'lines' in cause && typeof cause.lines === 'number' ? cause.lines : null;
  const where = line === null ? '' : ` near line ${line}`;
  const details = { line };
  switch (cause.code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
    case 'CSV_RECORD_INCONSISTENT_COLUMNS':
      return new StepwellError(
        'ragged_rows',
        `A row${where} doesn't have as many cells as the header. Every row needs one cell per column; put cells that contain the delimiter in double quotes.`,
        { cause, details },
      );
    case 'CSV_MAX_RECORD_SIZE':
      return new StepwellError(
        'cell_too_long',
        `A row${where} is longer than ${MAX_RECORD_BYTES / 1e6} MB, which is the limit. Check for a double quote that is never closed.`,
        { cause, details },
      );
    default:
      return new StepwellError(
        'malformed_quotes',
        `The double quotes${where} don't match. Start and end a quoted cell with ", and write a " inside it as "".`,
        { cause, details },
      );
  }
}
