export { rungsFor, search, survivorsOf, trialsOfCandidate, trialsOfRung, type Search } from './search.ts';
export { tune, tunedTrial, type Tune, type TunedTrial } from './tuned.ts';
export { diverged } from './diverged.ts';
export { concludeThreshold, planThreshold } from './threshold.ts';
export { concludeTuneRung, planTune, type TuneContext } from './tune.ts';
export { concludeSingle } from './conclude-single.ts';
