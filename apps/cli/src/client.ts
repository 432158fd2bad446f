import type { AppType } from '@stepwell/api';
import { isErrorCode, StepwellError } from '@stepwell/base/errors';
import { hc } from 'hono/client';

/** A step is bounded: an answer that has not come by then never will. */
const REQUEST_TIMEOUT_MS = 120_000;

/** Waits before another try after a lost request, in milliseconds; then the service counts as gone. */
const BACKOFF_MS = [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000, 8_000];

/** A typed client of a Stepwell service. */
export type Client = ReturnType<typeof connect>;

/**
 * @param url where the service is: `http://127.0.0.1:8787`.
 * @param token what it asks of who uploads and creates runs, where it does.
 */
export function connect(url: string, token?: string) {
  return hc<AppType>(url, {
    // What changes a run sends its edit key instead.
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    fetch: (input: RequestInfo | URL, init?: RequestInit) =>
      fetch(input, { ...init, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) }),
  });
}

/** The part of a fetch response that is read here. */
interface Answer<T> {
  ok: boolean;
  status: number;
  json(): Promise<T>;
}

/**
 * Makes a request until it is answered. A step that was done is not done again, an upload is the same upload; a run
 * whose creation was answered into the void stays without a driver, and a second one is made.
 *
 * @param request makes the request once more.
 * @param onLost told of each lost request, with the wait before the next.
 * @param onLimited told when the service asks to wait, in its own words.
 * @returns the JSON of a successful answer.
 * @throws {StepwellError} what the service answered, or `unreachable`.
 */
export async function ask<T>(
  request: () => Promise<Answer<T>>,
  onLost: (waitMs: number) => void = () => {},
  onLimited: (sentence: string) => void = (sentence) => process.stderr.write(`${sentence}\n`),
): Promise<T> {
  for (let attempt = 0; ;) {
    let answer: Answer<T> | null = null;
    try {
      answer = await request();
      if (answer.ok) return await answer.json();
    } catch (cause) {
      if (cause instanceof StepwellError) throw cause;
      // An answer that breaks off is none.
      answer = null;
      if (attempt >= BACKOFF_MS.length) {
        throw new StepwellError(
          'unreachable',
          'The service does not answer. Look whether it runs; the run goes on where it was.',
          { cause },
        );
      }
    }
    if (answer !== null && (answer.status < 500 || attempt >= BACKOFF_MS.length)) {
      const error = await readError(answer);
      const asked = waitOf(error);
      if (error.code !== 'rate_limited' || asked === null) throw error;
      onLimited(error.message);
      await sleep(asked);
      continue;
    }
    const wait = BACKOFF_MS[attempt++]!;
    onLost(wait);
    await sleep(wait);
  }
}

/** @returns how long the service asks to wait, in milliseconds; null when it does not. */
export function waitOf({ details: { retryAfterMs } }: StepwellError): number | null {
  return typeof retryAfterMs === 'number' ? retryAfterMs : null;
}

/** @returns a promise that resolves after so many milliseconds. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function readError(answer: Answer<unknown>): Promise<StepwellError> {
  const body: unknown = await answer.json().catch(() => null);
  if (typeof body === 'object' && body !== null && 'error' in body) {
    const { error } = body;
    if (
      typeof error === 'object' &&
      error !== null &&
      'code' in error &&
      'message' in error &&
      isErrorCode(error.code)
    ) {
      const details = 'details' in error && isRecord(error.details) ? error.details : {};
      return new StepwellError(error.code, String(error.message), { details });
    }
  }
  return new StepwellError('internal', `The service answered ${answer.status} without saying why.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
