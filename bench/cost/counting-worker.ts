import type { ExecutionContext } from '@cloudflare/workers-types';
import { app } from '../../apps/api/src/app.ts';
import type { Env } from '../../apps/api/src/env.ts';
import { RunWorkflow as Real } from '../../apps/api/src/run-workflow.ts';
import { scheduled } from '../../apps/api/src/scheduled.ts';
import { wrapBucket, wrapDatabase } from '../../test/wrapped-storage.ts';

/** What was asked of storage and of the service, by the names of R2's operations. */
const counts = {
  requests: 0,
  queries: 0,
  statements: 0,
  rowsRead: 0,
  rowsWritten: 0,
  put: 0,
  list: 0,
  get: 0,
  head: 0,
  delete: 0,
  bytesPut: 0,
};

function counting(env: Env): Env {
  return {
    ...env,
    OBJECTS: wrapBucket(env.OBJECTS, async (operation, name) => {
      if (name === 'put' || name === 'list' || name === 'get' || name === 'head' || name === 'delete') counts[name]++;
      const result = await operation();
      if (name === 'put' && typeof result === 'object' && result !== null) {
        counts.bytesPut += Number(Reflect.get(result, 'size'));
      }
      return result;
    }),
    // A batch is one query of several statements.
    DB: wrapDatabase(env.DB, async (operation) => {
      const results = await operation();
      counts.queries++;
      counts.statements += results.length;
      for (const { meta } of results) {
        counts.rowsRead += meta.rows_read;
        counts.rowsWritten += meta.rows_written;
      }
      return results;
    }),
  };
}

export class RunWorkflow extends Real {
  constructor(ctx: ExecutionContext, env: Env) {
    super(ctx, counting(env));
  }
}

export default {
  fetch(request: Request, env: Env, ctx: ExecutionContext): Response | Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === '/api/counts') return Response.json(counts);
    if (pathname !== '/api/health') counts.requests++;
    return app.fetch(request, counting(env), ctx);
  },
  /** Not counted: it belongs to no run. */
  scheduled,
};
