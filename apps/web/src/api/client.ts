import type { AppType } from '@stepwell/api';
import { hc, type InferRequestType, type InferResponseType } from 'hono/client';

type Client = ReturnType<typeof hc<AppType>>;
type Runs = Client['api']['runs'];

/** A dataset, as the response to its upload. */
export type Dataset = InferResponseType<Client['api']['datasets']['$post'], 201>;
/** A run, as its watchers poll it. */
export type RunView = InferResponseType<Runs[':id']['$get'], 200>;
/** A page of curve points. */
export type CurveResponse = InferResponseType<Runs[':id']['curve']['$get'], 200>;
/** A run and a page of its curve. */
export type LiveResponse = InferResponseType<Runs[':id']['live']['$get'], 200>;
/** The report, `stepwell.report/2`, as JSON. */
export type RunReport = InferResponseType<Runs[':id']['report']['$get'], 200>;
/** Column distributions of the rows outside the vault. */
export type Sketches = InferResponseType<Runs[':id']['sketches']['$get'], 200>;
/** Diagnostics of the test rows. */
export type Diagnostics = InferResponseType<Runs[':id']['diagnostics']['$get'], 200>;
/** What a run's model takes and answers. */
export type Signature = InferResponseType<Runs[':id']['signature']['$get'], 200>;
/** How a run's predictions change with columns, words, or parts of an image. */
export type Explanation = InferResponseType<Runs[':id']['explanation']['$get'], 200>;
/** The validation rows that were predicted worst. */
export type Misses = InferResponseType<Runs[':id']['misses']['$get'], 200>['misses'];
/** Predictions of rows. */
export type Predicted = Extract<InferResponseType<Runs[':id']['predict']['$post'], 200>, { rows: unknown }>;
/** What a run would decide before it trains. */
export type Preview = InferResponseType<Client['api']['preview']['$post'], 200>;
/** A further link to a run, as its key holder sees it. */
export type RunLink = InferResponseType<Runs[':id']['links']['$get'], 200>['links'][number];
/** A check that the key holder attached to a run. */
export type RunCheck = InferResponseType<Runs[':id']['checks']['$get'], 200>['checks'][number];
/** A check to attach. */
export type NewCheck = InferRequestType<Runs[':id']['checks']['$post']>['json'];
/** The response to a step. */
export type StepResponse = InferResponseType<Runs[':id']['step']['$post'], 200>;

let client: Client | undefined;

/** The typed client of this origin's API; only in a browser. */
export function api(): Client['api'] {
  client ??= hc<AppType>(window.location.origin);
  return client.api;
}
