import type { Report } from '@stepwell/workflow';
import { cleanText, curveOf, titleOf, trialOf, type RunCurve } from '@stepwell/workflow/share';
import type { Env } from '../env.ts';
import { checkId, reportOf } from '../report-of.ts';
import { loadRun, type StoredRun } from '../storage/runs.ts';
import { loadFolds } from '../storage/trial-curve.ts';

/** A run as shown outside the dashboard. */
export interface SharedRun {
  report: Report;
  title: string;
  curve: RunCurve;
  ended: boolean;
  /** Version of the content: changes with every decision, and with every step of a running run. */
  version: string;
}

/** Version of the card design; increment it to redraw all cards. */
const DESIGN = 1;

/** Loads a run by its id, without its curve. @throws {StepwellError} `unknown_run`. */
export function runById(env: Pick<Env, 'DB'>, id: string): Promise<StoredRun> {
  return loadRun(env.DB, checkId(id));
}

/** @returns the version in the names of a run's pictures. */
export function versionOf({ version, steps, state }: Pick<StoredRun, 'version' | 'steps' | 'state'>): string {
  return state.status === 'running' ? `${DESIGN}.${version}.${steps}` : endedVersion(version);
}

/** @returns the version in the names of an ended run's pictures. */
export function endedVersion(version: number): string {
  return `${DESIGN}.${version}`;
}

/** Loads the data for the pictures of a run. */
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

/** @returns the title of a run, on one line. */
export function titleOfReport(report: Report): string {
  return cleanText(titleOf(report));
}
