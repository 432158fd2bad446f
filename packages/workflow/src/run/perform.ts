import { baseline, baselineRowScores } from '../baseline/index.ts';
import type { Decision } from '../decisions/index.ts';
import { define } from '../define/index.ts';
import { StepwellError } from '../errors/index.ts';
import { evaluate, readOutputs, type Checkpoint } from '../fit/index.ts';
import { chooseMeasure, scoreRows, targetAt, type Predictions } from '../measure/index.ts';
import { openVault, planTest } from '../open-vault/index.ts';
import { concludePower, planPower } from '../power/index.ts';
import { prepare } from '../prepare/index.ts';
import { chooseProtocol, splitsOf } from '../protocol/index.ts';
import { concludeRung, planRung } from '../scale-up/index.ts';
import { fitsOf, type FitOutcome, type Trial } from '../trial/index.ts';
import { concludeTune, planTune } from '../tune/index.ts';
import type { Task } from './advance.ts';
import { developmentPart, fitDataOf, sealedPart, type RunData } from './run-data.ts';
import { reached, splitCount, type RunState } from './run-state.ts';

/** What a task changes. */
export interface Change {
  /** Parts of the state that take new values. */
  state: Partial<RunState>;
  decisions: Decision[];
  /** Predictions for the test rows, in order; only from the last stage. */
  predictions: Predictions | null;
}

/** What the finished fits of a plan left behind. */
export interface FitResults {
  outcome(fitId: string): FitOutcome;
  checkpoint(fitId: string): Promise<Checkpoint>;
}

/**
 * Does a task that is not training: decides a stage from the data, or judges the fits it waited for. Pure, but for
 * reading `results`.
 *
 * @throws {StepwellError} when the data don't allow it; the run then fails with that.
 */
export async function perform(task: Task, state: RunState, data: RunData, results: FitResults): Promise<Change> {
  if (task.kind === 'analyse') return analyse(state, data);
  const plan = reached(state, 'plan');
  const outcomesOf = (trial: Trial) => fitsOf(trial, splitCount(state)).map((fit) => results.outcome(fit.id));
  switch (state.stage) {
    case 'power':
      return concludeGate(state, data, results);
    case 'scale-up':
      return concludeScaleUp(state, data, plan[0]!, outcomesOf(plan[0]!));
    case 'tune': {
      const judged = plan.map((trial) => ({ trial, outcomes: outcomesOf(trial) }));
      const { tune, decisions } = concludeTune(judged, reached(state, 'measure'));
      if (tune === null)
        throw new StepwellError(
          'internal',
          'Every trial diverged, the unregularised one included. Look for extreme values in the inputs.',
        );
      return change({ tune, stage: 'test', plan: planTest(tune) }, decisions);
    }
    case 'test':
      return concludeTest(state, data, results);
    default:
      throw new Error(`stage ${state.stage} has no fits to judge`);
  }
}

function analyse(state: RunState, data: RunData): Change {
  const { spec } = data;
  if (state.stage === 'define') {
    const { definition, decisions } = define(data.development, spec, data.seal.unlabelled);
    return change({ definition, stage: 'measure' }, decisions);
  }
  const definition = reached(state, 'definition');
  const part = developmentPart(data, definition);
  switch (state.stage) {
    case 'measure': {
      const { measure, decisions } = chooseMeasure(part.target, spec);
      return change({ measure, stage: 'protocol' }, decisions);
    }
    case 'protocol': {
      const { protocol, decisions } = chooseProtocol(
        part.target,
        reached(state, 'measure'),
        spec,
        data.seal.sealed.length,
      );
      return change({ protocol, stage: 'prepare' }, decisions);
    }
    case 'prepare': {
      const { preparation, decisions } = prepare(part, definition);
      return change({ preparation, stage: 'baseline' }, decisions);
    }
    case 'baseline': {
      const protocol = reached(state, 'protocol');
      const splits = splitsOf(protocol, part.target, spec.seed);
      const { baselines, decisions } = baseline(part.target, splits, reached(state, 'measure'), spec.seed);
      return change({ baselines, stage: 'power', plan: planPower(spec, protocol) }, decisions);
    }
    default:
      throw new Error(`stage ${state.stage} waits for fits`);
  }
}

async function concludeGate(state: RunState, data: RunData, results: FitResults): Promise<Change> {
  const { spec } = data;
  const definition = reached(state, 'definition');
  const measure = reached(state, 'measure');
  const protocol = reached(state, 'protocol');
  const [best] = reached(state, 'baselines');
  const { target } = developmentPart(data, definition);
  const splits = splitsOf(protocol, target, spec.seed);
  const modelScores: Float64Array[] = [];
  for (const fit of fitsOf(reached(state, 'plan')[0]!, splits.length)) {
    if (results.outcome(fit.id).diverged) {
      throw new StepwellError('internal', 'The small model diverged. Look for extreme values in the inputs.');
    }
    const fitted = fitDataOf(state, data, fit);
    const checkpoint = await results.checkpoint(fit.id);
    const { outputs } = evaluate(checkpoint.spec, checkpoint.weights, fitted.validation!.prepared);
    const predictions = readOutputs(definition, fitted.preparation, outputs);
    modelScores.push(scoreRows(measure.name, predictions, targetAt(target, splits[fit.split!]!.validation)));
  }
  const { power, decisions, goesOn } = concludePower(
    concatenate(modelScores),
    concatenate(baselineRowScores(best!.name, target, splits, measure, spec.seed)),
    best!,
    measure,
    protocol,
    spec,
  );
  if (!goesOn) return change({ power, status: 'stopped', plan: null }, decisions);
  return change({ power, stage: 'scale-up', plan: [planRung(0, spec, protocol)] }, decisions);
}

function concludeScaleUp(state: RunState, data: RunData, trial: Trial, outcomes: FitOutcome[]): Change {
  const { rungs, finished, decisions } = concludeRung(state.rungs, trial, outcomes, data.spec);
  if (finished === null) {
    return change({ rungs, plan: [planRung(rungs.length, data.spec, reached(state, 'protocol'))] }, decisions);
  }
  return change(
    { rungs, scaleUp: finished, stage: 'tune', plan: planTune(finished, data.spec, reached(state, 'protocol')) },
    decisions,
  );
}

async function concludeTest(state: RunState, data: RunData, results: FitResults): Promise<Change> {
  const definition = reached(state, 'definition');
  const [fit] = fitsOf(reached(state, 'plan')[0]!, 1);
  if (results.outcome(fit!.id).diverged) {
    throw new StepwellError('internal', 'The final fit diverged, so the vault stays closed. Try another seed.');
  }
  const { test, model, predictions, decisions } = await openVault(
    await results.checkpoint(fit!.id),
    fitDataOf(state, data, fit!),
    developmentPart(data, definition),
    sealedPart(data, definition),
    {
      definition,
      measure: reached(state, 'measure'),
      baselines: reached(state, 'baselines'),
      tune: reached(state, 'tune'),
      spec: data.spec,
      opened: state.test?.opened ?? 0,
    },
  );
  return { ...change({ test, model, status: 'finished', plan: null }, decisions), predictions };
}

function change(state: Partial<RunState>, decisions: Decision[]): Change {
  return { state, decisions, predictions: null };
}

function concatenate(arrays: Float64Array[]): Float64Array {
  return Float64Array.from(arrays.flatMap((array) => [...array]));
}
