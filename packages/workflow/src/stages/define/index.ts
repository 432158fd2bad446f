export { definition, finding, input, type Definition, type Finding, type Input } from './definition.ts';
export { checkTestClasses, unknownClasses } from './check-test-classes.ts';
export { auditReading } from './audit-reading.ts';
export { define, type ReadingNotes } from './define.ts';
export { nameTarget } from './hypothesis.ts';
export { inferProblem, MIN_ROWS } from './infer-problem.ts';
export { prevailingValue } from './number-targets.ts';
export { readTarget } from './read-target.ts';
export { targetColumns } from './target-columns.ts';
