export {
  definition,
  finding,
  input,
  problemType,
  type Definition,
  type Finding,
  type Input,
  type ProblemType,
} from './definition.ts';
export { define } from './define.ts';
export { inferProblem, MIN_ROWS, targetColumn } from './infer-problem.ts';
export { readTarget } from './read-target.ts';
