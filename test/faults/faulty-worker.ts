import type { ExecutionContext } from '@cloudflare/workers-types';
import { app } from '../../apps/api/src/app.ts';
import type { Env } from '../../apps/api/src/env.ts';
import { RunWorkflow as Real } from '../../apps/api/src/run-workflow.ts';
import { scheduled } from '../../apps/api/src/scheduled.ts';
import { wrapBucket, wrapDatabase } from '../wrapped-storage.ts';
import { injector } from './inject.ts';

/** The service itself, on R2 and D1 that fail now and then. */
interface FaultyEnv extends Env {
  /** The probability that one operation of storage fails. */
  FAULTS: string;
}

/** What was said last of whether storage fails here; this isolate's own, so a fresh one fails. */
let quiet = false;
let known: { env: FaultyEnv; faulty: Env } | null = null;

function faulty(env: FaultyEnv): Env {
  if (known?.env !== env) {
    const inject = injector(() => (quiet ? 0 : Number(env.FAULTS)), crypto.randomUUID());
    known = {
      env,
      faulty: { ...env, OBJECTS: wrapBucket(env.OBJECTS, inject), DB: wrapDatabase(env.DB, inject) },
    };
  }
  return known.faulty;
}

export class RunWorkflow extends Real {
  constructor(ctx: ExecutionContext, env: FaultyEnv) {
    super(ctx, faulty(env));
  }
}

async function changeObject({ method, body }: Request, key: string, { OBJECTS }: FaultyEnv): Promise<Response> {
  if (method === 'DELETE') await OBJECTS.delete(key);
  else await OBJECTS.put(key, await new Response(body).arrayBuffer());
  return new Response(null, { status: 204 });
}

export default {
  fetch(request: Request, env: FaultyEnv, ctx: ExecutionContext): Response | Promise<Response> {
    // What looks whether all is well sees storage as it is.
    const { pathname } = new URL(request.url);
    if (pathname === '/api/faults/off' || pathname === '/api/faults/on') {
      quiet = pathname === '/api/faults/off';
      return new Response(null, { status: 204 });
    }
    // An object is put there or taken away behind the service's back.
    if (pathname.startsWith('/api/faults/objects/')) return changeObject(request, pathname.slice(20), env);
    const plain = pathname === '/api/health' || pathname.startsWith('/api/operator/');
    return app.fetch(request, plain ? env : faulty(env), ctx);
  },
  scheduled: (controller: { scheduledTime: number }, env: FaultyEnv): Promise<void> =>
    scheduled(controller, faulty(env)),
};
