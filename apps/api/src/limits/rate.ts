import { StepwellError } from '@stepwell/base/errors';
import type { MiddlewareHandler } from 'hono';
import type { Env } from '../env.ts';
import { clientOf } from './client-of.ts';
import { limitsOn } from './limits.ts';

/** What the limits in `wrangler.toml` count over. They don't say when there is room again: after this there is. */
const PERIOD_MS = 60_000;

/** Counts a request for its client. @throws {StepwellError} `rate_limited`. */
export const countRequest = countForClient('CLIENT_LIMIT', 'Too many requests came from here');

/** Counts a question for its client: to answer it all of a table is read. @throws {StepwellError} `rate_limited`. */
export const countQuestion = countForClient('QUESTION_LIMIT', 'Too many runs were asked for from here');

/**
 * Counts a step that was asked for, for its run. Only who holds the key is counted: others could keep it from stepping.
 *
 * @throws {StepwellError} `rate_limited`.
 */
export async function countStep(env: Env, runId: string): Promise<void> {
  if (!limitsOn(env)) return;
  const { success } = await env.RUN_LIMIT.limit({ key: runId });
  if (!success) throw rateLimited('RUN_LIMIT', 'Too many steps were asked of this run');
}

function countForClient(limit: 'CLIENT_LIMIT' | 'QUESTION_LIMIT', what: string): MiddlewareHandler<{ Bindings: Env }> {
  return async (c, next) => {
    if (limitsOn(c.env)) {
      const { success } = await c.env[limit].limit({ key: clientOf(c.req.header('cf-connecting-ip')) });
      if (!success) throw rateLimited(limit, what);
    }
    await next();
  };
}

function rateLimited(limit: 'CLIENT_LIMIT' | 'QUESTION_LIMIT' | 'RUN_LIMIT', what: string): StepwellError {
  return new StepwellError(
    'rate_limited',
    `${what} within a minute (${limit}). Wait ${PERIOD_MS / 1000} s, then ask again; nothing is lost.`,
    { details: { limit, retryAfterMs: PERIOD_MS } },
  );
}
