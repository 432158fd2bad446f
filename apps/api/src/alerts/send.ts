import { StepwellError } from '@stepwell/base/errors';
import type { Env } from '../env.ts';
import { logFault } from '../log-fault.ts';
import type { StoredAlert } from '../storage/alerts.ts';
import { pushKeys, webhooksOf } from './alert-settings.ts';
import { messageOf, type AlertEvent } from './message.ts';
import { requirePublicAddress } from './public-address.ts';
import { pushRequest } from './push-request.ts';
import { signatureHeaders } from './signature.ts';
import type { StoredRun } from '../storage/runs.ts';

const TIMEOUT_MS = 10_000;
/** The longest delay that a receiver may ask for. */
const MOST_WAIT_MS = 3_600_000;

/** What came of one try. */
export type Outcome =
  | { kind: 'sent' }
  /** The browser has ended its subscription. */
  | { kind: 'gone' }
  /** It isn't tried again. */
  | { kind: 'dropped'; note: string }
  /** `waitMs`: the delay that the receiver asks for. */
  | { kind: 'failed'; note: string; waitMs: number | null };

/** What is told of a run. */
export interface Told {
  run: StoredRun;
  event: AlertEvent;
}

/** Tries once to send an alert. Doesn't throw. */
export async function sendAlert(env: Env, alert: StoredAlert, told: Told, now: number): Promise<Outcome> {
  let request: RequestInit | string;
  try {
    request = await requestOf(env, alert, told, now);
  } catch (fault) {
    logFault('writing an alert', fault);
    return { kind: 'failed', note: 'The service could not write the message.', waitMs: null };
  }
  if (typeof request === 'string') return { kind: 'dropped', note: request };
  try {
    const response = await fetch(requirePublicAddress(alert.address, webhooksOf(env) === 'local'), {
      ...request,
      // It could lead into a private network.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return outcomeOf(alert, response);
  } catch (error) {
    // The address was stored under another setting.
    if (error instanceof StepwellError) return { kind: 'dropped', note: error.message };
    const isSlow = error instanceof Error && error.name === 'TimeoutError';
    const note = isSlow ? `No answer within ${TIMEOUT_MS / 1000} seconds.` : 'The address does not answer.';
    return { kind: 'failed', note, waitMs: null };
  }
}

/** @returns the request; or why there is none. */
async function requestOf(
  env: Env,
  alert: StoredAlert,
  { run, event }: Told,
  now: number,
): Promise<RequestInit | string> {
  const message = messageOf(run, event, alert.origin);
  if (alert.kind === 'push') {
    const keys = pushKeys(env);
    return keys === null ? 'The service no longer sends notifications.' : pushRequest(alert, message, keys);
  }
  if (webhooksOf(env) === 'off') return 'The service no longer sends webhooks.';
  const body = JSON.stringify(message);
  const signature = await signatureHeaders(alert.secrets.secret, `${alert.id}.${run.version}`, now, body);
  const headers = { 'content-type': 'application/json', 'user-agent': 'Stepwell', ...signature };
  return { method: 'POST', headers, body };
}

function outcomeOf({ kind }: StoredAlert, response: Response): Outcome {
  const { ok, status, headers } = response;
  if (ok) return { kind: 'sent' };
  if (kind === 'push' && (status === 404 || status === 410)) return { kind: 'gone' };
  const asked = Number(headers.get('retry-after'));
  const waitMs = asked > 0 ? Math.min(asked * 1000, MOST_WAIT_MS) : null;
  return { kind: 'failed', note: `The address answered with status ${status}.`, waitMs };
}
