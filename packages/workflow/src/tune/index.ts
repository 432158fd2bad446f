export { sampleConfigs } from './sample-configs.ts';
export { concludeTune, planTune, tune, tunedTrial, type Tune, type TunedTrial } from './tune.ts';
