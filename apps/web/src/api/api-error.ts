import { isErrorCode, type ErrorCode } from '@stepwell/base/errors';

/** Why a request failed: an error code of the service, or what happened on the way. */
export type FailureCode = ErrorCode | 'unreachable' | 'unreadable';

/** A failed request; `message` is shown to the user. */
export class ApiError extends Error {
  readonly code: FailureCode;
  /** HTTP status; null if there was no response. */
  readonly status: number | null;
  /** What the error's code stands for here, as the service names it. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: FailureCode, status: number | null, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.details = details;
  }

  /** How long the service asks to wait, in milliseconds; null if it doesn't say. */
  get retryAfterMs(): number | null {
    const { retryAfterMs } = this.details;
    return typeof retryAfterMs === 'number' ? retryAfterMs : null;
  }

  /** Whether the same request may succeed a little later. */
  get transient(): boolean {
    return this.status === null || this.status >= 500 || this.status === 429;
  }
}

/**
 * Reads an error response of the service, `{ error: { code, message, details } }`.
 *
 * @param status of the response.
 * @param body its JSON; anything else counts as unreadable.
 * @param unreadable the message for a response that isn't the service's own.
 */
export function readErrorBody(status: number, body: unknown, unreadable: string): ApiError {
  const error = property(body, 'error');
  const code = property(error, 'code');
  const message = property(error, 'message');
  if (!isErrorCode(code) || typeof message !== 'string') return new ApiError('unreadable', status, unreadable);
  const details = property(error, 'details');
  return new ApiError(code, status, message, { ...(typeof details === 'object' ? details : {}) });
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
