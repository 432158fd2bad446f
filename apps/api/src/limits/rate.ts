import { StepwellError } from '@stepwell/base/errors';
import type { MiddlewareHandler } from 'hono';
import type { Env } from '../env.ts';
import { clientOf } from './client-of.ts';
import { limitsOn } from './limits.ts';

/** Period of the rate limits in `wrangler.toml`. They don't tell when they reset; after one period they have. */
const PERIOD_MS = 60_000;

/** Counts a request of a client. @throws {StepwellError} `rate_limited`. */
export const countRequest = countForClient('CLIENT_LIMIT', 'Too many requests from your network');

/** Counts a new run or preview of a client, since each reads a whole table. @throws {StepwellError} `rate_limited`. */
export const countQuestion = countForClient('QUESTION_LIMIT', 'Too many new runs and previews from your network');

/**
 * Counts a requested step of a run. Call it after checking the edit key, so others can't use up the limit.
 *
 * @throws {StepwellError} `rate_limited`.
 */
export async function countStep(env: Env, runId: string): Promise<void> {
  if (!limitsOn(env)) return;
  const { success } = await env.RUN_LIMIT.limit({ key: runId });
  if (!success) throw rateLimited('RUN_LIMIT', 'Too many steps of this run');
}

/** Counts a batch of points of a logged run, in the same way. @throws {StepwellError} `rate_limited`. */
export async function countBatch(env: Env, runId: string): Promise<void> {
  if (!limitsOn(env)) return;
  const { success } = await env.RUN_LIMIT.limit({ key: runId });
  if (!success) throw rateLimited('RUN_LIMIT', 'Too many batches of this run');
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
    `${what} within a minute (${limit}). Wait ${PERIOD_MS / 1000} s, then try again; nothing is lost.`,
    { details: { limit, retryAfterMs: PERIOD_MS } },
  );
}
