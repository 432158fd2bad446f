import {
  advance,
  bytesLearned,
  fail,
  fitContextOf,
  fitOf,
  fitStep,
  unitsPerEpoch,
  type FitRef,
  type StepBudget,
} from '@stepwell/workflow';
import { StepwellError } from '@stepwell/base/errors';
import { chooseTask } from './choose-task.ts';
import { startEngine } from './engine.ts';
import type { Env } from './env.ts';
import { countLostSteps, hasStepsLeft } from './limits/steps-today.ts';
import { logFault } from './log-fault.ts';
import { loadFitData } from './load-run-data.ts';
import { saveFits, type TrainedFit } from './save-fits.ts';
import { setting } from './settings.ts';
import { conflict, isFinal } from './step-errors.ts';
import type { StepDone, StepRequest } from './step-request.ts';
import { getCheckpoint } from './storage/checkpoints.ts';
import { commitState } from './storage/commits.ts';
import { dropCachedData } from './storage/data-caches.ts';
import { LEASE_MS } from './storage/lease.ts';
import type { StoredFit, StoredRun } from './storage/runs.ts';
import { yieldToRequests } from './yield-to-requests.ts';

/** A fit with more trainable bytes than this isn't cached, and drops cached tables to make room. */
const LARGE_BYTES = 16_000_000;
/** Most fits, and most bytes, that wait for a commit. */
const MOST_WAITING = 16;
const BYTES_WAITING = 1_000_000;
/** Bytes of a curve point in the database: in its page and in the outcome, as JSON. */
const POINT_BYTES = 250;

/** Result of a training step, not yet stored. */
type Trained = TrainedFit & Pick<ReturnType<typeof fitStep>, 'spent'>;

/**
 * Trains a fit and, if it is done before the budget is spent, further ones of the same plan. All are committed together; beside other
 * drivers those of one trial, so that less is wasted where two train the same.
 *
 * @throws {StepwellError} `step_conflict` if other drivers were faster with all of the first commit.
 */
export async function trainFits(env: Env, run: StoredRun, first: FitRef, request: StepRequest): Promise<StepDone> {
  const budget = { ...request.budget };
  // Each fit takes time that the budget doesn't count.
  const mostFits = setting(env, 'STEP_FITS');
  const { client } = request;
  let alone = isAlone(run, client);
  let fits = new Map(run.fits);
  let done: StepDone = { did: null, points: [], committed: 0, after: null };
  let waiting: Trained[] = [];
  let next: FitRef | null = first;
  for (let count = 1; next !== null; count++) {
    const fit: FitRef = next;
    let trained: Trained | StepwellError;
    try {
      trained = await train(env, { ...run, fits }, fit, budget);
    } catch (fault) {
      if (count === 1) throw fault;
      // What was trained before isn't lost with it. If it can't be trained at all, the step that begins with it says so.
      logFault('training a further fit of a step', fault);
      return waiting.length === 0
        ? done
        : save(env, run, waiting, done, { client, thenLoad: request.thenLoad === true });
    }
    if (trained instanceof StepwellError) {
      if (waiting.length > 0) done = await save(env, run, waiting, done, { client, thenLoad: false });
      return failRun(env, run, fit, trained, done);
    }
    waiting.push(trained);
    fits.set(fit.id, heldBy(client, trained));
    budget.minibatches -= trained.spent.minibatches;
    budget.flops -= trained.spent.flops;
    const isLast =
      !trained.done ||
      trained.release ||
      count >= mostFits ||
      // A fit that would be cut costs one commit more. The next one is likely to take as much as this.
      budget.minibatches < trained.spent.minibatches ||
      budget.flops < trained.spent.flops ||
      !hasStepsLeft(env, { ...run, steps: run.steps + count }, Date.now());
    next = isLast ? null : nextFit(run, fits, fit, request);
    if (next !== null && mayWait(waiting, next, alone)) {
      await yieldToRequests();
      continue;
    }
    done = await save(env, run, waiting, done, { client, thenLoad: next !== null || request.thenLoad === true });
    waiting = [];
    if (next === null || done.after?.version !== run.version) return done;
    // Meanwhile other drivers may have taken some.
    fits = new Map(done.after.fits);
    alone = isAlone(done.after, client);
    next = nextFit(run, fits, fit, request);
  }
  return done;
}

/**
 * Saves what was trained.
 *
 * @param done what the step has committed before.
 * @returns what it has committed now.
 * @throws {StepwellError} `step_conflict` if that is nothing.
 */
