import { StepwellError } from '@stepwell/base/errors';
import { labelAt, type Column, type Table } from '@stepwell/data/table';

/** The most classes one softmax supports here. */
export const MAX_CLASSES = 1_000;

/**
 * The classes of a column: numbers in numeric order, categories in alphabetical order.
 *
 * @throws {StepwellError} `target_unique`, `too_many_classes`.
 */
export function classesOf(column: Column, table: Table): string[] {
  const labels = new Set<string>();
  let present = 0;
  for (let row = 0; row < table.rows; row++) {
    const label = labelAt(column, row);
    if (label === null) continue;
    present++;
    labels.add(label);
  }
  if (labels.size === present && labels.size > 2) throw uniqueTargetError(column.name, table.rows);
  if (labels.size > MAX_CLASSES) throw tooManyClassesError(column.name, labels.size);
  return [...labels].sort((a, b) => (column.kind === 'numeric' ? Number(a) - Number(b) : a < b ? -1 : 1));
}

/** The error for a target with unique values in every row. */
export function uniqueTargetError(name: string, rows: number): StepwellError {
  return new StepwellError(
    'target_unique',
    `"${name}" has a different value in each of the ${rows} rows, so it looks like an ID and can't be predicted. Choose another column.`,
  );
}

/** The error for more classes or labels than are supported. */
export function tooManyClassesError(name: string, count: number): StepwellError {
  return new StepwellError(
    'too_many_classes',
    `"${name}" has ${count} classes, but at most ${MAX_CLASSES} are supported. Merge the rare ones.`,
    { details: { classes: count, limit: MAX_CLASSES } },
  );
}
