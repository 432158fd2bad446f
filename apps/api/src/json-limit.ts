import { StepwellError } from '@stepwell/base/errors';
import { bodyLimit } from 'hono/body-limit';

const MAX_JSON_BYTES = 64_000;

/** Refuses a JSON body that is too long, while it streams in. @throws {StepwellError} `body_too_large`. */
export const jsonLimit = bodyLimit({
  maxSize: MAX_JSON_BYTES,
  onError: () => {
    throw new StepwellError(
      'body_too_large',
      `A JSON body may have ${MAX_JSON_BYTES / 1000} kB at most. A table goes to /api/datasets, as a file.`,
    );
  },
});
