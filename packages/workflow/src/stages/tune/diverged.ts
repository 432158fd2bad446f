import { StepwellError } from '@stepwell/base/errors';

/** The error for a search without a trial that stayed among the numbers. */
export function diverged(): StepwellError {
  return new StepwellError(
    'diverged',
    'Every trial diverged, the unregularised one included. Look for extreme values in the target and the inputs, and take a smaller learning rate if you settled one.',
  );
}
