import { disposeCheckpoint, type Checkpoint, type CurvePoint, type FitRef } from '@stepwell/workflow';
import type { Env } from './env.ts';
import { putCheckpoints } from './storage/checkpoints.ts';
import { commitFitSteps } from './storage/commits.ts';
import { LEASE_MS } from './storage/lease.ts';
import { asRun, selectRun, type StoredRun } from './storage/runs.ts';

/** A fit that was trained for a step. */
export interface TrainedFit {
  fit: FitRef;
  /** Its step when it was loaded; 0 for a new fit. */
  before: number;
  checkpoint: Checkpoint;
  points: CurvePoint[];
  units: number;
  done: boolean;
  /** Whether its checkpoint is disposed of once it is stored. */
  release: boolean;
  /** What it takes to store it, about. */
  bytes: number;
}

/**
 * Stores the checkpoints of fits and commits their steps. Those of one trial that are done share an object: none of them is superseded
 * before the others.
 *
 * @param trained different fits.
 * @returns those that were committed, and the run behind the commit if `thenLoad`. Others had another driver, or the run was deleted.
 */
export async function saveFits<Trained extends TrainedFit>(
  env: Env,
  run: StoredRun,
  trained: readonly Trained[],
  { client, thenLoad }: { client: string; thenLoad: boolean },
): Promise<{ committed: Trained[]; after: StoredRun | null }> {
  if (trained.length === 0) return { committed: [], after: null };
  const stored = await Promise.all(groupsOf(trained).map((group) => putGroup(env, run.id, group)));
  for (const { checkpoint, release } of trained) if (release) disposeCheckpoint(checkpoint);
  const checkpoints = new Map(stored.flat());
  const now = Date.now();
  const steps = trained.map(({ fit, before, checkpoint: { position, history, diverged }, points, units, done }) => ({
    fitId: fit.id,
    before,
    position,
    units,
    checkpoint: checkpoints.get(fit.id)!,
    outcome: done ? JSON.stringify({ history, diverged }) : null,
    points,
    leaseBy: client,
    leaseUntil: now + LEASE_MS,
  }));
  const also = thenLoad ? selectRun(env.DB, run.id, now) : null;
  const { committed, also: loaded } = await commitFitSteps(env.DB, run.id, steps, also);
  // Where nothing was committed, there may be no run.
  const after = loaded === null || committed.size === 0 ? null : asRun(loaded, run.id);
  return { committed: trained.filter(({ fit }) => committed.has(fit.id)), after };
}

/** The fits that share an object. */
function groupsOf(trained: readonly TrainedFit[]): TrainedFit[][] {
  const groups = new Map<string, TrainedFit[]>();
  for (const one of trained) {
    const name = one.done ? one.fit.trial.id : one.fit.id;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups.values()];
}

/** @returns what the row of each fit names, by fit. */
async function putGroup(env: Env, runId: string, group: readonly TrainedFit[]): Promise<[string, string][]> {
  const checkpoints = group.map(({ fit, checkpoint }) => ({ fitId: fit.id, checkpoint }));
  const names = await putCheckpoints(env.OBJECTS, runId, checkpoints);
  return group.map(({ fit }, i) => [fit.id, names[i]!]);
}
