import type { D1Database, D1PreparedStatement, R2Bucket } from '@cloudflare/workers-types';
import { generator } from '../../packages/workflow/src/random/index.ts';

/**
 * Runs an operation of storage that may fail at three places: before it has begun, while it is under way (nobody waits
 * for what comes of it), and after it was done and nobody is told.
 */
export type Injector = <T>(operation: () => Promise<T>) => Promise<T>;

/**
 * @param probability that one operation fails.
 * @param salt makes other faults of the same probability.
 */
export function injector(probability: number, salt: string): Injector {
  const dice = generator(1, 'faults', salt);
  return async (operation) => {
    if (dice.uniform() >= probability) return operation();
    switch (dice.below(3)) {
      case 0:
        throw new Error('injected before');
      case 1:
        operation().catch(() => {});
        throw new Error('injected during');
      default:
        await operation();
        throw new Error('injected after');
    }
  };
}

/** A bucket whose operations may fail. */
export function faultyBucket(bucket: R2Bucket, inject: Injector): R2Bucket {
  const faulty = new Set<PropertyKey>(['get', 'put', 'head', 'list', 'delete']);
  return new Proxy(bucket, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const call = async () => (await Reflect.apply(value, target, args)) as unknown;
        return faulty.has(name) ? inject(call) : call();
      };
    },
  });
}

/** A database whose operations may fail, each as a whole: a batch is one transaction. */
export function faultyDatabase(db: D1Database, inject: Injector): D1Database {
  const natives = new WeakMap<object, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = new Proxy(statement, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        if (name === 'bind') return (...args: unknown[]) => wrap(target.bind(...args));
        return (...args: unknown[]) => inject(async () => (await Reflect.apply(value, target, args)) as unknown);
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
          inject(() => target.batch(statements.map((statement) => natives.get(statement) ?? statement)));
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
