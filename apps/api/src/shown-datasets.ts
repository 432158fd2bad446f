import type { D1Database } from '@cloudflare/workers-types';
import { StepwellError } from '@stepwell/base/errors';
import type { RunSpec } from '@stepwell/workflow/question';
import { sha256Of } from './sha256.ts';
import { loadRun } from './storage/runs.ts';

type Datasets = Pick<RunSpec, 'dataset' | 'testDataset'>;

/**
 * Datasets as a report shows them: each by the sha256 of its sha256. That tells whether two runs have the same data, and
 * whether a file is that data; but only the sha256 itself, which takes the file, begins a run of it.
 */
export async function showDatasets({ dataset, testDataset }: Datasets): Promise<Datasets> {
  const shown = { dataset: await sha256Of(dataset) };
  return testDataset === undefined ? shown : { ...shown, testDataset: await sha256Of(testDataset) };
}

/**
 * A spec with the datasets that it means. Those copied from a report are the ones of the run that `from` names, for as
 * long as that id or link leads to it; and only as they stand there: beside rows of another origin they could be made
 * to come out as predictions.
 *
 * @returns the spec as it was sent where it means nothing of the kind: what it names is then found, or not.
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
