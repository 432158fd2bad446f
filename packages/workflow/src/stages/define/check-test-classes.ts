import { StepwellError } from '@stepwell/base/errors';
import { findColumn, labelAt, type Table } from '@stepwell/data/table';
import type { Question, RunSpec } from '../../question/index.ts';
import { inferProblem } from './infer-problem.ts';
import { splitLabels } from './label-sets.ts';
import { nameTarget } from './hypothesis.ts';

/** Classes that a message lists of either file. */
const MOST_LISTED = 5;

/**
 * Refuses test rows of which no class is known from the rows to learn from, such as ">50K." beside ">50K": every
 * prediction would be wrong.
 *
 * @param table the development rows.
 * @param test the test rows, of a file or a split column.
 * @throws {StepwellError} `test_table_mismatch`, or what `inferProblem` throws.
 */
export function checkTestClasses(table: Table, test: Table, spec: RunSpec): void {
  const question = inferProblem(table, spec);
  const known = question.classes ?? (question.separator === null ? null : question.labels);
  if (known === null) return;
  const unknown = unknownClasses(test, question);
  const total = [...countClasses(test, question).values()].reduce((sum, rows) => sum + rows, 0);
  if (total === 0 || [...unknown.values()].reduce((sum, rows) => sum + rows, 0) < total) return;
  const [ours, theirs] = [list(known), list([...unknown.keys()])];
  throw new StepwellError(
    'test_table_mismatch',
    `No class of ${nameTarget(spec.target)} in the test rows occurs in the training rows. Test: ${theirs}. Training: ${ours}. Write them alike in both.`,
    { details: { test: [...unknown.keys()].slice(0, MOST_LISTED), training: known.slice(0, MOST_LISTED) } },
  );
}

/** @returns the classes or labels of some rows that the rows to learn from don't have, with how many rows have each. */
export function unknownClasses(
  table: Table,
  question: Pick<Question, 'target' | 'classes' | 'labels' | 'separator'>,
): Map<string, number> {
  const known = new Set(question.classes ?? question.labels);
  return new Map([...countClasses(table, question)].filter(([label]) => !known.has(label)));
}

function countClasses(
  table: Table,
  { target, classes, separator }: Pick<Question, 'target' | 'classes' | 'separator'>,
): Map<string, number> {
  const counts = new Map<string, number>();
  const column = findColumn(table, target[0]!);
  if (column === undefined || (classes === null && separator === null)) return counts;
  for (let row = 0; row < table.rows; row++) {
    const label = labelAt(column, row);
    if (label === null) continue;
    for (const one of separator === null ? [label] : splitLabels(label, separator)) {
      counts.set(one, (counts.get(one) ?? 0) + 1);
    }
  }
  return counts;
}

function list(classes: readonly string[]): string {
  const listed = classes.slice(0, MOST_LISTED).map((name) => `"${name}"`);
  return listed.join(', ') + (classes.length > MOST_LISTED ? ` and ${classes.length - MOST_LISTED} more` : '');
}
