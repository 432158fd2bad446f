export { findTurn, type Turn } from './find-turn.ts';
export { concludeRung, planRung, rung, scaleUp, type Rung, type ScaleUp } from './scale-up.ts';
