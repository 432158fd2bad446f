import {
  advance,
  apply,
  bytesLearned,
  fail,
  fitContextOf,
  fitOutcome,
  fitStep,
  disposeCheckpoint,
  judgedFits,
  perform,
  unitsPerEpoch,
  type Change,
  type CurvePoint,
  type FitRef,
  type FitResults,
  type Opening,
  type RunData,
  type StepBudget,
  type Task,
} from '@stepwell/workflow';
import { StepwellError } from '@stepwell/base/errors';
import { startEngine } from './engine.ts';
import type { Env } from './env.ts';
import { loadFitData, loadRunData } from './load-run-data.ts';
import { chooseTask } from './choose-task.ts';
import { LEASE_MS } from './storage/lease.ts';
import { countLostStep, hasStepsLeft, requireStepsLeft } from './limits/steps-today.ts';
import { dropCachedData } from './storage/data-caches.ts';
import { getCheckpoint, getWeights, putCheckpoint, putPredictions } from './storage/objects.ts';
import { modelOf } from './model-of.ts';
import { putModel } from './storage/models.ts';
import { putDiagnostics } from './storage/pictures.ts';
import { commitFitStep, commitState } from './storage/commits.ts';
import { loadOutcomes, runExists, type StoredFit, type StoredRun } from './storage/runs.ts';

/** A fit with more trainable bytes than this isn't cached, and drops cached tables to make room. */
const LARGE_BYTES = 16_000_000;

/** Request for a step. */
export interface StepRequest {
  /** Name of the driver, which leases a fit from step to step. */
  client: string;
  /** Committed steps that the driver knows of; the step is rejected if there are more. */
  expect?: number | undefined;
  budget: StepBudget;
}

/** Result of a step. */
export interface StepDone {
  /** The task that was done; null if the run had already ended. */
  did: { kind: Task['kind']; stage: string; fit: string | null } | null;
  /** Curve points of that fit finished in this step; those of others are in the run's curve. */
  points: CurvePoint[];
  /** Steps that were committed: one for a decision, and one for each fit that was trained. */
  committed: number;
}

/** Fits that one step finishes at most: each takes time that the budget doesn't count. */
const MOST_FITS = 16;

/**
 * Does one step of a run: chooses a task, does it, commits the result. What finishing a fit leaves of the budget goes to the
 * next one, which is committed by itself. All drivers use this function.
 *
 * @param run the run, just loaded.
 * @returns what the step did.
 * @throws {StepwellError} `stale_step`, `busy`, `quota_exceeded` or `step_conflict`, without changing anything.
 */
export async function runStep(env: Env, run: StoredRun, request: StepRequest): Promise<StepDone> {
  if (request.expect !== undefined && request.expect !== run.steps) {
    throw new StepwellError(
      'stale_step',
      `The run is at step ${run.steps}, but the request expected ${request.expect}. Load the run again, then repeat the step.`,
      {
        details: { steps: run.steps },
      },
    );
  }
  const tasks = advance(run.state, (fit) => run.fits.get(fit)?.done === true);
  const task = chooseTask(tasks, run.fits, request.client, Date.now());
  if (task === null) return { did: null, points: [], committed: 0 };
  await requireStepsLeft(env, run, Date.now());
  try {
    return await doTask(env, run, task, request);
  } catch (error) {
    // The run may have been deleted meanwhile, which isn't a storage error.
    if (!(await runExists(env.DB, run.id))) throw conflict();
    if (error instanceof StepwellError && error.code === 'step_conflict') await countLostStep(env, run, Date.now());
    throw error;
  }
}

async function doTask(env: Env, run: StoredRun, task: Task, request: StepRequest): Promise<StepDone> {
  const stage = run.state.stage;
  if (task.kind === 'fit') return trainFits(env, run, task.fit, request);
  await decide(env, run, task);
  return { did: { kind: task.kind, stage, fit: null }, points: [], committed: 1 };
}

/** Trains a fit and, if it is done before the budget is spent, further ones of the same plan. */
async function trainFits(env: Env, run: StoredRun, first: FitRef, request: StepRequest): Promise<StepDone> {
  const budget = { ...request.budget };
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
      steps + 1 - run.steps >= MOST_FITS ||
      budget.minibatches <= 0 ||
      budget.flops <= 0 ||
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
    const asked = { id: fit.id, config: fit.trial.config, epochs: fit.trial.epochs };
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

async function decide(env: Env, run: StoredRun, task: Task): Promise<void> {
  await startEngine();
  const data = await loadRunData(env, run.spec);
  const outcomes = await loadOutcomes(
    env.DB,
    run.id,
    judgedFits(run.state).map((fit) => fit.id),
  );
  const results: FitResults = {
    outcome: (fitId) => fitOutcome.parse(outcomes.get(fitId)),
    checkpoint: (fitId) => getWeights(env.OBJECTS, run.fits.get(fitId)!.checkpoint),
  };
  const { state, decisions } = await performOrFail(env, run, task, data, results);
  if (!(await commitState(env.DB, run.id, run.version, state, decisions, Date.now()))) throw conflict();
}

async function performOrFail(
  env: Env,
  run: StoredRun,
  task: Task,
  data: RunData,
  results: FitResults,
): Promise<Pick<Change, 'decisions'> & { state: StoredRun['state'] }> {
  try {
    const change = await perform(task, run.state, data, results);
    const state = apply(run.state, change);
    // Readable only once the test is committed: see the route.
    if (change.opening !== null) await storeOpening(env, run, state, data, change.opening);
    return { state, decisions: change.decisions };
  } catch (error) {
    if (!isFinal(error)) throw error;
    return { state: fail(run.state, error), decisions: [] };
  }
}

async function storeOpening(
  env: Env,
  run: StoredRun,
  state: StoredRun['state'],
  data: RunData,
  { predictions, unscored, diagnostics, tested }: Opening,
): Promise<void> {
  const { sealed, unscored: withoutTarget } = data.seal;
  const trained = run.dataset.rows;
  // Rows of a test file are numbered from its first.
  const sameFile = run.spec.testDataset !== undefined && sealed[0]! >= trained;
  const { target, classes, labels } = run.state.definition!;
  const opened = (run.state.test?.opened ?? 0) + 1;
  await putDiagnostics(env.OBJECTS, run.id, opened, diagnostics);
  await putModel(env.OBJECTS, run.id, opened, await modelOf(run, state, data, tested));
  await putPredictions(env.OBJECTS, run.id, opened, {
    kind: predictions.kind,
    columns: classes ?? labels ?? target,
    threshold: run.state.measure!.threshold,
    rows: Array.from(sealed, (row) => row - (sameFile ? trained : 0) + 1),
    values: [...predictions.values],
    unscored: unscored && {
      rows: Array.from(withoutTarget, (row) => row - trained + 1),
      values: [...unscored.values],
    },
    sameFile,
  });
}

/** @returns whether repeating can't help: errors of the data are final, errors of the storage aren't. */
function isFinal(error: unknown): error is StepwellError {
  return error instanceof StepwellError && error.code !== 'corrupt_blob' && error.code !== 'unknown_dataset';
}

function conflict(): StepwellError {
  return new StepwellError(
    'step_conflict',
    'Another driver committed this step first. Nothing is lost; request the next step.',
  );
}
