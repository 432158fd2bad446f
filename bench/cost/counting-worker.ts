import type { D1Database, D1PreparedStatement, D1Result, ExecutionContext, R2Bucket } from '@cloudflare/workers-types';
import { app } from '../../apps/api/src/app.ts';
import type { Env } from '../../apps/api/src/env.ts';
import { RunWorkflow as Real } from '../../apps/api/src/run-workflow.ts';
import { scheduled } from '../../apps/api/src/scheduled.ts';

/** What is billed by the piece. */
const counts = { requests: 0, classA: 0, classB: 0, rowsRead: 0, rowsWritten: 0, bytesPut: 0 };

/** @see https://developers.cloudflare.com/r2/pricing/#class-a-operations */
const CLASS_A = new Set<PropertyKey>(['put', 'list']);
const CLASS_B = new Set<PropertyKey>(['get', 'head']);

function countingBucket(bucket: R2Bucket): R2Bucket {
  return new Proxy(bucket, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        if (CLASS_A.has(name)) counts.classA++;
        if (CLASS_B.has(name)) counts.classB++;
        const result: unknown = await Reflect.apply(value, target, args);
        if (name === 'put' && typeof result === 'object' && result !== null) {
          counts.bytesPut += Number(Reflect.get(result, 'size'));
        }
        return result;
      };
    },
  });
}

function noted<T extends D1Result>(result: T): T {
  counts.rowsRead += result.meta.rows_read;
  counts.rowsWritten += result.meta.rows_written;
  return result;
}

function countingDatabase(db: D1Database): D1Database {
  const natives = new WeakMap<object, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = new Proxy(statement, {
      get(target, name) {
        if (name === 'bind') return (...args: unknown[]) => wrap(target.bind(...args));
        if (name === 'first') return async () => noted(await target.all()).results[0] ?? null;
        if (name === 'run' || name === 'all') return async () => noted(await target.all());
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    natives.set(wrapped, statement);
    return wrapped;
  };
  return new Proxy(db, {
    get(target, name) {
      if (name === 'prepare') return (sql: string) => wrap(target.prepare(sql));
      if (name === 'batch') {
        return async (statements: D1PreparedStatement[]) =>
          (await target.batch(statements.map((statement) => natives.get(statement) ?? statement))).map(noted);
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function counting(env: Env): Env {
  return { ...env, OBJECTS: countingBucket(env.OBJECTS), DB: countingDatabase(env.DB) };
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
