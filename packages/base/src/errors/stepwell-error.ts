import { ERROR_CODES, type ErrorCode } from './codes.ts';

/**
 * The one error that Stepwell throws on purpose. `message` says what happened, what was expected and how to
 * fix it; `code` is stable, for programs.
 */
export class StepwellError extends Error {
  readonly code: ErrorCode;
  /** Machine-readable details: names, counts, limits. Never cell values. */
  readonly details: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: Record<string, unknown> } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'StepwellError';
    this.code = code;
    this.details = options.details ?? {};
  }

  /** HTTP status of the error. */
  get status() {
    return ERROR_CODES[this.code].status;
  }
}
