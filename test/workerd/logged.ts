import type { CurveAnswer } from '../../apps/api/src/logs/read-curve.ts';
import { postJson, request, type TestRun } from './service.ts';

/** A point as it is sent. */
export interface SentPoint {
  step: number;
  values: Record<string, number | string | null>;
}

/** Creates a logged run. */
export async function createLog(body: object = { project: 'digits' }): Promise<TestRun> {
  const answer = await postJson('/api/logs', body);
  if (answer.status !== 201) throw new Error(await answer.text());
  return (await answer.json()) as TestRun;
}

/** Sends a batch of points. */
export function sendPoints(run: TestRun, seq: number, points: SentPoint[]): Promise<Response> {
  return postJson(`/api/logs/${run.id}/points`, { seq, points }, run.key);
}

/** Sends a batch that must be taken. */
export async function takenPoints(run: TestRun, seq: number, points: SentPoint[]): Promise<void> {
  const answer = await sendPoints(run, seq, points);
  if (answer.status !== 200) throw new Error(await answer.text());
  await answer.body?.cancel();
}

/** Reads the curves of a logged run. */
export async function curveOf(run: Pick<TestRun, 'id'>, query = ''): Promise<CurveAnswer> {
  const answer = await request(`/api/logs/${run.id}/curve${query}`);
  if (answer.status !== 200) throw new Error(await answer.text());
  return (await answer.json()) as CurveAnswer;
}

/** @returns the status and the code of a refusal, or the status alone. */
export async function outcomeOf(answer: Response): Promise<unknown[]> {
  const body = (await answer.json()) as { error?: { code: string } };
  return [answer.status, ...(body.error === undefined ? [] : [body.error.code])];
}
