export { advance, judgedFits, plannedFits, type Task } from './advance.ts';
export { apply, fail } from './apply.ts';
export type { Change } from './change.ts';
export { checkQuestion } from './check-question.ts';
export { fitContextOf, fitDataKey, fitDataOf, fitRowsOf } from './fit-rows.ts';
export { perform, type FitResults } from './perform.ts';
export { reopen } from './reopen.ts';
export { openRunData, type RunData } from './run-data.ts';
export { runState, runStatus, startState, type RunState, type RunStatus } from './run-state.ts';
