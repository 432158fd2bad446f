import { StepwellError } from '@stepwell/base/errors';
import { ask, sleep, waitOf, type Client } from './client.ts';

/** A run's id and edit key. */
export interface RunKey {
  id: string;
  key: string;
}

/** Options of a driver. */
export interface DriveOptions {
  /** Name of this driver. */
  client: string;
  /** Most minibatches per step; the service's limit by default. */
  minibatches?: number | undefined;
  /** Called before a lost request is repeated. */
  onLost?: (waitMs: number) => void;
  /** Called with the service's message when a rate limit or quota delays the next step. */
  onLimited?: (sentence: string) => void;
}

/** The answer to one step. */
export type StepAnswer = Awaited<ReturnType<typeof step>>;

/**
 * Requests the steps of a run until it ends. The service decides what each step does.
 *
 * @yields the answer to each step.
 * @throws {StepwellError} the service's error, unless waiting resolves it.
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
      // Daily quotas reset, so wait for the next day.
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
