export { advance, plannedFits, type Task } from './advance.ts';
export { apply, fail } from './apply.ts';
export { checkQuestion } from './check-question.ts';
export { perform, type Change, type FitResults } from './perform.ts';
export { fitDataOf, openRunData, type RunData } from './run-data.ts';
export { runState, runStatus, splitCount, startState, type RunState, type RunStatus } from './run-state.ts';
