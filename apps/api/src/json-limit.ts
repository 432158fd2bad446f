import { StepwellError } from '@stepwell/base/errors';
import { bodyLimit } from 'hono/body-limit';

const MAX_JSON_BYTES = 64_000;

/** Rejects JSON bodies above the size limit. @throws {StepwellError} `body_too_large`. */
export const jsonLimit = bodyLimit({
  maxSize: MAX_JSON_BYTES,
  onError: () => {
    throw new StepwellError(
      'body_too_large',
      `The JSON body exceeds the limit of ${MAX_JSON_BYTES / 1000} kB. Upload tables to /api/datasets, as a file.`,
    );
  },
});
