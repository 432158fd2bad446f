import { joinPredictions, joinTargets, score, type Predictions } from '@stepwell/metrics';
import { atTemperature } from '@stepwell/metrics/certainty';
import { selectRows } from '@stepwell/data/table';
import { allRows, anchorsOf, take, targetAt, type Relation } from '@stepwell/metrics/targets';
import { explain, type Fold } from '../stages/explain/index.ts';
import type { Measure } from '../stages/measure/index.ts';
import { planTest } from '../stages/test/index.ts';
import {
  concludeAverage,
  concludeCalibration,
  concludeCertainty,
  concludeThreshold,
  type Calibration,
  type OutOfFold,
  type Tune,
} from '../stages/tune/index.ts';
import { averageModels, evaluate, readOutputs, type Model } from '../training/fit/index.ts';
import { readRelation } from '../training/rows/index.ts';
import { transformRows } from '../training/preparation/index.ts';
import { fitsOf } from '../training/trial/index.ts';
import { change, type Change } from './change.ts';
import type { FitResults } from './fit-results.ts';
import { fitContextOf, fitDataOf, fitRowsOf } from './fit-rows.ts';
import { developmentPart, type RunData } from './run-data.ts';
import { reached, splitCount, type RunState } from './run-state.ts';

/**
 * Settles on validation rows what the test takes as given, the temperature, the threshold and how sure predictions are; and what
 * explains the configuration.
 */
export async function concludeOutOfFold(state: RunState, data: RunData, results: FitResults): Promise<Change> {
  const measured = reached(state, 'measure');
  const judged = await foldsOf(state, data, results);
  const scores = judged.map((one) => one.scores);
  const { tune: tuned, ...averaged } = concludeAverage(
    reached(state, 'tune'),
    scores,
    measured,
    data.spec.model.average,
  );
  const folds = judged.map((one) => (tuned.average === undefined ? one.alone : one.averaged));
  const outOfFold = outOfFoldOf(folds);
  const { calibration, predictions, decisions } = concludeCalibration(
    outOfFold,
    reached(state, 'plan')[0]!.config.levels === 'cumulative',
  );
  const calibrated = { ...outOfFold, predictions };
  const definition = reached(state, 'definition');
  const { certainty, ...certain } = concludeCertainty(
    tuned.best,
    calibrated,
    calibration,
    definition,
    reached(state, 'protocol'),
  );
  decisions.push(...certain.decisions);
  const { measure, tune, ...settled } = settleThreshold(tuned, measured, calibrated, data);
  const { explanation, details } = explain(
    folds.map((fold) => calibratedFold(fold, calibration)),
    { definition, measure, seed: data.spec.seed, development: developmentPart(data, definition).table },
  );
  const plan = planTest(tune, tune.best, 0);
  const made = change({ certainty, measure, tune, explanation, stage: 'test', plan }, [
    ...averaged.decisions,
    ...decisions,
    ...settled.decisions,
  ]);
  return { ...made, details };
}

/** With costs, chooses the threshold. */
function settleThreshold(tuned: Tune, measure: Measure, calibrated: OutOfFold, { spec }: RunData) {
  if (spec.costs === undefined) return { measure, tune: tuned, decisions: [] };
  const { tune, threshold, decisions } = concludeThreshold(tuned, calibrated, measure, spec);
  return { measure: { ...measure, threshold }, tune, decisions };
}

/** The validation rows of a split, with the mean of the fits that hadn't seen them and with the first one alone, and how these score there. */
interface JudgedFold {
  averaged: Fold;
  alone: Fold;
  scores: { mean: number | null; single: (number | null)[] };
}

async function foldsOf(state: RunState, data: RunData, results: FitResults): Promise<JudgedFold[]> {
  const measure = reached(state, 'measure');
  const [first, ...others] = reached(state, 'plan').map((trial) => fitsOf(trial, splitCount(state)));
  const folds: JudgedFold[] = [];
  for (const [split, fit] of first!.entries()) {
    const { part, validation } = fitRowsOf(state, data, fit);
    const { preparation, validation: unseen } = fitDataOf(state, data, fit);
    const models: Model[] = [await results.checkpoint(fit.id)];
    for (const other of others) models.push(await results.checkpoint(other[split]!.id));
    const { question } = fitContextOf(state, data, fit);
    const rows = validation!;
    const ids = take(part.ids, rows);
    const { prepared } = unseen!;
    const valuesPerRow = prepared.y.length / rows.length;
    const read = (outputs: Float32Array, anchors: Relation | null) =>
      readOutputs(question, preparation, outputs, anchors);
    const target = targetAt(part.target, rows);
    const predict = (model: Model) => read(evaluate(model.spec, model.weights, prepared).outputs, anchorsOf(target));
    const scoreOf = (predictions: Predictions) => {
      const value = score(measure, predictions, target);
      return Number.isFinite(value) ? value : null;
    };
    const validated = { table: selectRows(part.table, rows), target, ids };
    const foldOf = ({ spec, weights }: Model, predictions: Predictions): Fold => ({
      at: rows,
      part: validated,
      predictions,
      words: preparation.text?.words ?? [],
      // Rows that are made of these: as unseen as they are.
      prepare: (table) => transformRows(preparation, { ...part, table }, allRows(table.rows)),
      predict: (count, x, table) => {
        // Nobody asks for losses.
        const y = new Float32Array(count * valuesPerRow);
        const anchors = question.forecast === undefined ? null : readRelation(table!, question.forecast);
        return read(evaluate(spec, weights, { rows: count, x, y }).outputs, anchors);
      },
    });
    const single = models.map(predict);
    const alone = foldOf(models[0]!, single[0]!);
    const mean = averageModels(models);
    const averaged = models.length === 1 ? alone : foldOf(mean, predict(mean));
    folds.push({ averaged, alone, scores: { mean: scoreOf(averaged.predictions), single: single.map(scoreOf) } });
  }
  return folds;
}

function outOfFoldOf(folds: readonly Fold[]): OutOfFold {
  return {
    predictions: joinPredictions(folds.map(({ predictions }) => predictions)),
    target: joinTargets(folds.map(({ part }) => part.target)),
    ids: Int32Array.from(folds.flatMap(({ part }) => [...part.ids])),
  };
}

/** A fold with the probabilities that the test will have. */
function calibratedFold(fold: Fold, calibration: Calibration | null): Fold {
  if (calibration === null || calibration.temperature === 1) return fold;
  const calibrated = (predictions: Predictions) =>
    predictions.kind === 'number' ? predictions : atTemperature(predictions, calibration.temperature);
  return {
    ...fold,
    predictions: calibrated(fold.predictions),
    predict: (rows, inputs, table) => calibrated(fold.predict(rows, inputs, table)),
  };
}
