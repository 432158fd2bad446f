import { expect, type APIRequestContext } from '@playwright/test';
import { learnableCsv } from '../workerd/tables.ts';

/** A run that a test made. */
export interface MadeRun {
  id: string;
  key: string;
}

/** A file that a run is made on. */
export interface RunFile {
  type: string;
  data: string | Buffer;
}

const LEARNABLE: RunFile = { type: 'text/csv', data: learnableCsv(120) };

const finished = new Map<string, Promise<MadeRun>>();

/** A finished run that tests share which only look at it: one for each spec and each process of tests. */
export function sharedRun(request: APIRequestContext, spec: Record<string, unknown> = {}): Promise<MadeRun> {
  const key = JSON.stringify(spec);
  const made = finished.get(key) ?? finishedRun(request, spec);
  finished.set(key, made);
  return made;
}

/** Makes a quick run through the API, on a learnable table without a `file`, and drives it to its end. */
export async function finishedRun(
  request: APIRequestContext,
  spec: Record<string, unknown> = {},
  file = LEARNABLE,
): Promise<MadeRun> {
  const run = await newRun(request, { model: { epochs: 12 }, ...spec }, file);
  for (let status = 'running'; status === 'running';) {
    const answer = await request.post(`/api/runs/${run.id}/step`, {
      headers: { authorization: `Bearer ${run.key}` },
      data: {},
    });
    expect(answer.ok()).toBe(true);
    status = textIn(await answer.json(), 'run', 'status');
  }
  return run;
}

/** Makes a quick run through the API, on a learnable table without a `file`; nobody drives it. */
export async function newRun(
  request: APIRequestContext,
  spec: Record<string, unknown> = {},
  file = LEARNABLE,
): Promise<MadeRun> {
  const uploaded = await request.post('/api/datasets', {
    headers: { 'content-type': file.type },
    data: file.data,
  });
  const dataset = textIn(await uploaded.json(), 'sha256');
  const created = await request.post('/api/runs', {
    data: { dataset, name: 'table', target: ['y'], effort: 'quick', protocol: 'hold-out', ...spec },
  });
  const body: unknown = await created.json();
  return { id: textIn(body, 'id'), key: textIn(body, 'key') };
}

function textIn(value: unknown, ...path: string[]): string {
  let at: unknown = value;
  for (const name of path) at = typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined;
  if (typeof at !== 'string') throw new Error(`no ${path.join('.')} in ${JSON.stringify(value)}`);
  return at;
}
