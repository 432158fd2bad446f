import type { Context } from 'hono';

/** Lets work go on behind the answer; where there is no such thing, waits for it. @param work must not throw. */
export async function waitBehind(c: Context, work: Promise<void>): Promise<void> {
  let behind: ((work: Promise<void>) => void) | null = null;
  try {
    const { executionCtx } = c;
    behind = (promise) => executionCtx.waitUntil(promise);
  } catch {
    // Hono throws without one: the app was called directly.
  }
  if (behind === null) await work;
  else behind(work);
}
