import { joinPredictions, joinTargets, type Predictions } from '@stepwell/metrics';
import { atTemperature } from '@stepwell/metrics/certainty';
import { selectRows } from '@stepwell/data/table';
import { allRows, anchorsOf, take, targetAt, type Relation } from '@stepwell/metrics/targets';
import { explain, type Fold } from '../stages/explain/index.ts';
import { planTest } from '../stages/test/index.ts';
import {
  concludeCalibration,
  concludeCertainty,
  concludeThreshold,
  type Calibration,
  type OutOfFold,
} from '../stages/tune/index.ts';
import { evaluate, readOutputs } from '../training/fit/index.ts';
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
  const folds = await foldsOf(state, data, results);
  const outOfFold = outOfFoldOf(folds);
  const tuned = reached(state, 'tune');
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
  const { measure, tune, ...settled } = settleThreshold(state, calibrated, data);
  const { explanation, details } = explain(
    folds.map((fold) => calibratedFold(fold, calibration)),
    { definition, measure, seed: data.spec.seed, development: developmentPart(data, definition).table },
  );
  const plan = planTest(tune, tune.best, 0);
  const made = change({ certainty, measure, tune, explanation, stage: 'test', plan }, [
    ...decisions,
    ...settled.decisions,
  ]);
  return { ...made, details };
}

/** With costs, chooses the threshold. */
function settleThreshold(state: RunState, calibrated: OutOfFold, { spec }: RunData) {
  const measure = reached(state, 'measure');
  const tuned = reached(state, 'tune');
  if (spec.costs === undefined) return { measure, tune: tuned, decisions: [] };
  const { tune, threshold, decisions } = concludeThreshold(tuned, calibrated, measure, spec);
  return { measure: { ...measure, threshold }, tune, decisions };
}

/** The validation rows of each split, with the model that hadn't seen them. */
async function foldsOf(state: RunState, data: RunData, results: FitResults): Promise<Fold[]> {
  const [trial] = reached(state, 'plan');
  const folds: Fold[] = [];
  for (const fit of fitsOf(trial!, splitCount(state))) {
    const { part, validation } = fitRowsOf(state, data, fit);
    const { preparation, validation: unseen } = fitDataOf(state, data, fit);
    const { spec, weights } = await results.checkpoint(fit.id);
    const { question } = fitContextOf(state, data, fit);
    const rows = validation!;
    const ids = take(part.ids, rows);
    const { prepared } = unseen!;
    const valuesPerRow = prepared.y.length / rows.length;
    const read = (outputs: Float32Array, anchors: Relation | null) =>
      readOutputs(question, preparation, outputs, anchors);
    const target = targetAt(part.target, rows);
    folds.push({
      at: rows,
      part: { table: selectRows(part.table, rows), target, ids },
      predictions: read(evaluate(spec, weights, prepared).outputs, anchorsOf(target)),
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
