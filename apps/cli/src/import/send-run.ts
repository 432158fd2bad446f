import { ask, type Client } from '../client.ts';
import type { FoundRun, Point } from './logged-points.ts';

/** Within the bounds of one request. */
const POINTS = 5_000;
const VALUES = 20_000;
const CHARACTERS = 1_000_000;

/** Stores a run as a logged run. @returns its link and its key. @throws {StepwellError} of the service. */
export async function sendRun(
  client: Client,
  project: string,
  { name, points }: FoundRun,
): Promise<{ url: string; key: string }> {
  const { id, key, url } = await ask(() => client.api.logs.$post({ json: { project, name } }));
  const options = { headers: { authorization: `Bearer ${key}` } };
  let seq = 0;
  for (const batch of batchesOf(points)) {
    seq++;
    const body = JSON.stringify({ seq, points: batch });
    const headers = { ...options.headers, 'content-type': 'application/json' };
    await ask(() => client.api.logs[':id'].points.$post({ param: { id } }, { init: { body, headers } }));
  }
  await ask(() => client.api.logs[':id'].finish.$post({ param: { id }, json: {} }, options));
  return { url, key };
}

/** Cuts points into batches that fit into one request each. */
export function* batchesOf(points: readonly Point[]): Generator<Point[]> {
  let batch: Point[] = [];
  let [values, characters] = [0, 0];
  for (const point of points) {
    const count = Object.keys(point.values).length;
    const { length } = JSON.stringify(point);
    if (batch.length >= POINTS || (batch.length > 0 && (values + count > VALUES || characters + length > CHARACTERS))) {
      yield batch;
      [batch, values, characters] = [[], 0, 0];
    }
    batch.push(point);
    values += count;
    characters += length;
  }
  if (batch.length > 0) yield batch;
}
