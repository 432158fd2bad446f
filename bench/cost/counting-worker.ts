import type { ExecutionContext } from '@cloudflare/workers-types';
import { app } from '../../apps/api/src/app.ts';
import type { Env } from '../../apps/api/src/env.ts';
import { RunWorkflow as Real } from '../../apps/api/src/run-workflow.ts';
import { scheduled } from '../../apps/api/src/scheduled.ts';
import { wrapBucket, wrapDatabase } from '../../test/wrapped-storage.ts';

/** What is billed by the piece. */
const counts = { requests: 0, classA: 0, classB: 0, rowsRead: 0, rowsWritten: 0, bytesPut: 0 };

/** @see https://developers.cloudflare.com/r2/pricing/#class-a-operations */
const CLASS_A = new Set(['put', 'list']);
const CLASS_B = new Set(['get', 'head']);

function counting(env: Env): Env {
  return {
    ...env,
    OBJECTS: wrapBucket(env.OBJECTS, async (operation, name) => {
      if (CLASS_A.has(name)) counts.classA++;
      if (CLASS_B.has(name)) counts.classB++;
      const result = await operation();
      if (name === 'put' && typeof result === 'object' && result !== null) {
        counts.bytesPut += Number(Reflect.get(result, 'size'));
      }
      return result;
    }),
    DB: wrapDatabase(env.DB, async (operation) => {
      const results = await operation();
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
  scheduled: (controller: { scheduledTime: number }, env: Env): Promise<void> => scheduled(controller, counting(env)),
};
