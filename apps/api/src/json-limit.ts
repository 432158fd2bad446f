import { StepwellError } from '@stepwell/base/errors';
import { bodyLimit } from 'hono/body-limit';

const MAX_JSON_BYTES = 64_000;
/** A thousand rows of text take more than a spec. */
const MAX_ROWS_BYTES = 2_000_000;

/** Rejects JSON bodies above the size limit. @throws {StepwellError} `body_too_large`. */
export const jsonLimit = limitTo(MAX_JSON_BYTES, 'Upload tables to /api/datasets, as a file.');

/** The same of rows to predict. @throws {StepwellError} `body_too_large`. */
export const rowsLimit = limitTo(MAX_ROWS_BYTES, 'Send fewer rows at once, or a file.');

function limitTo(maxSize: number, instead: string) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new StepwellError('body_too_large', `The JSON body exceeds the limit of ${maxSize / 1000} kB. ${instead}`);
    },
  });
}
