import { StepwellError } from '@stepwell/base/errors';

/** The arguments of a command are wrong. The command line adds where its help is. */
export class UsageError extends StepwellError {
  constructor(message: string) {
    super('invalid_request', message);
  }
}

/** @returns the error for wrong arguments. */
export function usage(message: string): UsageError {
  return new UsageError(message);
}
