import type { D1Database } from '@cloudflare/workers-types';
import { shownDatasetId } from '@stepwell/data/archive';
import { StepwellError } from '@stepwell/base/errors';
import type { RunSpec } from '@stepwell/workflow/question';
import { loadRun } from './storage/runs.ts';

type Datasets = Pick<RunSpec, 'dataset' | 'testDataset'>;

/**
 * Returns a run's datasets as its report shows them: the sha256 of each sha256. This tells whether two runs use the same
 * data; starting a run takes the sha256 itself, and so the file.
 */
export async function showDatasets({ dataset, testDataset }: Datasets): Promise<Datasets> {
  const shown = { dataset: await shownDatasetId(dataset) };
  return testDataset === undefined ? shown : { ...shown, testDataset: await shownDatasetId(testDataset) };
}

/**
 * Resolves datasets copied from a report to those of the run that `from` names, while that id or link works. Both must be
 * copied: combined with other rows, predictions could reveal the data.
 *
 * @returns the resolved spec; the original if it doesn't refer to a report.
 */
export async function settleDatasets(db: D1Database, spec: RunSpec): Promise<RunSpec> {
  if (spec.from === undefined) return spec;
  const source = await specOf(db, spec.from);
  if (source === null) return spec;
  const shown = await showDatasets(source);
  if (spec.dataset !== shown.dataset || spec.testDataset !== shown.testDataset) return spec;
  const { dataset, testDataset } = source;
  return { ...spec, dataset, ...(testDataset === undefined ? {} : { testDataset }) };
}

async function specOf(db: D1Database, id: string): Promise<RunSpec | null> {
  try {
    return (await loadRun(db, id)).spec;
  } catch (error) {
    if (error instanceof StepwellError) return null;
    throw error;
  }
}
