import {
  bytesOf as bytesOfInputs,
  fitDataKey,
  fitDataOf,
  openRunData,
  type FitData,
  type FitRef,
  type RunData,
  type RunSpec,
} from '@stepwell/workflow';

import type { Env } from './env.ts';
import { ByteCache } from './storage/byte-cache.ts';
import { bytesOf, cacheRun, cachedRun, releaseTable } from './storage/data-caches.ts';
import { getTable, tableKey } from './storage/objects.ts';
import type { StoredRun } from './storage/runs.ts';

const fits = new ByteCache<FitData>(20_000_000);

/**
 * Loads a run's rows, with the vault sealed, from the cache or from storage.
 *
 * @throws {StepwellError} `unknown_dataset`, or a code of the family "the question".
 */
export async function loadRunData(env: Env, spec: RunSpec): Promise<RunData> {
  const key = JSON.stringify(spec);
  const cached = cachedRun(key);
  if (cached !== undefined) return cached;
  const table = await getTable(env.OBJECTS, spec.dataset);
  const testTable = spec.testDataset === undefined ? null : await getTable(env.OBJECTS, spec.testDataset);
  const data = openRunData(spec, table, testTable);
  // The run's data holds the rows from now on, split into development and test rows.
  const derived = data.forecast === null ? 0 : 2 * bytesOf(data.development);
  const bytes = derived + bytesOf(table) + (testTable === null ? 0 : bytesOf(testTable));
  releaseTable(tableKey(spec.dataset));
  if (spec.testDataset !== undefined) releaseTable(tableKey(spec.testDataset));
  cacheRun(key, data, bytes);
  return data;
}

/** Loads the prepared rows of one fit, from the cache if possible. */
export async function loadFitData(env: Env, run: StoredRun, fit: FitRef): Promise<FitData> {
  const key = `${run.id}/${fitDataKey(run.state, fit)}`;
  const cached = fits.get(key);
  if (cached !== undefined) return cached;
  const prepared = fitDataOf(run.state, await loadRunData(env, run.spec), fit);
  const parts = [prepared.train, ...(prepared.validation === null ? [] : [prepared.validation.prepared])];
  const bytes = parts.reduce((sum, { x, y }) => sum + bytesOfInputs(x) + y.byteLength, 0);
  // Images refer to the table, so caching them would keep the table in memory.
  if (prepared.train.x.kind !== 'images') fits.set(key, prepared, bytes);
  return prepared;
}
