import type { Target } from '../targets/index.ts';
import { readExpression } from './read-expression.ts';

export { evaluateExpression, type Facts } from './evaluate.ts';
export type { Expression } from './expression.ts';
export { prepareCustom } from './prepare-custom.ts';
export { readExpression } from './read-expression.ts';
export { namesFor } from './vocabulary.ts';

/**
 * Checks that an expression measures such a target.
 *
 * @throws {StepwellError} `invalid_expression` with what is wrong, and what may stand there.
 */
export function checkExpression(expression: string, target: Target): void {
  readExpression(expression, target);
}
