import { headlineOf, improvementOf, plannedFits, verdictOf, workOf } from '@stepwell/workflow';
import type { StoredRun } from './storage/runs.ts';

/** @returns the small view of a run that watchers poll. */
export function viewRun(run: StoredRun) {
  const { state, spec } = run;
  return {
    id: run.shownId,
    name: run.name,
    target: spec.target,
    effort: spec.effort,
    seed: spec.seed,
    rows: run.dataset.rows,
    columns: run.dataset.columns,
    status: state.status,
    stoppedBy: state.stoppedBy,
    stage: state.stage,
    verdict: verdictOf(state),
    /** Its outcome in a word and its number, for lists. */
    headline: headlineOf(state),
    /** What would help most; shown with the verdict, so it comes with it. */
    improvement: improvementOf(state),
    failure: state.failure,
    /** Number of decisions; the report changes with it. */
    version: run.version,
    /** Number of committed steps. */
    steps: run.steps,
    progress: progressOf(run),
    /** What is done of the current plan, and what is left, in seconds on a common machine. */
    work: workOf(state, spec, (fit) => doneOf(run, fit)),
    driver: driverOf(run),
    /** Who may use the model: whoever has a link, or only who holds the key. */
    predictions: run.predictions,
    createdAt: run.createdAt,
    updatedAt: run.updatedAt,
  };
}

/** @returns the progress of the fits of the current plan; null without one. */
function progressOf(run: StoredRun): { fits: number; done: number; fraction: number } | null {
  if (run.state.plan === null) return null;
  const planned = plannedFits(run.state);
  let done = 0;
  let fraction = 0;
  for (const { id } of planned) {
    if (run.fits.get(id)?.done === true) done++;
    fraction += doneOf(run, id);
  }
  return { fits: planned.length, done, fraction: planned.length === 0 ? 0 : fraction / planned.length };
}

/** Which part of a fit is done. */
function doneOf(run: StoredRun, fitId: string): number {
  const fit = run.fits.get(fitId);
  if (fit === undefined) return 0;
  return fit.done ? 1 : fit.position / fit.units;
}

/** Kind of a driver, told by its name. */
type DriverKind = 'page' | 'terminal' | 'service' | 'other';

const KINDS: readonly (readonly [prefix: string, kind: DriverKind])[] = [
  ['tab-', 'page'],
  ['cli-', 'terminal'],
  ['service-', 'service'],
];

/** @returns whether the service drives, the kind of the last driver, and why the service stopped, if it failed. */
function driverOf(run: StoredRun): { service: boolean; last: DriverKind | null; failure: string | null } {
  let last: { by: string; until: number } | null = null;
  for (const { leaseBy, leaseUntil } of run.fits.values()) {
    if (last === null || leaseUntil > last.until) last = { by: leaseBy, until: leaseUntil };
  }
  const by = last?.by;
  return {
    service: run.inBackground && run.state.status === 'running',
    last: by === undefined ? null : (KINDS.find(([prefix]) => by.startsWith(prefix))?.[1] ?? 'other'),
    failure: run.driverFailure,
  };
}
