import type { Predictions } from '@stepwell/metrics';
import { anchorsOf } from '@stepwell/metrics/targets';
import { evaluate, readOutputs } from '../training/fit/index.ts';
import type { FitRef } from '../training/trial/index.ts';
import { fitContextOf, fitDataOf } from './fit-rows.ts';
import type { FitResults } from './fit-results.ts';
import type { RunData } from './run-data.ts';
import type { RunState } from './run-state.ts';

/** @returns the predictions of a finished fit for its validation rows. */
export async function validationPredictions(
  state: RunState,
  data: RunData,
  fit: FitRef,
  results: FitResults,
): Promise<Predictions> {
  const { preparation, validation } = fitDataOf(state, data, fit);
  const { spec, weights } = await results.checkpoint(fit.id);
  const { outputs } = evaluate(spec, weights, validation!.prepared);
  return readOutputs(fitContextOf(state, data, fit).question, preparation, outputs, anchorsOf(validation!.target));
}
