import { StepwellError } from '@stepwell/base/errors';
import { targetAt } from '@stepwell/metrics/targets';
import { undefinedMeasure } from '@stepwell/metrics';
import { diagnose } from '../stages/test/diagnose/index.ts';
import { openVault, planTest, predictUnscored } from '../stages/test/index.ts';
import { concludeRung } from '../stages/scale-up/index.ts';
import { fitsOf, type FitOutcome, type Trial } from '../training/trial/index.ts';
import {
  concludeThreshold,
  concludeTuneRung,
  diverged,
  planThreshold,
  planTune,
  concludeSingle,
  trialsOfRung,
  type Tune,
} from '../stages/tune/index.ts';
import type { Task } from './advance.ts';
import { analyse } from './analyse.ts';
import { change, type Change } from './change.ts';
import { concludeGate } from './conclude-gate.ts';
import type { FitResults } from './fit-results.ts';
import { fitDataOf, fitRowsOf } from './fit-rows.ts';
import { developmentPart, developmentStructure, sealedPart, unscoredPart, type RunData } from './run-data.ts';
import { reached, splitCount, type RunState } from './run-state.ts';
import { validationPredictions } from './validation-predictions.ts';

/**
 * Does a task other than training: decides a stage from the data, or evaluates its fits. Pure, except for reading
 * `results`.
 *
 * @throws {StepwellError} if the data don't allow it; the run then fails with this error.
 */
export async function perform(task: Task, state: RunState, data: RunData, results: FitResults): Promise<Change> {
  if (task.kind === 'analyse') return analyse(state, data);
  switch (state.stage) {
    case 'gate':
      return concludeGate(state, data, results);
    case 'scale-up':
      return concludeScaleUp(state, data, results);
    case 'tune':
      return state.search === null ? settleThreshold(state, data, results) : concludeSearch(state, data, results);
    case 'test':
      return concludeTest(state, data, results);
    default:
      throw new Error(`stage ${state.stage} has no fits to judge`);
  }
}

/** Common context of the stages that train. */
function contextOf(state: RunState, { spec }: RunData) {
  return {
    definition: reached(state, 'definition'),
    measure: reached(state, 'measure'),
    protocol: reached(state, 'protocol'),
    spec,
  };
}

function outcomesOf(state: RunState, results: FitResults): (trial: Trial) => FitOutcome[] {
  return (trial) => fitsOf(trial, splitCount(state)).map((fit) => results.outcome(fit.id));
}

function concludeScaleUp(state: RunState, data: RunData, results: FitResults): Change {
  const [trial] = reached(state, 'plan');
  const context = contextOf(state, data);
  const { rungs, next, finished, decisions } = concludeRung(
    state.rungs,
    trial!,
    outcomesOf(state, results)(trial!),
    context,
  );
  if (next !== null) return change({ rungs, plan: [next] }, decisions);
  if (finished === null) throw new Error('a rung ended without a next one and without an end');
  if (data.spec.effort === 'single') {
    const settled = concludeSingle(trial!, outcomesOf(state, results)(trial!), context);
    const reached = { rungs, scaleUp: finished, tune: settled.tune };
    return change({ ...reached, ...planAfter(settled.tune, data) }, [...decisions, ...settled.decisions]);
  }
  const search = planTune(finished, context);
  return change({ rungs, scaleUp: finished, stage: 'tune', search, plan: trialsOfRung(search) }, decisions);
}

function concludeSearch(state: RunState, data: RunData, results: FitResults): Change {
  const { search, tune, failure, decisions } = concludeTuneRung(
    reached(state, 'search'),
    outcomesOf(state, results),
    contextOf(state, data),
  );
  if (search !== null) return change({ search, plan: trialsOfRung(search) }, decisions);
  if (tune === null) {
    if (failure === 'undefined') throw undefinedMeasure(reached(state, 'measure').name);
    throw diverged();
  }
  return change({ search, tune, ...planAfter(tune, data) }, decisions);
}

/** @returns the change after the search: choosing the threshold if there are costs, else the final fit. */
function planAfter(tune: Tune, { spec }: RunData): Pick<RunState, 'stage' | 'plan'> {
  return spec.costs !== undefined
    ? { stage: 'tune', plan: [planThreshold(tune)] }
    : { stage: 'test', plan: planTest(tune, tune.best, 0) };
}

async function settleThreshold(state: RunState, data: RunData, results: FitResults): Promise<Change> {
  const [trial] = reached(state, 'plan');
  const parts = [];
  for (const fit of fitsOf(trial!, splitCount(state))) {
    const { part, validation } = fitRowsOf(state, data, fit);
    const model = await validationPredictions(state, data, fit, results);
    parts.push({ model, target: targetAt(part.target, validation!) });
  }
  const { tune, threshold, decisions } = concludeThreshold(
    reached(state, 'tune'),
    parts,
    reached(state, 'measure'),
    data.spec,
  );
  const measure = { ...reached(state, 'measure'), threshold };
  return change({ tune, measure, stage: 'test', plan: planTest(tune, tune.best, 0) }, decisions);
}

async function concludeTest(state: RunState, data: RunData, results: FitResults): Promise<Change> {
  const definition = reached(state, 'definition');
  const [fit] = fitsOf(reached(state, 'plan')[0]!, 1);
  if (results.outcome(fit!.id).diverged) {
    throw new StepwellError(
      'diverged',
      'The final fit diverged, so the test rows stay sealed. Try another seed, or a smaller learning rate.',
    );
  }
  const development = developmentPart(data, definition);
  const sealed = sealedPart(data, definition);
  const measure = reached(state, 'measure');
  const protocol = reached(state, 'protocol');
  const checkpoint = await results.checkpoint(fit!.id);
  const fitted = fitDataOf(state, data, fit!);
  const { test, model, predictions, decisions } = await openVault(checkpoint, fitted, development, sealed, {
    definition,
    measure,
    guess: state.gate?.baseline.name ?? reached(state, 'baselines')[0]!.name,
    trial: fit!.trial,
    tune: reached(state, 'tune'),
    validationRows: protocol.k === null ? protocol.rows.validation : development.ids.length,
    spec: data.spec,
    opened: state.test?.opened ?? 0,
    times: developmentStructure(data, definition, development).times,
  });
  const diagnostics = diagnose(predictions, sealed.target, definition.target, measure.threshold);
  const ended = change({ test, model, status: 'finished', plan: null }, decisions);
  const unscored = predictUnscored(checkpoint, fitted, unscoredPart(data, development), definition);
  const { spec, weights } = checkpoint;
  const tested = { preparation: fitted.preparation, spec, weights };
  return { ...ended, opening: { predictions, unscored, diagnostics, tested } };
}
