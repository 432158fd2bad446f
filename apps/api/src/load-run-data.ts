import {
  bytesOf,
  fitDataKey,
  fitDataOf,
  openRunData,
  type FitData,
  type FitRef,
  type RunData,
  type RunSpec,
  type RunState,
} from '@stepwell/workflow';
import type { Table } from '@stepwell/workflow/table';

import type { Env } from './env.ts';
import { ByteCache } from './storage/byte-cache.ts';
import { getTable } from './storage/objects.ts';

const runs = new ByteCache<RunData>(20_000_000);
const fits = new ByteCache<FitData>(20_000_000);

/**
 * A run's rows with the vault sealed, from storage or from this isolate.
 *
 * @throws {StepwellError} `unknown_dataset`, or a code of the family "the question".
 */
export async function loadRunData(env: Env, spec: RunSpec): Promise<RunData> {
  const key = JSON.stringify(spec);
  const cached = runs.get(key);
  if (cached !== undefined) return cached;
  const table = await getTable(env.OBJECTS, spec.dataset);
  const testTable = spec.testDataset === undefined ? null : await getTable(env.OBJECTS, spec.testDataset);
  const data = openRunData(spec, table, testTable);
  // The sealed rows are taken from the whole table, which therefore stays as long as this does.
  runs.set(key, data, sizeOf(data.development) + sizeOf(table) + (testTable === null ? 0 : 2 * sizeOf(testTable)));
  return data;
}

/** The prepared rows of one fit, from this isolate where it has prepared them before. */
export function loadFitData(runId: string, state: RunState, data: RunData, fit: FitRef): FitData {
  const key = `${runId}/${fitDataKey(fit)}`;
  const cached = fits.get(key);
  if (cached !== undefined) return cached;
  const prepared = fitDataOf(state, data, fit);
  const parts = [prepared.train, ...(prepared.validation === null ? [] : [prepared.validation.prepared])];
  const bytes = parts.reduce((sum, { x, y }) => sum + bytesOf(x) + y.byteLength, 0);
  fits.set(key, prepared, bytes);
  return prepared;
}

/** What a table's cells take, but for words and pixels, which stay where they were read to. */
function sizeOf(table: Table): number {
  return table.rows * table.columns.reduce((sum, column) => sum + (column.kind === 'numeric' ? 8 : 4), 0);
}
