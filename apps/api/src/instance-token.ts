import { StepwellError } from '@stepwell/base/errors';
import type { MiddlewareHandler } from 'hono';
import type { Env } from './env.ts';
import { isSecret } from './keys.ts';

/**
 * Requires the upload token, if the service has one, for uploads and new runs. Reading needs no token, and changing a run
 * takes the run's edit key.
 *
 * @throws {StepwellError} `token_required` without a token, `forbidden` with a wrong one.
 */
export const requireToken: MiddlewareHandler<{ Bindings: Env }> = async (c, next) => {
  const { INSTANCE_TOKEN: token } = c.env;
  if (token !== undefined && token !== '') {
    const given = /^Bearer (.{1,1000})$/.exec(c.req.header('authorization') ?? '')?.[1];
    if (given === undefined) {
      throw new StepwellError(
        'token_required',
        'This service requires a token for uploads and new runs. Send it as "Authorization: Bearer TOKEN" or with --token; ask the operator of the service for it.',
      );
    }
    if (!(await isSecret(given, token))) {
      throw new StepwellError('forbidden', 'The token is wrong. Ask the operator of the service for the right one.');
    }
  }
  await next();
};
