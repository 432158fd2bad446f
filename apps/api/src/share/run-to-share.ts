import type { Report } from '@stepwell/workflow';
import { cleanText, curveOf, titleOf, trialOf, type RunCurve } from '@stepwell/workflow/share';
import type { Env } from '../env.ts';
import { checkId, reportOf } from '../report-of.ts';
import { loadRun, type StoredRun } from '../storage/runs.ts';
import { loadFolds } from '../storage/trial-curve.ts';

/** A run as it is shown away from its page. */
export interface SharedRun {
  report: Report;
  title: string;
  curve: RunCurve;
  ended: boolean;
  /** Names what there is to see: it changes with every decision, and with every step while the run is running. */
  version: string;
}

/** Counts the designs of cards: a new one makes every card anew. */
const DESIGN = 1;

/** @returns a run by its id, without its curve. @throws {StepwellError} `unknown_run`. */
export function runById(env: Pick<Env, 'DB'>, id: string): Promise<StoredRun> {
  return loadRun(env.DB, checkId(id));
}

/** @returns what pictures of a run have in their name. */
export function versionOf({ version, steps, state }: Pick<StoredRun, 'version' | 'steps' | 'state'>): string {
  return state.status === 'running' ? `${DESIGN}.${version}.${steps}` : endedVersion(version);
}

/** @returns what pictures of a run that has ended have in their name. */
export function endedVersion(version: number): string {
  return `${DESIGN}.${version}`;
}

/** Reads what a picture of a run is drawn from. */
export async function shareRun(env: Pick<Env, 'DB'>, requestUrl: string, run: StoredRun): Promise<SharedRun> {
  const report = await reportOf(env, requestUrl, run);
  const begun = new Set([...run.fits.keys()].map((fit) => fit.split('/')[0] ?? fit));
  const trial = trialOf([...begun], report);
  const folds = trial === null ? [] : await loadFolds(env.DB, run.id, trial);
  return {
    report,
    title: titleOfReport(report),
    curve: curveOf(trial, folds, report),
    ended: run.state.status !== 'running',
    version: versionOf(run),
  };
}

/** @returns what a run is called, on one line. */
export function titleOfReport(report: Report): string {
  return cleanText(titleOf(report));
}
