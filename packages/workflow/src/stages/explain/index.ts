export { explain, type Explained } from './explain.ts';
export { explanation, explanationDetails, type Explanation, type ExplanationDetails } from './explanation.ts';
export type { Fold } from './fold.ts';
