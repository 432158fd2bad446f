import { StepwellError } from '@stepwell/base/errors';
import { undefinedMeasure } from '@stepwell/metrics';
import { findColumn, labelAt, type Table } from '@stepwell/data/table';
import { anchorsOf } from '@stepwell/metrics/targets';
import type { Forecast } from '../question/index.ts';
import { readTarget } from '../stages/define/index.ts';
import type { ModelSpec } from '../training/architecture/index.ts';
import { evaluate, prepareUnseen, readOutputs, type Checkpoint, type FitData } from '../training/fit/index.ts';
import { diagnose } from '../stages/test/diagnose/index.ts';
import { openVault, planTest, predictUnscored } from '../stages/test/index.ts';
import { hasRoomFor } from '../stages/prepare/index.ts';
import { concludeRung } from '../stages/scale-up/index.ts';
import { manyCategories } from '../training/preparation/index.ts';
import { fitsOf, type FitOutcome, type Trial } from '../training/trial/index.ts';
import {
  concludeTuneRung,
  diverged,
  fitsToAverage,
  needsOutOfFold,
  planOutOfFold,
  planTune,
  concludeSingle,
  trialsOfRung,
  type Tune,
} from '../stages/tune/index.ts';
import type { Task } from './advance.ts';
import { analyse } from './analyse.ts';
import { change, type Change, type Opening } from './change.ts';
import { concludeGate } from './conclude-gate.ts';
import { concludeOutOfFold } from './conclude-out-of-fold.ts';
import { latestRows, lookAheadOf, type LookAhead } from '../training/forecast/index.ts';
import type { FitResults } from './fit-results.ts';
import { fitDataOf } from './fit-rows.ts';
import { developmentPart, developmentStructure, sealedPart, unscoredPart, type RunData } from './run-data.ts';
import { reached, splitCount, type RunState } from './run-state.ts';

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
      return state.search === null ? concludeOutOfFold(state, data, results) : concludeSearch(state, data, results);
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
    return change({ ...reached, ...planAfter(settled.tune, state, data) }, [...decisions, ...settled.decisions]);
  }
  const { table } = developmentPart(data, context.definition);
  const preparation = reached(state, 'preparation');
  const search = planTune(
    finished,
    context,
    (numbers) => hasRoomFor(table, preparation, numbers),
    manyCategories(preparation, new Set(Object.keys(data.spec.prepare))).length > 0,
  );
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
  return change({ search, tune, ...planAfter(tune, state, data) }, decisions);
}

/** @returns the change after the search: predictions for validation rows, unless a single fit was asked for. */
function planAfter(tune: Tune, state: RunState, data: RunData): Pick<RunState, 'stage' | 'plan'> {
  const { spec } = data;
  const { config, bestEpoch } = tune.trials.find(({ id }) => id === tune.best)!;
  const context = contextOf(state, data);
  const fits = fitsToAverage(config, bestEpoch, context);
  // Whether their mean is any better, validation rows say.
  return needsOutOfFold(spec) || fits > 1
    ? { stage: 'tune', plan: planOutOfFold(tune, context.protocol, state.search?.candidates ?? [], fits) }
    : { stage: 'test', plan: planTest(tune, tune.best, 0) };
}

async function concludeTest(state: RunState, data: RunData, results: FitResults): Promise<Change> {
  const definition = reached(state, 'definition');
  const fits = reached(state, 'plan').flatMap((trial) => fitsOf(trial, 1));
  const [fit] = fits;
  if (fits.some(({ id }) => results.outcome(id).diverged)) {
    throw new StepwellError(
      'diverged',
      'The final fit diverged, so the test rows stay sealed. Try another seed, or a smaller learning rate.',
    );
  }
  const development = developmentPart(data, definition);
  const sealed = sealedPart(data, definition);
  const measure = reached(state, 'measure');
  const protocol = reached(state, 'protocol');
  const checkpoints: Checkpoint[] = [];
  for (const { id } of fits) checkpoints.push(await results.checkpoint(id));
  const fitted = fitDataOf(state, data, fit!);
  const { test, model, predictions, weights, decisions } = await openVault(checkpoints, fitted, development, sealed, {
    definition,
    measure,
    guess: state.gate?.baseline.name ?? reached(state, 'baselines')[0]!.name,
    trial: fit!.trial,
    tune: reached(state, 'tune'),
    validationRows: protocol.k === null ? protocol.rows.validation : development.ids.length,
    spec: data.spec,
    certainty: state.certainty,
    opened: state.test?.opened ?? 0,
    times: developmentStructure(data, definition, development).times,
  });
  const diagnostics = diagnose(predictions, sealed.target, definition.target, measure);
  const { spec } = model;
  const ahead = whatComesNext({ spec, weights }, fitted, state, data);
  const ended = change({ test, model, ahead, status: 'finished', plan: null }, decisions);
  const unscored = predictUnscored({ spec, weights }, fitted, unscoredPart(data, development), definition);
  const tested = { preparation: fitted.preparation, spec, weights };
  const origins = data.forecast === null ? {} : { origins: originsOf(sealed.table, data.forecast.forecast) };
  return { ...ended, opening: { predictions, unscored, diagnostics, tested, ...origins } };
}

/** The tested model's forecast from the end of each series; null where nothing is forecast. */
function whatComesNext(
  model: { spec: ModelSpec; weights: Float32Array[] },
  { preparation }: FitData,
  state: RunState,
  { forecast }: RunData,
): LookAhead | null {
  if (forecast === null || forecast.latest.length === 0) return null;
  const latest = latestRows(forecast.latest, forecast.sources);
  const definition = reached(state, 'definition');
  const { rows } = latest.table;
  // Behind all rows with a target: their own are to come.
  const ids = Int32Array.from({ length: rows }, (_, row) => forecast.rows + row);
  const part = { table: latest.table, target: readTarget(latest.table, definition), ids };
  const { outputs } = evaluate(model.spec, model.weights, prepareUnseen(preparation, part));
  const predictions = readOutputs(definition, preparation, outputs, anchorsOf(part.target));
  const tested = reached(state, 'plan')[0]!.id;
  const isCertain = tested === 'final' || tested.endsWith(`-${state.certainty?.trial}`);
  return lookAheadOf(forecast.sources, latest, predictions, isCertain ? (state.certainty?.bands ?? null) : null);
}

/** Which moments of which series some rows of a forecast are, as a file names them. */
function originsOf(table: Table, { time, series }: Forecast): NonNullable<Opening['origins']> {
  const labels = (name: string) => {
    const column = findColumn(table, name);
    return column === undefined ? [] : Array.from({ length: table.rows }, (_, row) => labelAt(column, row) ?? '');
  };
  return { time, times: labels(time), series, names: series === null ? [] : labels(series) };
}
