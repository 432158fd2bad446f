import type { RunSpecInput } from '@stepwell/workflow/spec';
import { api, type CurveAnswer, type Dataset, type RunReport, type RunView, type StepAnswer } from './client.ts';
import { answerOf } from './request.ts';

/** A step may compute for minutes; an answer that takes longer than this got lost on the way. */
const STEP_TIMEOUT_MS = 180_000;

/** Uploads a table, its bytes as they are. @throws {ApiError} */
export function uploadTable(body: Blob): Promise<Dataset> {
  const init = { body, headers: { 'content-type': 'text/csv' } };
  return answerOf(api().datasets.$post({ query: {} }, { init }));
}

/** Creates a run. @returns its id and its edit key. @throws {ApiError} */
export function createRun(spec: RunSpecInput): Promise<{ id: string; key: string }> {
  return answerOf(api().runs.$post({ json: spec }));
}

/** Reads a run. @throws {ApiError} */
export function readRun(id: string): Promise<RunView> {
  return answerOf(api().runs[':id'].$get({ param: { id } }));
}

/** Reads a run's report. @throws {ApiError} */
export function readReport(id: string): Promise<RunReport> {
  return answerOf(api().runs[':id'].report.$get({ param: { id } }));
}

/** Reads the curve pages behind a cursor. @throws {ApiError} */
export function readCurve(id: string, after: number): Promise<CurveAnswer> {
  return answerOf(api().runs[':id'].curve.$get({ param: { id }, query: { after: String(after) } }));
}

/** Does a run's next step. @throws {ApiError} */
export function stepRun(id: string, key: string, client: string): Promise<StepAnswer> {
  return answerOf(
    api().runs[':id'].step.$post(
      { param: { id }, json: { client } },
      { headers: { authorization: `Bearer ${key}` }, init: { signal: AbortSignal.timeout(STEP_TIMEOUT_MS) } },
    ),
  );
}
