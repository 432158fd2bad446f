import { zValidator } from '@hono/zod-validator';
import { StepwellError } from '@stepwell/base/errors';
import type { ValidationTargets } from 'hono';
import type { z } from 'zod';

/**
 * Parses a part of the request by a schema.
 *
 * @throws {StepwellError} `invalid_request`, naming the first fields that don't fit.
 */
export function validate<T extends z.ZodType, Target extends keyof ValidationTargets>(target: Target, schema: T) {
  return zValidator(target, schema, (result, c) => {
    if (target === 'json') requireJson(c.req.header('content-type'));
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

/** Hono reads a body of another type as an empty object, which would pass where every field is optional. */
function requireJson(contentType: string | undefined): void {
  if (contentType !== undefined && /^application\/(?:[a-z0-9.-]+\+)?json(?:\s*;|$)/i.test(contentType)) return;
  throw new StepwellError(
    'unsupported_media_type',
    'The body of this request is JSON. Send it with the header "content-type: application/json"; {} will do.',
  );
}
