import type { Env } from '../env.ts';
import { settleDeletions, type Deletion } from '../storage/deletions.ts';
import type { Operations } from '../storage/operations.ts';
import { deleteObjects, listObjects, runPrefix } from '../storage/prefixes.ts';
import { removeDatasets } from './remove-datasets.ts';

/** Most objects before a call stops checking further runs. */
const OBJECTS = 10_000;

/** Results of a sweep. */
export interface Swept {
  /** Deleted runs without remaining objects. */
  runs: number;
  objects: number;
  datasets: number;
}

/**
 * Deletes the objects of deleted runs, and their datasets unless another run uses them. Safe to interrupt and repeat:
 * unfinished deletions stay due.
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
