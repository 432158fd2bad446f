/** The workflow engine: everything, tfjs included. What needs no training imports a room of it instead. */
export * from './decisions/index.ts';
export { diagnostics, type Diagnostics } from './stages/test/diagnose/index.ts';
export { explanation, explanationDetails, type Explanation, type ExplanationDetails } from './stages/explain/index.ts';
export * from './training/fit/index.ts';
export { bytesOf } from './training/preparation/index.ts';
export * from './report/index.ts';
export * from './run/index.ts';
export * from './question/index.ts';
export * from './training/trial/index.ts';
