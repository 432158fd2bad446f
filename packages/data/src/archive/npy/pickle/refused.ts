import { StepwellError } from '@stepwell/base/errors';

/**
 * The error for a pickle that holds anything but lists of whole numbers.
 *
 * @param why what was met: `it names "os system"`.
 */
export function pickleRefused(name: string, why: string): StepwellError {
  return new StepwellError(
    'pickle_refused',
    `The array "${name}" contains pickled Python objects, which can run code when loaded. Only lists of integers are read from a pickle, and ${why}. Save numbers or fixed-length strings (.astype("float32"), .astype("U")), or save the texts as CSV.`,
  );
}
