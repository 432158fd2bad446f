import { ERROR_CODES, StepwellError } from '@stepwell/base/errors';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { logFault } from './log-fault.ts';

/** Default delay before a retry, in milliseconds. */
const RETRY_MS = 10_000;

/** Body of every error answer. */
export interface ErrorBody {
  error: { code: string; message: string; details: Record<string, unknown> };
}

/** Turns a thrown error into an answer. Internal errors are logged and answered without details. */
export function answerError(thrown: Error, c: Context): Response {
  const error = known(thrown);
  const status: ContentfulStatusCode = ERROR_CODES[error.code].status;
  c.set('code', error.code);
  if (status >= 500) logFault(error.code, thrown);
  const retryAfter = error.details['retryAfterMs'] ?? (status === 429 || status === 503 ? RETRY_MS : null);
  if (typeof retryAfter === 'number') c.header('Retry-After', String(Math.ceil(retryAfter / 1000)));
  const body: ErrorBody = { error: { code: error.code, message: error.message, details: error.details } };
  return c.json(body, status);
}

function known(thrown: Error): StepwellError {
  if (thrown instanceof StepwellError) return thrown;
  if (thrown instanceof HTTPException) {
    return new StepwellError(
      thrown.status === 413 ? 'body_too_large' : 'invalid_request',
      thrown.message || 'The request could not be read. Send valid JSON, or a file, as docs/api.md describes.',
    );
  }
  return new StepwellError('internal', 'Something went wrong on our side. Nothing was changed; try again.', {
    cause: thrown,
  });
}
