import type { D1Database } from '@cloudflare/workers-types';
import { fitOutcome, plannedFits, type CurvePoint } from '@stepwell/workflow';
import { sketchColumns } from '@stepwell/data/sketch';
import { StepwellError } from '@stepwell/base/errors';
import type { Env } from '../env.ts';
import { loadRunData } from '../load-run-data.ts';
import { deleteLoneCurve, forgetFit, rewriteCurve } from '../storage/mend.ts';
import { putSketches, sketchesKey } from '../storage/pictures.ts';
import { loadOutcomes } from '../storage/runs.ts';
import type { Finding } from './finding.ts';
import type { ReadRun } from './read-run.ts';

/** A fit whose checkpoint is missing: where the run still waits for it, it is trained again from its start. */
export async function mendFit(
  db: D1Database,
  run: ReadRun,
  fitId: string,
  checkpoint: string,
  mend: boolean,
): Promise<Finding> {
  const planned = isPlanned(run, fitId);
  const mended = planned && mend && (await forgetFit(db, run.row.id, run.row.version, fitId));
  const finding = planned
    ? `The checkpoint of fit ${fitId} is missing. Mending trains the fit again from its start, to the same weights.`
    : `The checkpoint of fit ${fitId} is missing. The run does not need it any more, and what it says stands. To have the weights, start the run again: the same spec gives them anew.`;
  return { kind: 'hole', where: checkpoint, finding, mended };
}

/** A fit whose curve has not the epochs it should: rewritten from its outcome, trained again, or of no fit at all. */
export async function mendCurve(
  db: D1Database,
  run: ReadRun,
  fitId: string,
  begun: boolean,
  mend: boolean,
): Promise<Finding> {
  const { id, version } = run.row;
  const where = `curve_pages of ${id}`;
  if (!begun) {
    if (mend) await deleteLoneCurve(db, id, fitId);
    const finding = `A curve of ${fitId}, a fit that has not begun. Mending deletes it.`;
    return { kind: 'orphan', where, finding, mended: mend };
  }
  const wrong = `The epochs of fit ${fitId}'s curve are not 1, 2, 3 … to its last.`;
  const points = await pointsOfOutcome(db, id, fitId);
  if (points !== null) {
    if (mend) await rewriteCurve(db, id, fitId, points);
    return { kind: 'hole', where, finding: `${wrong} Mending writes them anew from its outcome.`, mended: mend };
  }
  const planned = isPlanned(run, fitId);
  const mended = planned && mend && (await forgetFit(db, id, version, fitId));
  const way = planned
    ? 'Mending trains the fit again from its start.'
    : 'Start the run again: the same spec gives it anew.';
  return { kind: 'hole', where, finding: `${wrong} ${way}`, mended };
}

/** A run without the pictures of its columns: drawn again from its dataset. */
export async function mendSketches(env: Env, { row, spec }: ReadRun, mend: boolean): Promise<Finding> {
  const where = sketchesKey(row.id);
  const missing = 'What the columns of this run look like is missing.';
  if (spec === null) return { kind: 'hole', where, finding: `${missing} DELETE the run.`, mended: false };
  if (mend) {
    try {
      const { development } = await loadRunData(env, spec);
      await putSketches(env.OBJECTS, row.id, sketchColumns(development, spec.target));
    } catch (error) {
      if (!(error instanceof StepwellError)) throw error;
      return { kind: 'hole', where, finding: `${missing} Its dataset can't be read: ${error.code}.`, mended: false };
    }
  }
  return { kind: 'hole', where, finding: `${missing} Mending draws it again from the dataset.`, mended: mend };
}

/** Whether the run will wait for this fit if it is begun anew: an earlier stage's is judged, and would be missed. */
function isPlanned({ state }: ReadRun, fitId: string): boolean {
  return state !== null && plannedFits(state).some(({ id }) => id === fitId);
}

async function pointsOfOutcome(db: D1Database, runId: string, fitId: string): Promise<CurvePoint[] | null> {
  const outcome = fitOutcome.safeParse((await loadOutcomes(db, runId, [fitId])).get(fitId));
  if (!outcome.success) return null;
  const { trainLoss, validationLoss, validationScore } = outcome.data.history;
  return trainLoss.map((loss, i) => ({
    epoch: i + 1,
    trainLoss: loss,
    validationLoss: validationLoss[i] ?? null,
    validationScore: validationScore[i] ?? null,
  }));
}
