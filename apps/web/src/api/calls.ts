import type { RunSpecInput } from '@stepwell/workflow/spec';
import { api, type CurveAnswer, type Dataset, type RunReport, type RunView, type StepAnswer } from './client.ts';
import { answerOf } from './request.ts';

/** A step may compute for minutes; an answer that takes longer than this got lost on the way. */
const STEP_TIMEOUT_MS = 180_000;

/** What is wanted of a file. */
export interface Wanted {
  /** Of a file that has several parts; left out, what to learn from. */
  part?: 'test';
  /** The share of the rows to draw; all of them without it. */
  sample?: number;
}

/** Uploads a file, its bytes as they are, under its own media type. @throws {ApiError} */
export function uploadFile(body: Blob, { part, sample }: Wanted): Promise<Dataset> {
  const query = {
    ...(part === undefined ? {} : { part }),
    ...(sample === undefined ? {} : { sample: String(sample) }),
  };
  return answerOf(api().datasets.$post({ query }, { init: { body, headers: { 'content-type': body.type } } }));
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
