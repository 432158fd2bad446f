import type { Env } from '../env.ts';
import { addBytes, readBytes } from '../storage/usage.ts';
import { dailyLimit, dayOf, quotaExceeded } from './limits.ts';

/** Written down at the latest when so many have come: what uploads side by side may have too much. */
const SLICE_BYTES = 8_000_000;

/** A body that is counted as it comes in. */
export interface CountedBody {
  body: ReadableStream<Uint8Array>;
  /** Writes down what came since the last time. To be called however reading ended. */
  settle: () => Promise<void>;
}

/**
 * Counts the bytes of an upload for its client, those that are really read.
 *
 * @param source the body.
 * @param announced the length it came with; 0 for none.
 * @returns the same bytes; reading them rejects with `quota_exceeded` once they are too many.
 * @throws {StepwellError} `quota_exceeded`, before anything is read, where the length is too much already.
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
    const words = `${megabytes(known)} of ${megabytes(limit)} MB were uploaded from here, and this file is too much`;
    throw quotaExceeded('DAILY_BYTES', words, { limit, used: known }, now);
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

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
