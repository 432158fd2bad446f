import type { D1Database } from '@cloudflare/workers-types';
import { fitOutcome, plannedFits, type CurvePoint } from '@stepwell/workflow';
import { sketchColumns } from '@stepwell/data/sketch';
import { StepwellError } from '@stepwell/base/errors';
import type { Env } from '../env.ts';
import { loadRunData } from '../load-run-data.ts';
import { deleteLeftoverCurve, resetFit, rewriteCurve } from '../storage/fix-runs.ts';
import { putSketches, sketchesKey } from '../storage/pictures.ts';
import { loadOutcomes } from '../storage/runs.ts';
import type { Finding } from './finding.ts';
import type { ReadRun } from './read-run.ts';

/**
 * Reports a fit whose checkpoint is missing or cut short. Fixing trains it again from its start if the run still needs it.
 *
 * @param found key of the object that held it, and what is wrong with it.
 */
export async function fixCheckpoint(
  db: D1Database,
  run: ReadRun,
  fitId: string,
  { key, what }: { key: string; what: 'missing' | 'cut short' },
  fix: boolean,
): Promise<Finding> {
  const planned = isPlanned(run, fitId);
  const fixed = planned && fix && (await resetFit(db, run.row.id, run.row.version, fitId));
  const finding = planned
    ? `The checkpoint of fit ${fitId} is ${what}. Fix: train the fit again from its start, to the same weights.`
    : `The checkpoint of fit ${fitId} is ${what}. The run no longer needs it, and its results stay valid. If you need the weights, start the run again: the same spec gives the same weights.`;
  return { kind: 'missing', where: key, finding, fixed };
}

/** Reports a curve with wrong epochs or without a fit. Fixing rewrites it, trains the fit again, or deletes it. */
export async function fixCurve(
  db: D1Database,
  run: ReadRun,
  fitId: string,
  begun: boolean,
  fix: boolean,
): Promise<Finding> {
  const { id, version } = run.row;
  const where = `curve_pages of ${id}`;
  if (!begun) {
    if (fix) await deleteLeftoverCurve(db, id, fitId);
    const finding = `This curve belongs to fit ${fitId}, which has not started. Fix: delete it.`;
    return { kind: 'leftover', where, finding, fixed: fix };
  }
  const wrong = `The curve of fit ${fitId} is incomplete: its epochs are not 1, 2, 3 ….`;
  const points = await pointsOfOutcome(db, id, fitId);
  if (points !== null) {
    if (fix) await rewriteCurve(db, id, fitId, points);
    return { kind: 'missing', where, finding: `${wrong} Fix: rewrite it from the outcome of the fit.`, fixed: fix };
  }
  const planned = isPlanned(run, fitId);
  const fixed = planned && fix && (await resetFit(db, id, version, fitId));
  const way = planned
    ? 'Fix: train the fit again from its start.'
    : 'Start the run again: the same spec gives the same curve.';
  return { kind: 'missing', where, finding: `${wrong} ${way}`, fixed };
}

/** Reports a run without the distributions of its columns. Fixing computes them again from the dataset. */
export async function fixSketches(env: Env, { row, spec }: ReadRun, fix: boolean): Promise<Finding> {
  const where = sketchesKey(row.id);
  const missing = 'The distributions of the columns are missing.';
  if (spec === null)
    return {
      kind: 'missing',
      where,
      finding: `${missing} The spec of the run can't be read, so delete the run.`,
      fixed: false,
    };
  if (fix) {
    try {
      const { development, spec: settled } = await loadRunData(env, spec);
      await putSketches(env.OBJECTS, row.id, sketchColumns(development, settled.target));
    } catch (error) {
      if (!(error instanceof StepwellError)) throw error;
      return {
        kind: 'missing',
        where,
        finding: `${missing} They can't be computed again, since the dataset can't be read: ${error.code}.`,
        fixed: false,
      };
    }
  }
  return { kind: 'missing', where, finding: `${missing} Fix: compute them again from the dataset.`, fixed: fix };
}

/** @returns whether the run still plans this fit; fits of earlier stages are already evaluated. */
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
