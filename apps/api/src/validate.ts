import { zValidator } from '@hono/zod-validator';
import { StepwellError } from '@stepwell/workflow/errors';
import type { ValidationTargets } from 'hono';
import type { z } from 'zod';

/**
 * Parses a part of the request by a schema.
 *
 * @throws {StepwellError} `invalid_request`, naming the first fields that don't fit.
 */
export function validate<T extends z.ZodType, Target extends keyof ValidationTargets>(target: Target, schema: T) {
  return zValidator(target, schema, (result) => {
    if (result.success) return;
    const issues = result.error.issues.slice(0, 5).map(({ path, message }) => {
      const where = path.map(String).join('.');
      return where === '' ? message : `${where}: ${message}`;
    });
    throw new StepwellError('invalid_request', `The request does not fit: ${issues.join('; ')}.`, {
      details: { issues },
    });
  });
}
