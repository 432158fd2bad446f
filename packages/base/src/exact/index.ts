export { exp, expm1 } from './exponential.ts';
export { ln, log1p } from './logarithm.ts';
export { cube, square } from './powers.ts';
export { cos, sin } from './trigonometry.ts';
