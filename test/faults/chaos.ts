import { generator } from '@stepwell/base/random';
import type { RunKey } from '../../apps/cli/src/drive.ts';
import { sleep } from '../../apps/cli/src/client.ts';

/** How a driver without manners goes about it. */
export interface ChaosOptions {
  /** Where the service is. */
  url: string;
  run: RunKey;
  /** Names this driver. */
  client: string;
  minibatches: number;
  /** Shares of requests that are sent twice at once, and that are sent once more when the run has gone on. */
  duplicated: number;
  repeatedLater: number;
}

interface Answer {
  did: unknown;
  run: { status: string; steps: number };
}

const RETRY_MS = 100;

/**
 * Steps a run to its end with requests that are lost, sent twice at once, and sent again late and out of order.
 *
 * @throws {Error} when a request is answered as no request of this kind may be.
 */
export async function driveWildly(options: ChaosOptions): Promise<void> {
  const dice = generator(1, 'chaos', options.client);
  const late: object[] = [];
  let steps: number | undefined;
  for (;;) {
    const body = { client: options.client, minibatches: options.minibatches, expect: steps };
    if (dice.uniform() < options.repeatedLater) late.push(body);
    if (late.length > 2 && dice.uniform() < 0.5) void send(options, late.shift()!).catch(() => {});
    const twice = dice.uniform() < options.duplicated;
    const answers = await Promise.all([send(options, body), ...(twice ? [send(options, body)] : [])]);
    const done = answers.find((answer) => answer !== null);
    if (done?.run.status !== undefined && done.run.status !== 'running') return;
    // Who was refused or not answered asks for whatever comes next.
    steps = answers[0] === null ? undefined : done?.run.steps;
    if (answers[0] === null) await sleep(RETRY_MS);
  }
}

/** @returns the answer; null when it was lost, or refused as one of several drivers may be. */
async function send({ url, run }: ChaosOptions, body: object): Promise<Answer | null> {
  let response;
  let text;
  try {
    response = await fetch(`${url}/api/runs/${run.id}/step`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${run.key}` },
      body: JSON.stringify(body),
    });
    text = await response.text();
  } catch {
    return null;
  }
  if (response.ok) return JSON.parse(text) as Answer;
  if (response.status >= 500) return null;
  const { error } = JSON.parse(text) as { error: { code: string } };
  if (['step_conflict', 'stale_step', 'busy'].includes(error.code)) return null;
  throw new Error(`step answered ${response.status} ${text}`);
}
