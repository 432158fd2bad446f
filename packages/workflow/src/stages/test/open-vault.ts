import { StepwellError } from '@stepwell/base/errors';
import { formatScore } from '@stepwell/metrics/names';
import {
  blockInterval,
  blocksOf,
  compare,
  isRanked,
  metricsFor,
  score,
  scoreInterval,
  scoreQueries,
  type Predictions,
} from '@stepwell/metrics';
import { atTemperature, calibrationError, coverageOf } from '@stepwell/metrics/certainty';
import { rowKeys } from '@stepwell/data/table';
import { anchorsOf, type Target } from '@stepwell/metrics/targets';
import {
  baselineName,
  bestColumn,
  predictBaseline,
  rankByColumn,
  rankByFile,
  usesProbabilities,
} from '../baseline/index.ts';
import { countParams } from '../../training/architecture/index.ts';
import { byRule, type Decision } from '../../decisions/index.ts';
import type { Definition } from '../define/index.ts';
import {
  averageModels,
  evaluate,
  hashWeights,
  prepareUnseen,
  readOutputs,
  withTemperature,
  type Checkpoint,
  type FitData,
} from '../../training/fit/index.ts';
import { isDefinedOn, type Measure } from '../measure/index.ts';
import type { Part } from '../../training/rows/index.ts';
import type { ErrorCosts, RunSpec } from '../../question/index.ts';
import { repeated, trialOf, type Trial } from '../../training/trial/index.ts';
import type { Certain, Tune } from '../tune/index.ts';
import { decideLacking } from './decide-lacking.ts';
import { decideUnknown } from './decide-unknown.ts';
import { decideWorse } from './decide-worse.ts';
import { judgeAhead } from './judge-ahead.ts';
import type { FinalModel, TestResult } from './results.ts';

/**
 * The last fit: a configuration on every row outside the vault, for its number of epochs; or several, which are averaged.
 *
 * @param trialId of the search: the winner, or another at a reopening.
 * @param opened how many times the vault was opened before.
 */
export function planTest(tune: Tune, trialId: string, opened: number): Trial[] {
  const tested = tune.trials.find((trial) => trial.id === trialId)!;
  const id = opened === 0 ? 'final' : `final-${opened + 1}-${trialId}`;
  const fits = trialId === tune.best ? (tune.average?.fits ?? 1) : 1;
  return repeated(trialOf(id, tested.config, tested.bestEpoch, { on: 'development' }), fits);
}

/** The decisions of the run before the vault is opened. */
export interface Frozen {
  definition: Definition;
  measure: Measure;
  /** The best constant baseline. */
  guess: string;
  /** The last fit, the first of those that are averaged. */
  trial: Trial;
  tune: Tune;
  /** Rows that the validation score is of. */
  validationRows: number;
  spec: RunSpec;
  /** What validation says of how sure predictions are; null if it doesn't. */
  certainty: Certain | null;
  opened: number;
  /** Each development row's time; null if their order is random. */
  times: Float64Array | null;
}

/**
 * Opens the vault: tests the frozen model on the sealed rows, once.
 *
 * @param checkpoints the last fits, finished; their mean is tested.
 * @param data what it was fitted on.
 * @param development its rows.
 * @param sealed the vault's rows.
 * @throws {StepwellError} `evaluated_on_fitted_rows` when a sealed row was trained on; `measure_mismatch` when the measure
 *   is not defined on the sealed rows.
 * @see Chollet, Deep Learning with Python, 4.2.1
 */
export async function openVault(
  checkpoints: readonly Checkpoint[],
  data: FitData,
  development: Part,
  sealed: Part,
  frozen: Frozen,
): Promise<{
  test: TestResult;
  model: FinalModel;
  predictions: Predictions;
  /** Those of the checkpoint, with the temperature that validation chose. */
  weights: Float32Array[];
  decisions: Decision[];
}> {
  const { definition, measure, tune, spec } = frozen;
  const prepared = prepareUnseen(data.preparation, sealed);
  const [checkpoint] = checkpoints;
  const averaged = averageModels(checkpoints);
  const tested = testedTrial(tune, frozen.trial);
  // Another trial's errors say nothing of this one's.
  const certainty = frozen.certainty?.trial === tested.id ? frozen.certainty : null;
  const temperature = certainty?.calibration?.temperature ?? 1;
  const weights = withTemperature(averaged.weights, temperature);
  const { outputs } = evaluate(averaged.spec, weights, prepared);
  const predictions = readOutputs(definition, data.preparation, outputs, anchorsOf(sealed.target));
  const value = score(measure, predictions, sealed.target);
  if (!Number.isFinite(value)) {
    throw new StepwellError(
      'measure_mismatch',
      `${measure.name} isn't defined on the ${prepared.rows} sealed rows: a class is missing there, or all rows are alike. Choose another measure, or add rows.`,
    );
  }
  const ci =
    blockInterval(measure, predictions, sealed.target) ??
    scoreInterval(measure, predictions, sealed.target, spec.seed, 'test');
  const guess = baselineName.parse(frozen.guess);
  const other =
    guess === 'file-order'
      ? rankByFile(sealed.ids)
      : predictBaseline(guess, development.target, prepared.rows, {
          seed: spec.seed,
          probabilistic: usesProbabilities(measure.name),
          times: frozen.times,
          anchors: anchorsOf(sealed.target),
        });
  const rows = blocksOf(sealed.target) ?? undefined;
  const compared = compare(
    [{ model: predictions, other, target: sealed.target, rows }],
    measure,
    spec.seed,
    'test-gain',
  );
  const sign = measure.greaterIsBetter ? 1 : -1;
  // At the same threshold as the test.
  const validation =
    tested.id === tune.best ? (tune.threshold?.score ?? tune.average?.score ?? tested.score!) : tested.score!;
  const test: TestResult = {
    metric: measure.name,
    value,
    ci,
    opened: frozen.opened + 1,
    trial: tested.id,
    rows: prepared.rows,
    metrics: metricsOf(predictions, sealed.target, measure),
    gainCi: compared.ci,
    p: compared.p,
    // Moments of a series are no copies of others.
    repeats: definition.forecast === undefined ? countRepeats(development, sealed, definition) : 0,
    baseline: { name: guess, value: compared.otherScore },
    valToTestGap: sign * (validation - value),
    cost: spec.costs === undefined ? null : costOf(predictions, sealed.target, measure.threshold, spec.costs),
    coverage: coverage(certainty, predictions, sealed.target, definition),
    calibration: calibrationOf(predictions, sealed.target, temperature),
    ...(isRanked(sealed.target) ? rankingOf(predictions, development, sealed, frozen) : {}),
    ...(definition.forecast === undefined
      ? {}
      : { ahead: judgeAhead(predictions, sealed.target, development, certainty?.bands ?? null) }),
  };
  const model: FinalModel = {
    spec: averaged.spec,
    epochs: checkpoint!.history.trainLoss.length,
    ...(checkpoints.length > 1 ? { fits: checkpoints.length } : {}),
    params: checkpoints.length * countParams(checkpoint!.spec),
    sha256: await hashWeights(weights),
  };
  const decisions = [decisionOf(test, model, measure, development.ids.length)];
  decisions.push(...decideUnknown(sealed.table, definition), ...decideLacking(sealed.target, measure));
  decisions.push(
    ...decideWorse(test, { value: validation, rows: frozen.validationRows }, measure, frozen.times !== null),
  );
  return { test, model, predictions, weights, decisions };
}

