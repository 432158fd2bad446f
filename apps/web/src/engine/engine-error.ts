import { isErrorCode } from '@stepwell/base/errors';
import { ApiError } from '../api/api-error.ts';
import type { EngineResponse } from './messages.ts';

/** What the engine couldn't do, as the service would say it. */
export function engineError({ code, message }: Extract<EngineResponse, { kind: 'failed' }>): ApiError {
  return new ApiError(isErrorCode(code) ? code : 'internal', 400, message);
}
