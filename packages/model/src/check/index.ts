export { checkReport } from './check-report.ts';
export { differenceWords } from './difference-words.ts';
export { readForRun, type OtherFile } from './read-for-run.ts';
export { requireRepeatable } from './recorded-run.ts';
