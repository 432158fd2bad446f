import type { Env } from '../env.ts';
import { settleDeletions, type Deletion } from '../storage/deletions.ts';
import type { Operations } from '../storage/operations.ts';
import { deleteObjects, listObjects, runPrefix } from '../storage/prefixes.ts';
import { removeDatasets } from './remove-datasets.ts';

/** After so many objects no further run is looked at in one call. */
const OBJECTS = 10_000;

/** What a sweep came to. */
export interface Swept {
  /** Deleted runs of which nothing is left by now. */
  runs: number;
  objects: number;
  datasets: number;
}

/**
 * Deletes the objects of deleted runs, and their datasets unless another run uses them. May be repeated, and cut short:
 * what is not done stays noted.
 *
 * @param now milliseconds since 1970.
 */
export async function sweep(
  env: Pick<Env, 'DB' | 'OBJECTS'>,
  deletions: Deletion[],
  now: number,
  operations: Operations,
): Promise<Swept> {
  if (deletions.length === 0) return { runs: 0, objects: 0, datasets: 0 };
  const keys: string[] = [];
  const done: Deletion[] = [];
  let datasetsAhead = 0;
  for (const deletion of deletions) {
    if (operations.left <= datasetsAhead || keys.length >= OBJECTS) break;
    datasetsAhead += deletion.datasets.length;
    const { objects, whole } = await listObjects(env.OBJECTS, runPrefix(deletion.runId), operations);
    keys.push(...objects.map(({ key }) => key));
    if (whole) done.push(deletion);
  }
  await deleteObjects(env.OBJECTS, keys, operations);
  const unwanted = done.flatMap(({ datasets, deletedAt }) =>
    datasets.map((sha256) => ({ sha256, uploadedUntil: deletedAt })),
  );
  const datasets = await removeDatasets(env, unwanted, now, operations);
  operations.count();
  await settleDeletions(
    env.DB,
    done.map(({ runId }) => runId),
    now,
  );
  return { runs: done.length, objects: keys.length, datasets };
}
