import type { RunSpecInput } from '@stepwell/workflow/question';
import { editKeyOf } from '../browser/known-runs.ts';
import { markTokenNeeded, serviceToken } from '../browser/service-token.ts';
import { text } from '../text.ts';
import { ApiError } from './api-error.ts';
import {
  api,
  type CurveResponse,
  type LiveResponse,
  type Dataset,
  type Diagnostics,
  type Explanation,
  type Misses,
  type NewCheck,
  type Predicted,
  type Preview,
  type RunCheck,
  type RunLink,
  type RunReport,
  type RunView,
  type Signature,
  type Sketches,
  type StepResponse,
} from './client.ts';
import { blobOf, checked, jsonOf } from './request.ts';
import { wholeCsv } from './whole-csv.ts';

/** A step may compute for minutes; a response that takes longer is lost. */
const STEP_TIMEOUT_MS = 180_000;

/** Which part of a file is used. */
export interface Wanted {
  /** For a file with several parts; the training part by default. */
  part?: 'test';
  /** The share of rows to sample; all of them by default. */
  sample?: number;
  /** The line with the header, or none. */
  header?: string;
  /** A character, or its name. */
  delimiter?: string;
  decimal?: '.' | ',';
  encoding?: string;
  /** Words, separated by commas. */
  missing?: string;
  /** How comment lines begin. */
  comment?: string;
  /** The sheet of a workbook. */
  sheet?: string;
  /** The width and height that images are scaled to: 64x48. */
  resize?: string;
  /** Whether to leave out all rows with another number of cells. */
  misfits?: 'skip';
}

/** Uploads a file as it is, under its media type. @throws {ApiError} */
export function uploadFile(body: Blob, { part, sample, ...reading }: Wanted): Promise<Dataset> {
  const query = {
    ...reading,
    ...(part === undefined ? {} : { part }),
    ...(sample === undefined ? {} : { sample: String(sample) }),
  };
  const { headers } = withToken();
  return needingToken(
    jsonOf(api().datasets.$post({ query }, { init: { body, headers: { 'content-type': body.type, ...headers } } })),
  );
}

/** Creates a run. @returns its id and its edit key. @throws {ApiError} */
export function createRun(spec: RunSpecInput): Promise<{ id: string; key: string }> {
  return needingToken(jsonOf(api().runs.$post({ json: spec }, withToken())));
}

/** Returns what a run would decide before it trains. Stores nothing. @throws {ApiError} */
export function previewRun(spec: RunSpecInput): Promise<Preview> {
  return needingToken(jsonOf(api().preview.$post({ json: spec }, withToken())));
}

/** Stops a run. @throws {ApiError} */
export async function stopRun(id: string, key: string): Promise<RunView> {
  return (await jsonOf(api().runs[':id'].stop.$post({ param: { id } }, withKey(key)))).run;
}

/** Resumes a run that was stopped by its user. @throws {ApiError} */
export async function resumeRun(id: string, key: string): Promise<RunView> {
  return (await jsonOf(api().runs[':id'].resume.$post({ param: { id } }, withKey(key)))).run;
}

/** Lets the service run it in the background, also when this page is closed. @throws {ApiError} */
export async function keepRunGoing(id: string, key: string): Promise<RunView> {
  return (await jsonOf(api().runs[':id']['background'].$post({ param: { id } }, withKey(key)))).run;
}

/** Takes a run back from the service. @throws {ApiError} */
export async function takeRunBack(id: string, key: string): Promise<RunView> {
  return (await jsonOf(api().runs[':id']['foreground'].$post({ param: { id } }, withKey(key)))).run;
}

/** Deletes a run and everything stored for it. @throws {ApiError} */
export async function deleteRun(id: string, key: string): Promise<void> {
  await checked(api().runs[':id'].$delete({ param: { id } }, withKey(key)));
}

/** Reads the column distributions of the rows outside a run's vault. @throws {ApiError} */
export function readSketches(id: string): Promise<Sketches> {
  return jsonOf(api().runs[':id'].sketches.$get({ param: { id } }));
}

/** Reads the diagnostics of a run's test rows. @throws {ApiError} */
export function readDiagnostics(id: string): Promise<Diagnostics> {
  return jsonOf(api().runs[':id'].diagnostics.$get({ param: { id } }));
}

/** Reads what the model of a finished run takes and answers. @throws {ApiError} `not_ready` if none was kept. */
export function readSignature(id: string): Promise<Signature> {
  return jsonOf(api().runs[':id'].signature.$get({ param: { id } }, asHolder(id)));
}

/** Reads how a run's predictions change with columns, words, or parts of an image. @throws {ApiError} */
export function readExplanation(id: string): Promise<Explanation> {
  return jsonOf(api().runs[':id'].explanation.$get({ param: { id } }));
}

/** Reads the validation rows that were predicted worst, with their cells. @throws {ApiError} */
export async function readMisses(id: string, key: string): Promise<Misses> {
  return (await jsonOf(api().runs[':id'].misses.$get({ param: { id } }, withKey(key)))).misses;
}

/** A row to predict: values by column, null for missing ones. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** Predicts one row with the model of a finished run. Stores nothing. @throws {ApiError} */
export async function predictRow(id: string, row: Row, signal: AbortSignal): Promise<Predicted['rows'][number]> {
  const body = JSON.stringify({ rows: [row] });
  const init = { body, signal, headers: { 'content-type': 'application/json', ...asHolder(id).headers } };
  const answer = await jsonOf<unknown>(api().runs[':id'].predict.$post({ param: { id }, query: {} }, { init }));
  if (!isPredicted(answer)) throw new ApiError('unreadable', 200, text.errors.unreadable(200));
  return answer.rows[0]!;
}

