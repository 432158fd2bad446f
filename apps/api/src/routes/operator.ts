import { StepwellError } from '@stepwell/base/errors';
import { Hono, type MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { examine } from '../doctor/examine.ts';
import type { Env } from '../env.ts';
import { isSecret } from '../keys.ts';
import { validate } from '../validate.ts';

const doctorBody = z.strictObject({
  /** Of the answer before; absent for the first call. */
  cursor: z.string().max(2_000).default('runs:'),
  /** Whether to mend what can be. */
  mend: z.boolean().default(false),
  /** Younger objects may be of a step under way, and are not looked at; 0 for a service at rest. */
  olderThanSeconds: z.int().min(0).max(1e9).default(3_600),
});

/** Lets only who runs the service pass; where it has no operator's token, there is nothing here. */
const operatorOnly: MiddlewareHandler<{ Bindings: Env }> = async (c, next) => {
  const { OPERATOR_TOKEN: token } = c.env;
  if (token === undefined || token === '') return c.notFound();
  const given = /^Bearer (\S{1,1000})$/.exec(c.req.header('authorization') ?? '')?.[1];
  if (given === undefined) {
    throw new StepwellError(
      'unauthorized',
      'This takes the token of who runs the service, as "Authorization: Bearer TOKEN": its secret OPERATOR_TOKEN.',
    );
  }
  if (!(await isSecret(given, token))) {
    throw new StepwellError('forbidden', "That is not the operator's token of this service.");
  }
  await next();
};

/** What only who runs the service may ask. */
export const operator = new Hono<{ Bindings: Env }>()
  /** Examines a piece of what is stored, says what is wrong with it, and mends it where asked to. */
  .post('/doctor', operatorOnly, validate('json', doctorBody), async (c) => {
    const { cursor, mend, olderThanSeconds } = c.req.valid('json');
    return c.json(await examine(c.env, cursor, { mend, olderThanMs: olderThanSeconds * 1_000, now: Date.now() }));
  });
