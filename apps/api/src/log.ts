import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Env } from './env.ts';
import { RUN_ID } from './keys.ts';

declare module 'hono' {
  /** Values of a request for its log line. */
  interface ContextVariableMap {
    /** Error code of the answer. */
    code?: string;
    /** Committed steps of the run, after a step. */
    steps?: number;
  }
}

/**
 * Logs one JSON line per request: the route's pattern and the outcome. Keys, queries, bodies and messages are not logged,
 * so the log has no user data.
 */
export const logRequest: MiddlewareHandler<{ Bindings: Env }> = async (c, next) => {
  const start = Date.now();
  await next();
  const route = routePath(c, -1);
  const run = c.req.path.split('/')[route.split('/').indexOf(':id')];
  const { steps, code } = c.var;
  logLine(c.env, {
    at: new Date(start).toISOString(),
    method: c.req.method,
    route,
    // Only valid ids are logged; anything else may be a misplaced key.
    ...(run !== undefined && RUN_ID.test(run) ? { run } : {}),
    ...(steps === undefined ? {} : { step: steps }),
    ...(code === undefined ? {} : { code }),
    status: c.res.status,
    ms: Date.now() - start,
  });
};

/** Logs one line of JSON, unless LOG is off. */
export function logLine({ LOG }: Pick<Env, 'LOG'>, line: Record<string, unknown>): void {
  if (LOG !== 'off') console.log(JSON.stringify(line));
}