async function save(
  env: Env,
  run: StoredRun,
  trained: readonly Trained[],
  done: StepDone,
  how: { client: string; thenLoad: boolean },
): Promise<StepDone> {
  const { committed, after } = await saveFits(env, run, trained, how);
  const lost = trained.length - committed.length;
  const last = committed.at(-1);
  if (last === undefined && done.committed === 0) {
    // Who catches it counts one.
    await countLostSteps(env, run, lost - 1, Date.now());
    throw conflict();
  }
  await countLostSteps(env, run, lost, Date.now());
  if (last === undefined) return { ...done, after };
  const did = { kind: 'fit' as const, stage: run.state.stage, fit: last.fit.id };
  return { did, points: last.points, committed: done.committed + committed.length, after };
}

/** Ends a run whose data don't allow a fit. */
async function failRun(env: Env, run: StoredRun, fit: FitRef, error: StepwellError, done: StepDone): Promise<StepDone> {
  const committed = await commitState(env.DB, run.id, run.version, fail(run.state, error), [], Date.now());
  if (!committed) throw conflict();
  const did = { kind: 'fit' as const, stage: run.state.stage, fit: fit.id };
  return { did, points: [], committed: done.committed + 1, after: null };
}

/** @returns whether no other driver holds a fit. */
function isAlone({ fits }: StoredRun, client: string): boolean {
  const now = Date.now();
  return ![...fits.values()].some(({ leaseBy, leaseUntil }) => leaseBy !== client && leaseUntil > now);
}

/** @returns whether what waits is committed with the next fit. */
function mayWait(waiting: readonly Trained[], next: FitRef, alone: boolean): boolean {
  const bytes = waiting.reduce((sum, trained) => sum + trained.bytes, 0);
  const isSibling = waiting.at(-1)?.fit.trial.id === next.trial.id;
  return (alone || isSibling) && waiting.length < MOST_WAITING && bytes < BYTES_WAITING;
}

/** The fit as it will be stored, as far as choosing the next one depends on it. */
function heldBy(client: string, { before, checkpoint, units, done }: Trained): StoredFit {
  const lease = { leaseBy: client, leaseUntil: Date.now() + LEASE_MS };
  return { step: before + 1, position: checkpoint.position, units, checkpoint: '', done, ...lease };
}

/** @returns another fit of the plan that this driver may train, of the same trial if possible; null for none. */
function nextFit(
  { state }: StoredRun,
  fits: ReadonlyMap<string, StoredFit>,
  last: FitRef,
  driver: StepRequest,
): FitRef | null {
  const open = advance(state, (id) => fits.get(id)?.done === true).filter((task) => task.kind === 'fit');
  const now = Date.now();
  const isFree = ({ fit }: { fit: FitRef }) => {
    const stored = fits.get(fit.id);
    return stored === undefined || stored.leaseUntil <= now || stored.leaseBy === driver.client;
  };
  const free = open.filter(isFree);
  const sibling = free.find(({ fit }) => fit.trial.id === last.trial.id);
  if (sibling !== undefined) return sibling.fit;
  if (free.length === 0) return null;
  const task = chooseTask(free, fits, driver, now);
  return task?.kind === 'fit' ? task.fit : null;
}

/** Trains a fit. @returns the error if the data don't allow it. */
async function train(env: Env, run: StoredRun, fit: FitRef, budget: StepBudget): Promise<Trained | StepwellError> {
  const stored = run.fits.get(fit.id);
  await startEngine();
  try {
    const data = await loadFitData(env, run, fit);
    const asked = fitOf(run.state, fit);
    const context = fitContextOf(run.state, run, fit);
    const learned = bytesLearned(asked, context, data);
    const release = learned > LARGE_BYTES;
    if (release) dropCachedData();
    const checkpoint = stored === undefined ? null : await getCheckpoint(env.OBJECTS, stored.checkpoint);
    const { trainBatches, validationChunks } = unitsPerEpoch(fit.trial.config, data);
    const trained = fitStep(asked, context, data, checkpoint, budget, { release });
    const units = fit.trial.epochs * (trainBatches + validationChunks);
    const bytes = learned + trained.points.length * POINT_BYTES;
    return { ...trained, fit, before: stored?.step ?? 0, units, release, bytes };
  } catch (error) {
    if (!isFinal(error)) throw error;
    return error;
  }
}
