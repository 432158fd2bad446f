import type { RunSpecInput } from '@stepwell/workflow/spec';
import {
  api,
  type CurveAnswer,
  type Dataset,
  type Diagnostics,
  type Preview,
  type RunReport,
  type RunView,
  type Sketches,
  type StepAnswer,
} from './client.ts';
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

/** Asks what a run would decide before it trains; nothing is kept. @throws {ApiError} */
export function previewRun(spec: RunSpecInput): Promise<Preview> {
  return answerOf(api().runs.preview.$post({ json: spec }));
}

/** Stops a run where it stands. @throws {ApiError} */
export async function stopRun(id: string, key: string): Promise<RunView> {
  return (await answerOf(api().runs[':id'].stop.$post({ param: { id } }, withKey(key)))).run;
}

/** Goes on with a run that was stopped by hand. @throws {ApiError} */
export async function resumeRun(id: string, key: string): Promise<RunView> {
  return (await answerOf(api().runs[':id'].resume.$post({ param: { id } }, withKey(key)))).run;
}

/** Hands a run to the service, which goes on when this page is closed. @throws {ApiError} */
export async function keepRunGoing(id: string, key: string): Promise<RunView> {
  return (await answerOf(api().runs[':id']['keep-going'].$post({ param: { id } }, withKey(key)))).run;
}

/** Takes a run back from the service. @throws {ApiError} */
export async function takeRunBack(id: string, key: string): Promise<RunView> {
  return (await answerOf(api().runs[':id']['hand-back'].$post({ param: { id } }, withKey(key)))).run;
}

/** Reads what the rows outside a run's vault look like. @throws {ApiError} */
export function readSketches(id: string): Promise<Sketches> {
  return answerOf(api().runs[':id'].sketches.$get({ param: { id } }));
}

/** Reads what a run's test rows show beyond a number. @throws {ApiError} */
export function readDiagnostics(id: string): Promise<Diagnostics> {
  return answerOf(api().runs[':id'].diagnostics.$get({ param: { id } }));
}

/**
 * Reads a run.
 *
 * @param seen committed steps that are known of: the answer is not older.
 * @throws {ApiError}
 */
export function readRun(id: string, seen: number): Promise<RunView> {
  return answerOf(api().runs[':id'].$get({ param: { id }, query: { seen: String(seen) } }));
}

/** Reads a run's report. @throws {ApiError} */
export function readReport(id: string): Promise<RunReport> {
  return answerOf(api().runs[':id'].report.$get({ param: { id } }));
}

/**
 * Reads the curve pages behind a cursor.
 *
 * @param seen committed steps that are known of: the answer is not older.
 * @throws {ApiError}
 */
export function readCurve(id: string, after: number, seen: number): Promise<CurveAnswer> {
  const query = { after: String(after), seen: String(seen) };
  return answerOf(api().runs[':id'].curve.$get({ param: { id }, query }));
}

/** Does a run's next step. @throws {ApiError} */
export function stepRun(id: string, key: string, client: string): Promise<StepAnswer> {
  return answerOf(
    api().runs[':id'].step.$post(
      { param: { id }, json: { client } },
      { ...withKey(key), init: { signal: AbortSignal.timeout(STEP_TIMEOUT_MS) } },
    ),
  );
}

function withKey(key: string): { headers: { authorization: string } } {
  return { headers: { authorization: `Bearer ${key}` } };
}
