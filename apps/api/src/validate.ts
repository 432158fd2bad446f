import { zValidator } from '@hono/zod-validator';
import { StepwellError } from '@stepwell/base/errors';
import type { ValidationTargets } from 'hono';
import type { z } from 'zod';
import { issueWords } from './issue-words.ts';

const MOST_ISSUES = 5;

/**
 * Validates a part of the request with a schema.
 *
 * @throws {StepwellError} `invalid_request` with the first invalid fields.
 */
export function validate<T extends z.ZodType, Target extends keyof ValidationTargets>(target: Target, schema: T) {
  return zValidator(target, schema, (result, c) => {
    if (target === 'json') requireJson(c.req.header('content-type'));
    if (result.success) return;
    const { issues } = result.error;
    throw new StepwellError('invalid_request', `The request is invalid: ${issueWords(issues, MOST_ISSUES)}.`, {
      details: { issues: issues.slice(0, MOST_ISSUES).map((issue) => issueWords([issue], 1)) },
    });
  });
}

/**
 * Requires a JSON body: Hono reads other types as an empty object, which is valid if all fields are optional.
 *
 * @throws {StepwellError} `unsupported_media_type`.
 */
export function requireJson(contentType: string | undefined): void {
  if (contentType !== undefined && /^application\/(?:[a-z0-9.-]+\+)?json(?:\s*;|$)/i.test(contentType)) return;
  throw new StepwellError(
    'unsupported_media_type',
    'This request requires a JSON body. Send one, at least {}, with the header "content-type: application/json".',
  );
}
