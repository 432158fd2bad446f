import { StepwellError } from '@stepwell/base/errors';
import type { Target } from '../targets/index.ts';

/** @returns [rows], int32: the class of each row. @throws {StepwellError} `measure_mismatch` for another target. */
export function codesOf(target: Target): Int32Array {
  return target.kind === 'classes' ? target.codes : mismatch('classes', target);
}

/** @returns [rows, labels], uint8. @throws {StepwellError} `measure_mismatch` for another target. */
export function labelsOf(target: Target): Uint8Array {
  return target.kind === 'labels' ? target.values : mismatch('labels', target);
}

/** @returns [rows, width], float64. @throws {StepwellError} `measure_mismatch` for another target. */
export function numbersOf(target: Target): Float64Array {
  return target.kind === 'number' ? target.values : mismatch('number', target);
}

/** @returns [rows], int32: the query of each row. @throws {StepwellError} `measure_mismatch` for another target. */
export function queriesOf(target: Target): Int32Array {
  return (target.kind === 'number' ? target.queries : undefined) ?? mismatch('number', target);
}

function mismatch(expected: Target['kind'], target: Target): never {
  throw new StepwellError(
    'measure_mismatch',
    `The target has ${target.kind}, but ${expected} were expected. Choose a metric for this kind of target.`,
  );
}
