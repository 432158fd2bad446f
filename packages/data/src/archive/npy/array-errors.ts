import { StepwellError } from '@stepwell/base/errors';
import type { NpyHeader } from './npy-header.ts';

/** @returns the error for an array of another shape or type than can be read. */
export function unsupported(name: string, { descr, shape }: NpyHeader, expected: string): StepwellError {
  return new StepwellError(
    'unsupported_array',
    `The array "${name}" has the shape [${shape.join(', ')}] and the type ${JSON.stringify(descr)}; ${expected}.`,
    { details: { shape, descr } },
  );
}
