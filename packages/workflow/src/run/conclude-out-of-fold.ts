import { joinPredictions, joinTargets } from '@stepwell/metrics';
import { take, targetAt } from '@stepwell/metrics/targets';
import { planTest } from '../stages/test/index.ts';
import { concludeCalibration, concludeCertainty, concludeThreshold, type OutOfFold } from '../stages/tune/index.ts';
import { fitsOf } from '../training/trial/index.ts';
import { change, type Change } from './change.ts';
import type { FitResults } from './fit-results.ts';
import { fitRowsOf } from './fit-rows.ts';
import type { RunData } from './run-data.ts';
import { reached, splitCount, type RunState } from './run-state.ts';
import { validationPredictions } from './validation-predictions.ts';

/** Settles on validation rows what the test takes as given: the temperature, the threshold, how sure predictions are. */
export async function concludeOutOfFold(state: RunState, data: RunData, results: FitResults): Promise<Change> {
  const outOfFold = await outOfFoldOf(state, data, results);
  const tuned = reached(state, 'tune');
  const { calibration, predictions, decisions } = concludeCalibration(outOfFold);
  const calibrated = { ...outOfFold, predictions };
  const { certainty, ...certain } = concludeCertainty(
    tuned.best,
    calibrated,
    calibration,
    reached(state, 'definition'),
    reached(state, 'protocol'),
  );
  decisions.push(...certain.decisions);
  const toTest = { certainty, stage: 'test', plan: planTest(tuned, tuned.best, 0) } as const;
  if (data.spec.costs === undefined) return change(toTest, decisions);
  const measured = reached(state, 'measure');
  const { tune, threshold, ...settled } = concludeThreshold(tuned, calibrated, measured, data.spec);
  return change({ ...toTest, tune, measure: { ...measured, threshold } }, [...decisions, ...settled.decisions]);
}

async function outOfFoldOf(state: RunState, data: RunData, results: FitResults): Promise<OutOfFold> {
  const [trial] = reached(state, 'plan');
  const parts = [];
  for (const fit of fitsOf(trial!, splitCount(state))) {
    const { part, validation } = fitRowsOf(state, data, fit);
    const predictions = await validationPredictions(state, data, fit, results);
    parts.push({ predictions, target: targetAt(part.target, validation!), ids: take(part.ids, validation!) });
  }
  return {
    predictions: joinPredictions(parts.map((part) => part.predictions)),
    target: joinTargets(parts.map((part) => part.target)),
    ids: Int32Array.from(parts.flatMap(({ ids }) => [...ids])),
  };
}
