import { StepwellError } from '@stepwell/base/errors';
import type { MetricName } from '../names/index.ts';

/** The error for a measure that no validation part defines: one class only there, or a division by nothing. */
export function undefinedMeasure(name: MetricName): StepwellError {
  return new StepwellError(
    'measure_mismatch',
    `${name === 'custom' ? 'Your metric' : `The metric ${name}`} is undefined on every validation part: each has only one class, or the expression divides by zero. Choose another metric, fewer folds, or more rows.`,
  );
}
