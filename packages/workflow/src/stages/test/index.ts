export { openVault, planTest, type Frozen } from './open-vault.ts';
export { predictUnscored } from './predict-unscored.ts';
export { finalModel, testResult, type FinalModel, type TestResult } from './results.ts';
