export { ERROR_CODES, isErrorCode, type ErrorCode } from './codes.ts';
export { StepwellError } from './stepwell-error.ts';
