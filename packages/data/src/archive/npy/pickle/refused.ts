import { StepwellError } from '@stepwell/base/errors';

/**
 * The error for a pickle that holds anything but lists of whole numbers.
 *
 * @param why what was met: `it names "os system"`.
 */
export function pickleRefused(name: string, why: string): StepwellError {
  return new StepwellError(
    'pickle_refused',
    `The array "${name}" holds Python objects, which are pickled: a pickle can run any program when it is opened. Only lists of whole numbers are read from one, and ${why}. Save numbers or strings of fixed length (.astype("float32"), .astype("U")), or the texts as CSV.`,
  );
}
