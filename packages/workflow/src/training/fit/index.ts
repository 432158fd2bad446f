export { averageModels, type Model } from './average-models.ts';
export {
  decodeCheckpoint,
  decodeWeights,
  encodeCheckpoint,
  endOfWeights,
  hashWeights,
  history,
  type Checkpoint,
  type History,
} from './checkpoint.ts';
export { disposeCheckpoint } from './dispose-checkpoint.ts';
export { evaluate } from './evaluate.ts';
export { prepareFit, prepareUnseen, readOutputs, type FitData, type PreparingOptions } from './fit-data.ts';
export {
  bytesLearned,
  fitStep,
  unitsPerEpoch,
  type CurvePoint,
  type Fit,
  type FitContext,
  type StepBudget,
} from './fit-step.ts';
export { withTemperature } from './with-temperature.ts';
