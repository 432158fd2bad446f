import { StepwellError } from '@stepwell/base/errors';
import type { MiddlewareHandler } from 'hono';
import type { Env } from './env.ts';
import { isSecret } from './keys.ts';

/**
 * Where the service has a token, lets only who holds it make something new. Reading takes none, and changing a run takes
 * the run's own key.
 *
 * @throws {StepwellError} `token_required` without one, `forbidden` with another.
 */
export const requireToken: MiddlewareHandler<{ Bindings: Env }> = async (c, next) => {
  const { INSTANCE_TOKEN: token } = c.env;
  if (token !== undefined && token !== '') {
    const given = /^Bearer (.{1,1000})$/.exec(c.req.header('authorization') ?? '')?.[1];
    if (given === undefined) {
      throw new StepwellError(
        'token_required',
        'Uploading and creating runs take the token of this service, as "Authorization: Bearer TOKEN" or --token. Who runs the service has it.',
      );
    }
    if (!(await isSecret(given, token))) {
      throw new StepwellError('forbidden', 'That is not the token of this service. Ask who runs it for the right one.');
    }
  }
  await next();
};
