import { StepwellError } from '@stepwell/base/errors';
import { ask, sleep, waitOf, type Client } from './client.ts';

/** What names a run and lets it be changed. */
export interface RunKey {
  id: string;
  key: string;
}

/** How to drive. */
export interface DriveOptions {
  /** Names this driver. */
  client: string;
  /** Minibatches a step may take; the service's setting when absent. */
  minibatches?: number | undefined;
  /** Told when a request was lost and is repeated. */
  onLost?: (waitMs: number) => void;
  /** Told when the service asks to wait for a limit of its own, in its words. */
  onLimited?: (sentence: string) => void;
}

/** The answer to one step. */
export type StepAnswer = Awaited<ReturnType<typeof step>>;

/**
 * Chains the steps of a run until it ends. What comes next is the service's to say: this only asks for it.
 *
 * @yields the answer to each step.
 * @throws {StepwellError} what the service refused for good.
 */
export async function* drive(client: Client, run: RunKey, options: DriveOptions): AsyncGenerator<StepAnswer, void> {
  for (;;) {
    try {
      const answer = await step(client, run, options);
      yield answer;
      if (answer.did === null || answer.run.status !== 'running') return;
    } catch (error) {
      if (!(error instanceof StepwellError)) throw error;
      if (error.code === 'step_conflict') continue;
      const wait = waitOf(error);
      // What a day allows comes back with the next one.
      if (error.code === 'quota_exceeded' && wait !== null) options.onLimited?.(error.message);
      else if (error.code !== 'busy') throw error;
      await sleep(wait ?? 1_000);
    }
  }
}

function step(client: Client, { id, key }: RunKey, { client: name, minibatches, onLost, onLimited }: DriveOptions) {
  return ask(
    () =>
      client.api.runs[':id'].step.$post(
        { param: { id }, json: { client: name, minibatches } },
        { headers: { authorization: `Bearer ${key}` } },
      ),
    onLost,
    onLimited,
  );
}
