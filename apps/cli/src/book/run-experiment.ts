import type { CurvePoint } from '@stepwell/workflow';
import { mean } from '@stepwell/metrics/statistics';
import { ask, type Client } from '../client.ts';
import { runToVerdict } from '../run-to-verdict.ts';
import { upload } from '../upload.ts';
import { uploadTest } from '../upload-parts.ts';
import type { BookFile, BookOutcome, BookRun, Experiment } from './experiment.ts';

/** Options of an experiment. */
export interface BookOptions {
  seeds: readonly number[];
  out: NodeJS.WriteStream;
  /** Called when a run ends. */
  onRun?: (run: BookRun, seed: number, outcome: BookOutcome) => void;
}

/**
 * Runs every configuration of an experiment with every seed, through the service.
 *
 * @param file its data, from `findData`.
 * @returns the outcomes by configuration, one per seed.
 */
export async function runExperiment(
  client: Client,
  experiment: Experiment,
  file: BookFile,
  { seeds, out, onRun }: BookOptions,
): Promise<Map<string, BookOutcome[]>> {
  const sent = await uploadFiles(client, file);
  const outcomes = new Map<string, BookOutcome[]>();
  for (const run of experiment.runs) {
    for (const seed of seeds) {
      const request = {
        ...sent,
        ...file.spec,
        ...run.spec,
        name: `${experiment.name} ${run.id}`,
        effort: 'single' as const,
        seed,
      };
      const { report } = await runToVerdict(client, request, { out });
      const outcome = { report, curve: await readCurve(client, report.run.id) };
      outcomes.set(run.id, [...(outcomes.get(run.id) ?? []), outcome]);
      onRun?.(run, seed, outcome);
    }
  }
  return outcomes;
}

async function uploadFiles(client: Client, file: BookFile): Promise<{ dataset: string; testDataset?: string }> {
  const { paths, test, hasParts = false, sample } = file;
  const { sha256: dataset } = await upload(client, paths, { part: hasParts ? 'train' : undefined, sample });
  if (test !== undefined)
    return { dataset, testDataset: (await uploadTest(client, [], test, null, undefined))!.sha256 };
  if (!hasParts) return { dataset };
  return { dataset, testDataset: (await upload(client, paths, { part: 'test' })).sha256 };
}

/** @returns the curve of the configuration's trial, averaged over its folds. */
async function readCurve(client: Client, id: string): Promise<CurvePoint[]> {
  const epochs: CurvePoint[][] = [];
  for (let after = 0; ;) {
    const { pages, more, next } = await ask(() =>
      client.api.runs[':id'].curve.$get({ param: { id }, query: { after: String(after) } }),
    );
    for (const { fit, points } of pages) {
      if (!fit.startsWith('rung-1/')) continue;
      for (const point of points) (epochs[point.epoch - 1] ??= []).push(point);
    }
    if (!more) break;
    after = next;
  }
  return epochs.map((points, i) => ({
    epoch: i + 1,
    trainLoss: mean(points.map(({ trainLoss }) => trainLoss)),
    validationLoss: mean(points.map(({ validationLoss }) => validationLoss ?? Number.NaN)),
    validationScore: mean(points.map(({ validationScore }) => validationScore ?? Number.NaN)),
  }));
}
