export { findTurn, type Turn } from './find-turn.ts';
export { rung, scaleUp, scaleUpVerdict, type Rung, type ScaleUp } from './rung.ts';
export { concludeRung, planRung, type ScaleUpContext } from './scale-up.ts';
