import { StepwellError } from '@stepwell/base/errors';

/** @returns the error for a body larger than `maxBytes`. */
export function tooLarge(maxBytes: number): StepwellError {
  return new StepwellError(
    'body_too_large',
    `The file is larger than ${maxBytes / 1e6} MB, which is the limit. Upload fewer columns, or a random sample of the rows.`,
    { details: { limitBytes: maxBytes } },
  );
}

/** @returns the error for an interrupted body, or the reason if it was canceled. */
export function brokenOff(cause: unknown): StepwellError {
  if (cause instanceof StepwellError) return cause;
  return new StepwellError('not_a_table', 'The upload was interrupted before the end of the file. Upload it again.', {
    cause,
  });
}
