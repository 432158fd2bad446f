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
import { bytesOf, keepRun, keptRun, releaseTable } from './storage/data-caches.ts';
import { getTable, tableKey } from './storage/objects.ts';
import type { StoredRun } from './storage/runs.ts';

const fits = new ByteCache<FitData>(20_000_000);

/**
 * A run's rows with the vault sealed, from storage or from this isolate.
 *
 * @throws {StepwellError} `unknown_dataset`, or a code of the family "the question".
 */
export async function loadRunData(env: Env, spec: RunSpec): Promise<RunData> {
  const key = JSON.stringify(spec);
  const cached = keptRun(key);
  if (cached !== undefined) return cached;
  const table = await getTable(env.OBJECTS, spec.dataset);
  const testTable = spec.testDataset === undefined ? null : await getTable(env.OBJECTS, spec.testDataset);
  const data = openRunData(spec, table, testTable);
  // The run holds their rows from now on, split in two.
  const bytes = bytesOf(table) + (testTable === null ? 0 : bytesOf(testTable));
  releaseTable(tableKey(spec.dataset));
  if (spec.testDataset !== undefined) releaseTable(tableKey(spec.testDataset));
  keepRun(key, data, bytes);
  return data;
}

/** The prepared rows of one fit, from this isolate where it has prepared them before. */
export async function loadFitData(env: Env, run: StoredRun, fit: FitRef): Promise<FitData> {
  const key = `${run.id}/${fitDataKey(fit)}`;
  const cached = fits.get(key);
  if (cached !== undefined) return cached;
  const prepared = fitDataOf(run.state, await loadRunData(env, run.spec), fit);
  const parts = [prepared.train, ...(prepared.validation === null ? [] : [prepared.validation.prepared])];
  const bytes = parts.reduce((sum, { x, y }) => sum + bytesOfInputs(x) + y.byteLength, 0);
  // Images stay where the table has them, which must not be held longer than the table is.
  if (prepared.train.x.kind !== 'images') fits.set(key, prepared, bytes);
  return prepared;
}
