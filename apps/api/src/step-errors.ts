import { StepwellError } from '@stepwell/base/errors';

/** @returns whether repeating can't help: errors of the data are final, errors of the storage aren't. */
export function isFinal(error: unknown): error is StepwellError {
  return error instanceof StepwellError && error.code !== 'corrupt_blob' && error.code !== 'unknown_dataset';
}

/** The error of a step that another driver was faster with. */
export function conflict(): StepwellError {
  return new StepwellError(
    'step_conflict',
    'Another driver committed this step first. Nothing is lost; request the next step.',
  );
}
