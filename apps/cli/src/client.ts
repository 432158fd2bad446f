import type { AppType } from '@stepwell/api';
import { isErrorCode, StepwellError } from '@stepwell/base/errors';
import { hc } from 'hono/client';

/** Steps are much shorter than this, so a later answer isn't expected. */
const REQUEST_TIMEOUT_MS = 120_000;

/** Delays before each retry of a lost request, in milliseconds; after the last, the service is unreachable. */
const BACKOFF_MS = [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000, 8_000];

/** A typed client of a Stepwell service. */
export type Client = ReturnType<typeof connect>;

/**
 * Creates a typed client.
 *
 * @param url origin of the service, such as `http://127.0.0.1:8787`.
 * @param token its upload token, if it requires one.
 */
export function connect(url: string, token?: string) {
  return hc<AppType>(url, {
    // Requests that change a run send its edit key instead.
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
 * Repeats a request until it's answered. Steps and uploads are idempotent; if the answer to creating a run is lost, a
 * second run is created and the first is never driven.
 *
 * @param request makes the request.
 * @param onLost called for each lost request with the delay before the next, in milliseconds.
 * @param onLimited called with the service's message when it is rate limited.
 * @returns the JSON of a successful answer.
 * @throws {StepwellError} the service's error, or `unreachable`.
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
      // A truncated answer counts as lost.
      answer = null;
      if (attempt >= BACKOFF_MS.length) {
        throw new StepwellError(
          'unreachable',
          "The service doesn't answer. Check that it is running, then try again; the run continues where it stopped.",
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

/** @returns the delay the service asks for, in milliseconds, or null. */
export function waitOf({ details: { retryAfterMs } }: StepwellError): number | null {
  return typeof retryAfterMs === 'number' ? retryAfterMs : null;
}

/** Resolves after a delay. @param ms in milliseconds. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export async function readError(answer: Answer<unknown>): Promise<StepwellError> {
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
  return new StepwellError(
    'internal',
    `The service answered with status ${answer.status} and no error message. Try again; if it repeats, check the service's log.`,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
