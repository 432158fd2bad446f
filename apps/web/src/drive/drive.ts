import { ApiError } from '../api/api-error.ts';

/** What a driver is doing. */
export type DriverState =
  | { kind: 'stepping' }
  /** Other drivers hold every fit that is ready. */
  | { kind: 'busy' }
  /** The service limits requests; `message` says how. */
  | { kind: 'limited'; message: string }
  /** No response, or a broken one: the step will be repeated. */
  | { kind: 'lost' }
  /** The service refused: this driver stops. */
  | { kind: 'refused'; message: string }
  /** Paused on request. */
  | { kind: 'paused' }
  /** Nothing is left to do. */
  | { kind: 'ended' };

/** What a driver needs. */
export interface DriveOptions {
  /** Does the next step. Resolves to whether there is another. @throws {ApiError} */
  step: () => Promise<boolean>;
  /** Waits, at most until the signal aborts. */
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  onState: (state: DriverState) => void;
  /** Ends the loop after the current step. */
  signal: AbortSignal;
}

const BACKOFF_MS = [1000, 2000, 4000, 8000];
const BUSY_MS = 2000;
/** Errors to wait out: limits per minute and per day. */
const LIMITS = new Set<string>(['rate_limited', 'quota_exceeded']);

/**
 * Chains the steps of a run until it ends, is refused or is paused. Repeating a step is harmless: a step is committed
 * once or not at all.
 */
export async function drive({ step, wait, onState, signal }: DriveOptions): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const more = await step();
      failures = 0;
      onState({ kind: more ? 'stepping' : 'ended' });
      if (!more) return;
    } catch (thrown) {
      const error = thrown instanceof ApiError ? thrown : new ApiError('internal', 500, String(thrown));
      if (error.code === 'step_conflict' || error.code === 'stale_step') continue;
      if (error.code === 'busy') {
        onState({ kind: 'busy' });
        await wait(error.retryAfterMs ?? BUSY_MS, signal);
      } else if (LIMITS.has(error.code) && error.retryAfterMs !== null) {
        onState({ kind: 'limited', message: error.message });
        await wait(error.retryAfterMs, signal);
      } else if (error.transient) {
        onState({ kind: 'lost' });
        await wait(BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)] ?? 0, signal);
        failures++;
      } else {
        onState({ kind: 'refused', message: error.message });
        return;
      }
    }
  }
  onState({ kind: 'paused' });
}