function testedTrial(tune: Tune, final: Trial): Tune['trials'][number] {
  const id = /^final-\d+-(.+)$/.exec(final.id)?.[1] ?? tune.best;
  return tune.trials.find((trial) => trial.id === id)!;
}

function coverage(
  certainty: Certain | null,
  predictions: Predictions,
  target: Target,
  { bounds }: Definition,
): TestResult['coverage'] {
  const bands = certainty?.bands ?? null;
  const found = bands && coverageOf(bands, predictions, target, bounds);
  return found && { level: bands.level, ...found };
}

/** @param temperature that the predictions have, and hadn't as trained. */
function calibrationOf(predictions: Predictions, target: Target, temperature: number): TestResult['calibration'] {
  if (predictions.kind === 'number') return null;
  const after = calibrationError(predictions, target);
  const before = temperature === 1 ? after : calibrationError(atTemperature(predictions, 1 / temperature), target);
  return { before, after };
}

/** How many queries the test is of, and how much better the model ranks them than the best single column does. */
function rankingOf(
  predictions: Predictions,
  development: Part,
  sealed: Part,
  { measure, definition, spec }: Frozen,
): Pick<TestResult, 'queries' | 'oneColumn'> {
  const { target } = sealed;
  if (!isRanked(target)) return {};
  const queries = scoreQueries(measure.name, predictions, target).queries.length;
  const inputs = definition.inputs.map(({ column }) => column);
  const column = bestColumn(development, inputs, measure);
  if (column === null) return { queries };
  const other = rankByColumn(column, development, sealed.table);
  const { otherScore, gain, ci } = compare([{ model: predictions, other, target }], measure, spec.seed, 'one-column');
  return { queries, oneColumn: { column: column.column, value: otherScore, gain, gainCi: ci } };
}

function metricsOf(predictions: Predictions, target: Target, measure: Measure): Record<string, number> {
  const values = metricsFor(target)
    .filter(({ name }) => isDefinedOn(name, target))
    .map(({ name }): [string, number] => [
      name,
      score({ name, custom: null, threshold: measure.threshold }, predictions, target),
    ]);
  if (measure.custom !== null) values.push(['custom', score(measure, predictions, target)]);
  return Object.fromEntries(values.filter(([, value]) => Number.isFinite(value)));
}

function costOf(predictions: Predictions, target: Target, threshold: number, costs: ErrorCosts): number {
  if (target.kind !== 'classes') return 0;
  let cost = 0;
  target.codes.forEach((code, row) => {
    const positive = predictions.values[2 * row + 1]! >= threshold;
    if (positive && code !== 1) cost += costs.falsePositive;
    if (!positive && code === 1) cost += costs.falseNegative;
  });
  return cost / target.codes.length;
}

function decisionOf(test: TestResult, model: FinalModel, measure: Measure, rows: number): Decision {
  const show = (value: number) => formatScore(measure.name, value);
  const again = test.opened === 1 ? '' : ` (the vault has been opened ${test.opened} times)`;
  const times = model.fits === undefined ? '' : `, ${model.fits} times, and averaged`;
  const why = `Trained on ${rows} rows for ${model.epochs} epochs${times}, then tested${test.opened === 1 ? ' once' : ''} on ${test.rows} sealed rows${again}: ${measure.name} ${show(test.value)} (95 %: ${show(test.ci[0])} to ${show(test.ci[1])}).`;
  const { value, ci, opened } = test;
  return byRule('test', `${measure.name} ${show(value)}`, why, { value, ci, opened });
}

/** Counts sealed rows whose inputs and target also occur in a development row. */
function countRepeats(development: Part, sealed: Part, { inputs, target }: Definition): number {
  const columns = [...inputs.map((input) => input.column), ...target];
  const trained = new Set(rowKeys(development.table, columns));
  return rowKeys(sealed.table, columns).filter((key) => trained.has(key)).length;
}
