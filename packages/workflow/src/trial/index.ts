export { indexOfSmallest, meanCurves, smooth, smoothingWidth, type MeanCurves } from './curves.ts';
export { fitOutcome, fitsOf, trial, type FitOutcome, type FitRef, type Trial } from './trial.ts';
