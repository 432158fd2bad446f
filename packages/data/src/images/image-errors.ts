import { StepwellError } from '@stepwell/base/errors';

/** @returns the error for an image that can't be decoded. */
export function corruptImage(name: string, why: string, cause?: unknown): StepwellError {
  return new StepwellError(
    'corrupt_image',
    `The image "${name}" can't be decoded: ${why}. Remove it, or save it again as PNG or JPEG.`,
    { cause, details: { image: name.slice(-200) } },
  );
}

/** @returns the error for an unsupported image format. */
export function unsupportedImage(name: string, what: string): StepwellError {
  return new StepwellError(
    'unsupported_image',
    `The image "${name}" ${what}, which isn't supported. Save it as a standard PNG or JPEG.`,
    { details: { image: name.slice(-200) } },
  );
}
