import { env } from 'cloudflare:workers';
import type { Env } from '../../apps/api/src/env.ts';

/** The real bindings, with something that happens before each operation on storage is passed on to them. */
export function watched(before: (operation: string) => Promise<void> | void): Env {
  const OBJECTS = new Proxy(env.OBJECTS, {
    get(bucket, name) {
      const member: unknown = Reflect.get(bucket, name);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]): Promise<unknown> => {
        await before(String(name));
        return member.apply(bucket, args);
      };
    },
  });
  const DB = new Proxy(env.DB, {
    get(database, name) {
      const member: unknown = Reflect.get(database, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        void before(String(name));
        return member.apply(database, args);
      };
    },
  });
  return { ...env, OBJECTS, DB };
}

/** The real bindings, where something else happens once, just before the first operation of this name. */
export function interrupted(operation: 'get' | 'put' | 'list' | 'delete' | 'head', act: () => Promise<void>): Env {
  let acted = false;
  return watched(async (name) => {
    if (acted || name !== operation) return;
    acted = true;
    await act();
  });
}
