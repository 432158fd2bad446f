import { StepwellError } from '@stepwell/base/errors';
import type { MetricName } from '../names/index.ts';

/** The error for a measure that no validation part defines: one class only there, or a division by nothing. */
export function undefinedMeasure(name: MetricName): StepwellError {
  return new StepwellError(
    'measure_mismatch',
    `The measure ${name === 'custom' ? 'of your own' : name} is not defined on any validation part: each has one class only, or the expression divides by nothing there. Take another measure, fewer folds, or more rows.`,
  );
}
