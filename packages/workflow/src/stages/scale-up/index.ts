export { findOverfitting, type Overfitting } from './find-overfitting.ts';
export { rung, scaleUp, scaleUpVerdict, type Rung, type ScaleUp } from './rung.ts';
export { concludeRung, MOST_SPLITS, planRung, type ScaleUpContext } from './scale-up.ts';
