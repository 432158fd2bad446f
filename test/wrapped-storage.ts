import type { D1Database, D1PreparedStatement, D1Result, R2Bucket } from '@cloudflare/workers-types';

/** Does an operation of storage, or what else is to happen in its place. */
export type Around<Result> = (operation: () => Promise<Result>, name: string) => Promise<Result>;

/** A bucket with something around each of its operations. */
export function wrapBucket(bucket: R2Bucket, around: Around<unknown>): R2Bucket {
  return new Proxy(bucket, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) =>
        around(async () => (await Reflect.apply(value, target, args)) as unknown, String(name));
    },
  });
}

/**
 * A database with something around each of its operations. A batch is one operation, for it is one transaction; all of
 * them tell what they cost, reading a first row too.
 */
export function wrapDatabase(db: D1Database, around: Around<D1Result[]>): D1Database {
  const natives = new WeakMap<object, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const all = async (name: string) => (await around(async () => [await statement.all()], name))[0]!;
    const wrapped = new Proxy(statement, {
      get(target, name) {
        if (name === 'bind') return (...args: unknown[]) => wrap(target.bind(...args));
        if (name === 'run' || name === 'all') return () => all(name);
        if (name === 'first') return async () => (await all(name)).results[0] ?? null;
        throw new Error(`D1's ${String(name)} is not wrapped here.`);
      },
    });
    natives.set(wrapped, statement);
    return wrapped;
  };
  return new Proxy(db, {
    get(target, name) {
      if (name === 'prepare') return (sql: string) => wrap(target.prepare(sql));
      if (name === 'batch') {
        return (statements: D1PreparedStatement[]) =>
          around(() => target.batch(statements.map((statement) => natives.get(statement) ?? statement)), name);
      }
      throw new Error(`D1's ${String(name)} is not wrapped here.`);
    },
  });
}
