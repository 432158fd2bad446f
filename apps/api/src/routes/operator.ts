import { StepwellError } from '@stepwell/base/errors';
import { Hono, type MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { examine } from '../doctor/examine.ts';
import type { Env } from '../env.ts';
import { isSecret } from '../keys.ts';
import { validate } from '../validate.ts';

const doctorBody = z.strictObject({
  /** Cursor of the previous answer; absent in the first call. */
  cursor: z.string().max(2_000).default('runs:'),
  /** Whether to fix what can be fixed. */
  fix: z.boolean().default(false),
  /** Skips younger objects, since a step may still be writing them; 0 for a service at rest. */
  olderThanSeconds: z.int().min(0).max(1e9).default(3_600),
});

/** Requires the operator token. Without one configured, the route doesn't exist. */
const operatorOnly: MiddlewareHandler<{ Bindings: Env }> = async (c, next) => {
  const { OPERATOR_TOKEN: token } = c.env;
  if (token === undefined || token === '') return c.notFound();
  const given = /^Bearer (\S{1,1000})$/.exec(c.req.header('authorization') ?? '')?.[1];
  if (given === undefined) {
    throw new StepwellError(
      'unauthorized',
      'The operator token is missing. Send the OPERATOR_TOKEN of the service as "Authorization: Bearer TOKEN".',
    );
  }
  if (!(await isSecret(given, token))) {
    throw new StepwellError('forbidden', "The operator token is wrong. Send the service's OPERATOR_TOKEN.");
  }
  await next();
};

/** Routes for the operator of the service. */
export const operator = new Hono<{ Bindings: Env }>()
  /** Examines a part of the stored data, reports problems, and fixes them if requested. */
  .post('/doctor', operatorOnly, validate('json', doctorBody), async (c) => {
    const { cursor, fix, olderThanSeconds } = c.req.valid('json');
    return c.json(await examine(c.env, cursor, { fix, olderThanMs: olderThanSeconds * 1_000, now: Date.now() }));
  });
