export { finalModel, openVault, planTest, testResult, type FinalModel, type TestResult } from './open-vault.ts';
