import { openRunData, type RunData } from '@stepwell/workflow';
import type { RunSpec } from '@stepwell/workflow/question';
import type { Env } from './env.ts';
import { getTable } from './storage/objects.ts';

/**
 * Loads the rows of a question before its run is created, with the vault sealed.
 *
 * @throws {StepwellError} `unknown_dataset`, or a code of the family "the question".
 */
export async function openQuestion({ OBJECTS }: Env, spec: RunSpec): Promise<RunData> {
  const table = await getTable(OBJECTS, spec.dataset);
  const testTable = spec.testDataset === undefined ? null : await getTable(OBJECTS, spec.testDataset);
  return openRunData(spec, table, testTable);
}
