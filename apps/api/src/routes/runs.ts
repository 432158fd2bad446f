import { checkQuestion, startState } from '@stepwell/workflow';
import { sketchColumns } from '@stepwell/data/sketch';
import { runSpec, type RunSpec } from '@stepwell/workflow/question';
import { Hono } from 'hono';
import { deleteRun } from '../cleaning/delete-run.ts';
import type { Env } from '../env.ts';
import { openQuestion } from '../open-question.ts';
import { clientOf } from '../limits/client-of.ts';
import { countRun, requireRunsLeft } from '../limits/runs-today.ts';
import { requireToken } from '../instance-token.ts';
import { countQuestion } from '../limits/rate.ts';
import { hashKey, newEditKey, newRunId } from '../keys.ts';
import { runUrl } from '../report-of.ts';
import { getDatasetSummary, requireDatasets, unknownDataset } from '../storage/objects.ts';
import { settleDatasets } from '../shown-datasets.ts';
import { deleteSketches, putSketches } from '../storage/pictures.ts';
import { announceRun } from '../storage/deletions.ts';
import { insertRun } from '../storage/runs.ts';
import { validate } from '../validate.ts';

/** Route that creates runs. */
export const runs = new Hono<{ Bindings: Env }>()
  /** Creates a run. Only this answer has its edit key. */
  .post('/', requireToken, countQuestion, validate('json', runSpec), async (c) => {
    const spec = await settleDatasets(c.env.DB, c.req.valid('json'));
    const client = clientOf(c.req.header('cf-connecting-ip'));
    await requireRunsLeft(c.env, client, Date.now());
    const dataset = await getDatasetSummary(c.env.OBJECTS, spec.dataset);
    const data = await openQuestion(c.env, spec);
    const price = checkQuestion(data);
    const id = newRunId();
    const key = newEditKey();
    await countRun(c.env, client, Date.now());
    await announceRun(c.env.DB, id, Date.now());
    await putSketches(c.env.OBJECTS, id, sketchColumns(data.development, data.spec.target));
    const inserted = await insertRun(c.env.DB, {
      id,
      keyHash: await hashKey(key),
      name: spec.name ?? 'table',
      spec,
      dataset: { rows: dataset.rows, columns: dataset.columns.length },
      state: startState(),
      createdAt: Date.now(),
    });
    await keepOrUndo(c.env, id, spec, inserted);
    return c.json({ id, key, url: runUrl(c.req.url, id), price }, 201);
  });

/**
 * Deletes the new run again if one of its datasets was deleted while the run was being created. Once a run is stored, its
 * datasets are never deleted.
 *
 * @throws {StepwellError} `unknown_dataset`.
 */
async function keepOrUndo(env: Env, id: string, spec: RunSpec, inserted: boolean): Promise<void> {
  try {
    if (!inserted) throw unknownDataset(spec.dataset);
    await requireDatasets(env.OBJECTS, [spec.dataset, ...(spec.testDataset === undefined ? [] : [spec.testDataset])]);
  } catch (error) {
    await (inserted ? deleteRun(env, id, Date.now()) : deleteSketches(env.OBJECTS, id));
    throw error;
  }
}