/** The route answers files otherwise. */
function isPredicted(answer: unknown): answer is Predicted {
  return typeof answer === 'object' && answer !== null && 'rows' in answer && Array.isArray(answer.rows);
}

/** Reads all points of a run's curves, as CSV. @throws {ApiError} */
export async function readCurveCsv(id: string): Promise<string> {
  return (await blobOf(api().runs[':id']['curve.csv'].$get({ param: { id } }))).text();
}

/** Reads the model of a finished run, as `@stepwell/model` encodes it. @throws {ApiError} */
export async function readModel(id: string, signal: AbortSignal): Promise<ArrayBuffer> {
  return (
    await blobOf(api().runs[':id'].model.$get({ param: { id } }, { ...asHolder(id), init: { signal } }))
  ).arrayBuffer();
}

/** Predicts the rows of a file with the model of a finished run, as CSV. Stores nothing. @throws {ApiError} */
export async function predictFile(id: string, file: Blob): Promise<Blob> {
  // Whatever its type: JSON's would announce rows, and the service looks at the content anyway.
  const init = { body: file, headers: { 'content-type': 'application/octet-stream', ...asHolder(id).headers } };
  return wholeCsv(await blobOf(api().runs[':id'].predict.$post({ param: { id }, query: {} }, { init })));
}

/**
 * Reads a run.
 *
 * @param seen the number of committed steps this client knows of: the response won't be older.
 * @throws {ApiError}
 */
export function readRun(id: string, seen: number): Promise<RunView> {
  return jsonOf(api().runs[':id'].$get({ param: { id }, query: { seen: String(seen) } }));
}

/**
 * Reads a run and the curve pages after a cursor, as of the same moment.
 *
 * @param seen the number of committed steps this client knows of: the response won't be older.
 * @throws {ApiError}
 */
export function readLive(id: string, after: number, seen: number): Promise<LiveResponse> {
  const query = { after: String(after), seen: String(seen) };
  return jsonOf(api().runs[':id'].live.$get({ param: { id }, query }));
}

/** Reads a run's report. The report of a finished run is cached under its version. @throws {ApiError} */
export function readReport(id: string, version: number): Promise<RunReport> {
  return jsonOf(api().runs[':id'].report.$get({ param: { id }, query: { v: String(version) } }));
}

/**
 * Reads the curve pages after a cursor.
 *
 * @param seen the number of committed steps this client knows of: the response won't be older.
 * @throws {ApiError}
 */
export function readCurve(id: string, after: number, seen: number): Promise<CurveResponse> {
  const query = { after: String(after), seen: String(seen) };
  return jsonOf(api().runs[':id'].curve.$get({ param: { id }, query }));
}

/** Reads the further links to a run, newest first. @throws {ApiError} */
export async function readLinks(id: string, key: string): Promise<RunLink[]> {
  return (await jsonOf(api().runs[':id'].links.$get({ param: { id } }, withKey(key)))).links;
}

/** Creates a further link to a run; without days it doesn't expire. @throws {ApiError} */
export async function makeLink(id: string, key: string, days: number | null): Promise<void> {
  const json = days === null ? {} : { days };
  await jsonOf(api().runs[':id'].links.$post({ param: { id }, json }, withKey(key)));
}

/** Revokes a further link. @throws {ApiError} */
export async function revokeLink(id: string, key: string, link: string): Promise<void> {
  await checked(api().runs[':id'].links[':link'].$delete({ param: { id, link } }, withKey(key)));
}

/** Reads the checks that the key holder attached to a run, newest first. @throws {ApiError} */
export async function readChecks(id: string): Promise<RunCheck[]> {
  return (await jsonOf(api().runs[':id'].checks.$get({ param: { id } }))).checks;
}

/** Attaches a check to a run. @throws {ApiError} */
export async function attachCheck(id: string, key: string, check: NewCheck): Promise<void> {
  await jsonOf(api().runs[':id'].checks.$post({ param: { id }, json: check }, withKey(key)));
}

/** Removes a check from a run. @throws {ApiError} */
export async function removeCheck(id: string, key: string, check: string): Promise<void> {
  await checked(api().runs[':id'].checks[':check'].$delete({ param: { id, check } }, withKey(key)));
}

/** Says who may use a run's model: whoever has a link, or only who holds the key. @throws {ApiError} */
export async function allowPredictions(id: string, key: string, predictions: 'link' | 'key'): Promise<RunView> {
  return (await jsonOf(api().runs[':id'].access.$post({ param: { id }, json: { predictions } }, withKey(key)))).run;
}

/** Does a run's next step. @throws {ApiError} */
export function stepRun(id: string, key: string, client: string): Promise<StepResponse> {
  return jsonOf(
    api().runs[':id'].step.$post(
      { param: { id }, json: { client } },
      { ...withKey(key), init: { signal: AbortSignal.timeout(STEP_TIMEOUT_MS) } },
    ),
  );
}

/** If the service asks for its token, or refuses the one it got, the home page shows a field for it. */
async function needingToken<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && (error.code === 'token_required' || error.code === 'forbidden')) markTokenNeeded();
    throw error;
  }
}

function withToken(): { headers: Record<string, string> } {
  const token = serviceToken();
  return { headers: token === null ? {} : { authorization: `Bearer ${token}` } };
}

/** For the routes of the model: where predictions are switched off for others, who holds the key still may. */
function asHolder(id: string): { headers: Record<string, string> } {
  const key = editKeyOf(id);
  return key === null ? { headers: {} } : withKey(key);
}

function withKey(key: string): { headers: { authorization: string } } {
  return { headers: { authorization: `Bearer ${key}` } };
}
