import type { D1PreparedStatement } from '@cloudflare/workers-types';
import type { Env } from '../env.ts';
import { addBytes, bytesAdded, readBytes } from '../storage/usage.ts';
import { dailyLimit, dayOf, quotaExceeded } from './limits.ts';

/** Bytes between updates of the counter; parallel uploads may exceed the limit by as much. */
const SLICE_BYTES = 8_000_000;

/** A request body whose bytes are counted while it is read. */
export interface CountedBody {
  body: ReadableStream<Uint8Array>;
  /** Stores the bytes counted since the last update. Call it even if reading failed. */
  settle: () => Promise<void>;
}

/**
 * Counts the bytes of an upload against its client's daily limit.
 *
 * @param source the request body.
 * @param announced its content length in bytes; 0 if unknown.
 * @returns the same bytes; reading them rejects with `quota_exceeded` above the limit.
 * @throws {StepwellError} `quota_exceeded` if the announced length exceeds the limit.
 */
export async function countBytes(
  env: Env,
  client: string,
  source: ReadableStream<Uint8Array>,
  announced: number,
  now: number,
): Promise<CountedBody> {
  const limit = dailyLimit(env, 'DAILY_BYTES');
  if (limit === null) return { body: source, settle: async () => {} };
  const day = dayOf(now);
  let known = await readBytes(env.DB, day, client);
  let pending = 0;
  const check = (more: number) => {
    if (known + more <= limit) return;
    throw bytesExceeded(limit, known, 'this file', now);
  };
  const settle = async () => {
    if (pending === 0) return;
    const bytes = pending;
    pending = 0;
    known = await addBytes(env.DB, day, client, bytes);
  };
  check(announced);
  const body = source.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      async transform(chunk, controller) {
        pending += chunk.byteLength;
        check(pending);
        if (pending >= SLICE_BYTES) {
          await settle();
          check(0);
        }
        controller.enqueue(chunk);
      },
    }),
  );
  return { body, settle };
}

/**
 * Checks a request of a logged run against the same limit.
 *
 * @returns the statements that count its bytes, to run with the one that stores it.
 * @throws {StepwellError} `quota_exceeded`.
 */
export async function bytesLeft(env: Env, client: string, bytes: number, now: number): Promise<D1PreparedStatement[]> {
  const limit = dailyLimit(env, 'DAILY_BYTES');
  if (limit === null) return [];
  const day = dayOf(now);
  const used = await readBytes(env.DB, day, client);
  if (used + bytes > limit) throw bytesExceeded(limit, used, 'this batch', now);
  return bytesAdded(env.DB, day, client, bytes);
}

function bytesExceeded(limit: number, used: number, what: string, now: number) {
  const words = `${megabytes(used)} of ${megabytes(limit)} MB were uploaded from your network, and ${what} exceeds the rest`;
  return quotaExceeded('DAILY_BYTES', words, { limit, used }, now);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
