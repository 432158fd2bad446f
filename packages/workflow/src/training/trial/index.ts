export {
  indexOfSmallest,
  meanCurves,
  meanOfKnown,
  smooth,
  smoothingWidth,
  toSameLength,
  type MeanCurves,
} from './curves.ts';
export { fitOutcome, fitsOf, repeated, trial, trialOf, type FitOutcome, type FitRef, type Trial } from './trial.ts';
export { localQuadratic } from './local-quadratic.ts';
