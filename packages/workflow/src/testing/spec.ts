import { runSpec, type RunSpec, type RunSpecInput } from '../question/index.ts';

/** A spec that predicts "y", its other fields as given or by default. */
export function specOf(fields: Partial<RunSpecInput> = {}): RunSpec {
  return runSpec.parse({ dataset: '0'.repeat(64), target: ['y'], ...fields });
}
