import {
  advance,
  bytesLearned,
  disposeCheckpoint,
  fail,
  fitContextOf,
  fitOf,
  fitStep,
  unitsPerEpoch,
  type FitRef,
  type StepBudget,
} from '@stepwell/workflow';
import { chooseTask } from './choose-task.ts';
import { startEngine } from './engine.ts';
import type { Env } from './env.ts';
import { countLostStep, hasStepsLeft } from './limits/steps-today.ts';
import { loadFitData } from './load-run-data.ts';
import { setting } from './settings.ts';
import { conflict, isFinal } from './step-errors.ts';
import type { StepDone, StepRequest } from './step-request.ts';
import { commitFitStep, commitState } from './storage/commits.ts';
import { dropCachedData } from './storage/data-caches.ts';
import { LEASE_MS } from './storage/lease.ts';
import { getCheckpoint, putCheckpoint } from './storage/objects.ts';
import type { StoredFit, StoredRun } from './storage/runs.ts';

/** A fit with more trainable bytes than this isn't cached, and drops cached tables to make room. */
const LARGE_BYTES = 16_000_000;

/**
 * Trains a fit and, if it is done before the budget is spent, further ones of the same plan. Each is committed by itself.
 *
 * @throws {StepwellError} `step_conflict` if another driver was faster with the first.
 */
export async function trainFits(env: Env, run: StoredRun, first: FitRef, request: StepRequest): Promise<StepDone> {
  const budget = { ...request.budget };
  // Each fit takes time that the budget doesn't count.
  const mostFits = setting(env, 'STEP_FITS');
  const fits = new Map(run.fits);
  let done: StepDone | null = null;
  let next: FitRef | null = first;
  for (let steps = run.steps; next !== null; steps++) {
    const fit: FitRef = next;
    const trained = await trainOrFail(env, { ...run, fits }, fit, budget);
    const did = { kind: 'fit' as const, stage: run.state.stage, fit: fit.id };
    if (trained === null) return { did, points: [], committed: steps + 1 - run.steps };
    const saved = await saveFit(env, { ...run, fits }, fit, trained, request);
    if (saved === null) {
      // Another driver took this fit. Those before it are committed.
      if (done === null) throw conflict();
      await countLostStep(env, run, Date.now());
      return done;
    }
    fits.set(fit.id, saved);
    done = { did, points: trained.points, committed: steps + 1 - run.steps };
    budget.minibatches -= trained.spent.minibatches;
    budget.flops -= trained.spent.flops;
    const isLast =
      !trained.done ||
      trained.release ||
      steps + 1 - run.steps >= mostFits ||
      // A fit that would be cut costs one commit more. The next one is likely to take as much as this.
      budget.minibatches < trained.spent.minibatches ||
      budget.flops < trained.spent.flops ||
      !hasStepsLeft(env, { ...run, steps: steps + 1 }, Date.now());
    next = isLast ? null : nextFit(run, fits, request.client);
  }
  return done!;
}

/** @returns another fit of the plan that this driver may train; null for none. */
function nextFit({ state }: StoredRun, fits: ReadonlyMap<string, StoredFit>, client: string): FitRef | null {
  const open = advance(state, (id) => fits.get(id)?.done === true).filter((task) => task.kind === 'fit');
  const now = Date.now();
  const isFree = ({ fit }: { fit: FitRef }) => {
    const stored = fits.get(fit.id);
    return stored === undefined || stored.leaseUntil <= now || stored.leaseBy === client;
  };
  const free = open.filter(isFree);
  if (free.length === 0) return null;
  const task = chooseTask(free, fits, client, now);
  return task?.kind === 'fit' ? task.fit : null;
}

/** Result of a training step, not yet stored. */
type Trained = ReturnType<typeof fitStep> & { units: number; release: boolean };

/** Trains a fit. @returns null if the data don't allow it; the run has then failed. */
async function trainOrFail(env: Env, run: StoredRun, fit: FitRef, budget: StepBudget): Promise<Trained | null> {
  const { state } = run;
  const stored = run.fits.get(fit.id);
  await startEngine();
  try {
    const data = await loadFitData(env, run, fit);
    const asked = fitOf(state, fit);
    const context = fitContextOf(state, run, fit);
    const release = bytesLearned(asked, context, data) > LARGE_BYTES;
    if (release) dropCachedData();
    const before = stored === undefined ? null : await getCheckpoint(env.OBJECTS, stored.checkpoint);
    const { trainBatches, validationChunks } = unitsPerEpoch(fit.trial.config, data);
    const trained = fitStep(asked, context, data, before, budget, { release });
    return { ...trained, release, units: fit.trial.epochs * (trainBatches + validationChunks) };
  } catch (error) {
    if (!isFinal(error)) throw error;
    if (!(await commitState(env.DB, run.id, run.version, fail(state, error), [], Date.now()))) throw conflict();
    return null;
  }
}

/** @returns the fit as stored; null if another driver was first or the run was deleted. */
async function saveFit(
  env: Env,
  run: StoredRun,
  fit: FitRef,
  trained: Trained,
  request: StepRequest,
): Promise<StoredFit | null> {
  const { checkpoint, points, done, units } = trained;
  const outcome = { history: checkpoint.history, diverged: checkpoint.diverged };
  const key = await putCheckpoint(env.OBJECTS, run.id, fit.id, checkpoint);
  if (trained.release) disposeCheckpoint(checkpoint);
  const step = run.fits.get(fit.id)?.step ?? 0;
  const lease = { leaseBy: request.client, leaseUntil: Date.now() + LEASE_MS };
  const stored = { position: checkpoint.position, units, checkpoint: key, ...lease };
  const outcomeIfDone = done ? JSON.stringify(outcome) : null;
  const committed = await commitFitStep(env.DB, run.id, fit.id, step, { ...stored, outcome: outcomeIfDone, points });
  return committed ? { ...stored, step: step + 1, done } : null;
}
