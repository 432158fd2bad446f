export { explain, type Explained } from './explain.ts';
export { explanation, explanationDetails, type Explanation, type ExplanationDetails } from './explanation.ts';
export { predictTable, type Fold } from './fold.ts';
