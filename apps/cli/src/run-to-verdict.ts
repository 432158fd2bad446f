import type { Report } from '@stepwell/workflow';
import type { RunSpecInput } from '@stepwell/workflow/question';
import { randomUUID } from 'node:crypto';
import { ask, type Client } from './client.ts';
import { drive } from './drive.ts';
import { finishWith } from './finish-with.ts';
import { Progress } from './progress.ts';
import { watchToVerdict } from './watch-to-verdict.ts';

/** Spec of the run to create. */
export type RunRequest = RunSpecInput;

/** Options of a run. */
export interface RunToVerdictOptions {
  out: NodeJS.WriteStream;
  minibatches?: number | undefined;
  wantPredictions?: boolean;
  /** Whether the service drives the run while this command watches. */
  background?: boolean;
  /** Called with the link and the edit key of the new run, which are shown only once. */
  onCreated?: (run: { id: string; url: string; key: string }) => void | Promise<void>;
}

/**
 * Creates a run, drives it to the end, and prints its decisions, verdict and link.
 *
 * @returns the report, and the predictions as CSV if requested and available.
 */
export async function runToVerdict(
  client: Client,
  request: RunRequest,
  { out, minibatches, wantPredictions = false, background = false, onCreated }: RunToVerdictOptions,
): Promise<{ report: Report; predictions: string | null }> {
  const created = await ask(() => client.api.runs.$post({ json: request }));
  const { id } = created;
  const progress = new Progress(out);
  progress.say(`run       ${created.url}`);
  await onCreated?.(created);
  progress.say(`size      at most ${created.price.fits} fits in about ${created.price.steps} steps`);
  if (background) {
    const options = { headers: { authorization: `Bearer ${created.key}` } };
    await ask(() => client.api.runs[':id']['background'].$post({ param: { id } }, options));
    progress.say('driver    the service finishes the run in the background; Ctrl-C only stops watching');
  }
  const report = background
    ? await watchToVerdict(client, id, progress)
    : await driveToVerdict(client, created, progress, minibatches);
  const predictions = wantPredictions && report.test !== null ? await readPredictions(client, id) : null;
  return { report, predictions };
}

/** Drives a run to the end, and prints its decisions, verdict and link. */
export async function driveToVerdict(
  client: Client,
  run: { id: string; key: string },
  progress: Progress,
  minibatches: number | undefined,
): Promise<Report> {
  const { id } = run;
  const options = {
    client: `cli-${randomUUID()}`,
    minibatches,
    onLimited: (sentence: string) => progress.say(sentence),
    onLost: (waitMs: number) => progress.say(`Connection lost. Repeating the step in ${waitMs / 1000} s.`),
  };
  let decided = 0;
  for await (const answer of drive(client, run, options)) {
    progress.show(answer);
    if (answer.did === null || answer.did.kind === 'fit') continue;
    const { decisions } = await ask(() => client.api.runs[':id'].decisions.$get({ param: { id } }));
    for (const decision of decisions.slice(decided)) progress.decided(decision);
    decided = decisions.length;
  }
  return finishWith(client, id, progress);
}

async function readPredictions(client: Client, id: string): Promise<string> {
  return ask(async () => {
    const response = await client.api.runs[':id'].predictions.$get({ param: { id }, query: {} });
    return { ok: response.ok, status: response.status, json: () => response.text() };
  });
}

/** @returns the report as Markdown. */
export async function readMarkdown(client: Client, id: string): Promise<string> {
  return ask(async () => {
    const response = await client.api.runs[':id']['report.md'].$get({ param: { id } });
    return { ok: response.ok, status: response.status, json: () => response.text() };
  });
}
