import { define, readTarget } from '../define/index.ts';
import { chooseMeasure } from '../measure/index.ts';
import { checkWidth } from '../prepare/index.ts';
import { chooseProtocol } from '../protocol/index.ts';
import type { RunData } from './run-data.ts';

/**
 * Asks beforehand whether the run can begin, so that a bad question is answered at once and nothing is stored.
 *
 * @throws {StepwellError} a code of the family "the question" in `ERROR_CODES`.
 */
export function checkQuestion(data: RunData): void {
  const { spec, development, seal } = data;
  const { definition } = define(development, spec, seal.unlabelled);
  checkWidth(development, definition.inputs);
  const target = readTarget(development, definition.target, definition.classes);
  const { measure } = chooseMeasure(target, spec);
  chooseProtocol(target, measure, spec, seal.sealed.length);
}
