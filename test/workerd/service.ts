import type { StepAnswer } from '../../apps/cli/src/drive.ts';
import { app } from '../../apps/api/src/app.ts';
import { env } from 'cloudflare:workers';
import type { Report, RunSpecInput } from '@stepwell/workflow';

/** A run that a test made. */
export interface TestRun {
  id: string;
  key: string;
}

/** Sends a request to the real app on real bindings. */
export async function request(path: string, init?: RequestInit): Promise<Response> {
  return app.request(path, init, env);
}

/** Uploads a table; resolves to its sha256. */
export async function uploadCsv(csv: string): Promise<string> {
  const response = await request('/api/datasets', {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: csv,
  });
  const body = (await response.json()) as { sha256: string };
  if (!response.ok) throw new Error(JSON.stringify(body));
  return body.sha256;
}

/** Creates a run on a table. */
export async function createRun(csv: string, spec: Omit<RunSpecInput, 'dataset'>): Promise<TestRun> {
  const response = await postJson('/api/runs', { dataset: await uploadCsv(csv), ...spec });
  const body = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(body));
  return body as TestRun;
}

/** Posts JSON, with an edit key where there is one. */
export function postJson(path: string, body: unknown, key?: string): Promise<Response> {
  return request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
    body: JSON.stringify(body),
  });
}

/** Makes one step. */
export function step(run: TestRun, body: Record<string, unknown> = {}): Promise<Response> {
  return postJson(`/api/runs/${run.id}/step`, body, run.key);
}

/** Steps a run to its end, and reads its report. */
export async function runToEnd(run: TestRun, body: Record<string, unknown> = {}): Promise<Report> {
  for (;;) {
    const response = await step(run, body);
    const answer = (await response.json()) as StepAnswer;
    if (!response.ok) throw new Error(JSON.stringify(answer));
    if (answer.run.status !== 'running') break;
  }
  return readReport(run);
}

/** Reads the report of a run. */
export async function readReport(run: TestRun): Promise<Report> {
  const response = await request(`/api/runs/${run.id}/report`);
  return (await response.json()) as Report;
}
