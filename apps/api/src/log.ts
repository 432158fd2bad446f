import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Env } from './env.ts';
import { RUN_ID } from './keys.ts';

declare module 'hono' {
  /** What is noted of a request for its line in the log. */
  interface ContextVariableMap {
    /** The code of the error that it was answered with. */
    code?: string;
    /** Committed steps of the run, after a step of it. */
    steps?: number;
  }
}

/**
 * Writes one JSON line a request: what was asked, by the route's pattern, and what came of it. Neither keys nor queries,
 * bodies or messages: whoever reads the log learns nothing of anybody's data.
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
    // Anything else in its place is not written down: it may be a key that went astray.
    ...(run !== undefined && RUN_ID.test(run) ? { run } : {}),
    ...(steps === undefined ? {} : { step: steps }),
    ...(code === undefined ? {} : { code }),
    status: c.res.status,
    ms: Date.now() - start,
  });
};

/** Writes one line of JSON to the log, unless there is to be none. */
export function logLine({ LOG }: Pick<Env, 'LOG'>, line: Record<string, unknown>): void {
  if (LOG !== 'off') console.log(JSON.stringify(line));
}
