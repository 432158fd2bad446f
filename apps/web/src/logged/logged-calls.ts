import type { InferResponseType } from 'hono/client';
import { api } from '../api/client.ts';
import { checked, jsonOf } from '../api/request.ts';

type Logs = ReturnType<typeof api>['logs'];

/** A logged run, as its watchers poll it. */
export type LoggedView = InferResponseType<Logs[':id']['$get'], 200>;
/** Curves of a logged run. */
export type LoggedCurves = InferResponseType<Logs[':id']['curve']['$get'], 200>;
/** One line of them. */
export type LoggedLine = LoggedCurves['lines'][number];

/** Reads a logged run. @param seen the number of the next batch that is known. @throws {ApiError} */
export function readLogged(id: string, seen = 0): Promise<LoggedView> {
  return jsonOf(api().logs[':id'].$get({ param: { id }, query: { seen: String(seen) } }));
}

/** Which curves to read. */
export interface CurvesWanted {
  metrics: string[];
  range: { from: number; to: number } | null;
  /** Most points of a line. */
  points: number;
  /** The last batch that is known; 0 for none. */
  after: number;
  /** The number of the next batch that the run told of. */
  seen: number;
}

/** Reads curves of a logged run. @throws {ApiError} */
export function readLoggedCurves(
  id: string,
  { metrics, range, points, after, seen }: CurvesWanted,
): Promise<LoggedCurves> {
  const bounds = range === null ? {} : { from: String(range.from), to: String(range.to) };
  const query = { metric: metrics, points: String(points), after: String(after), seen: String(seen), ...bounds };
  return jsonOf(api().logs[':id'].curve.$get({ param: { id }, query }));
}

/** Deletes a logged run. @throws {ApiError} */
export async function deleteLogged(id: string, key: string): Promise<void> {
  await checked(api().logs[':id'].$delete({ param: { id } }, { headers: { authorization: `Bearer ${key}` } }));
}
