import {
  apply,
  fail,
  fitOutcome,
  judgedFits,
  perform,
  type Change,
  type FitResults,
  type Opening,
  type RunData,
  type Task,
} from '@stepwell/workflow';
import { startEngine } from './engine.ts';
import type { Env } from './env.ts';
import { loadRunData } from './load-run-data.ts';
import { modelOf } from './model-of.ts';
import { conflict, isFinal } from './step-errors.ts';
import { commitState, commitStateAndLoad } from './storage/commits.ts';
import { putExplanation } from './storage/explanations.ts';
import { putModel } from './storage/models.ts';
import { getWeights } from './storage/checkpoints.ts';
import { putPredictions } from './storage/objects.ts';
import { putDiagnostics } from './storage/pictures.ts';
import { loadOutcomes, type StoredRun } from './storage/runs.ts';

/**
 * Decides a stage, or evaluates its fits, and commits what comes of it.
 *
 * @returns the run behind the commit, if `thenLoad`.
 * @throws {StepwellError} `step_conflict` if another driver was faster.
 */
export async function decide(env: Env, run: StoredRun, task: Task, thenLoad: boolean): Promise<StoredRun | null> {
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
  const commit = [env.DB, run.id, run.version, state, decisions, Date.now()] as const;
  const after = thenLoad ? await commitStateAndLoad(...commit) : null;
  if (thenLoad ? after === null : !(await commitState(...commit))) throw conflict();
  return after;
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
    if (change.details !== null) await putExplanation(env.OBJECTS, run.id, change.details);
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
  { predictions, unscored, diagnostics, tested, origins }: Opening,
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
    ...(origins && { origins }),
  });
}
