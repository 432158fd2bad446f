import { StepwellError } from '@stepwell/base/errors';

/** The error for a search in which every trial diverged. */
export function diverged(): StepwellError {
  return new StepwellError(
    'diverged',
    'Every trial diverged, including the unregularized one. Check the target and the inputs for extreme values, and use a smaller learning rate if you set one.',
  );
}
