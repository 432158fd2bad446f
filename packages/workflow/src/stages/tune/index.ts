export { allTrialsOf, rungsFor, search, survivorsOf, trialsOfCandidate, trialsOfRung, type Search } from './search.ts';
export { tune, tunedTrial, type Tune, type TunedTrial } from './tuned.ts';
export { diverged } from './diverged.ts';
export { certain, type Calibration, type Certain } from './certain.ts';
export { concludeCalibration, concludeCertainty, type OutOfFold } from './conclude-certainty.ts';
export { concludeThreshold } from './conclude-threshold.ts';
export { needsOutOfFold, planOutOfFold } from './out-of-fold.ts';
export { concludeTuneRung, planTune, sizeOfSearch, type TuneContext } from './tune.ts';
export { concludeSingle } from './conclude-single.ts';
