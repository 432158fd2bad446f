import { StepwellError } from '@stepwell/base/errors';
import { labelAt, type Column, type Table } from '@stepwell/data/table';

/** More classes than this can't be learned as one softmax here. */
export const MAX_CLASSES = 1_000;

/**
 * The classes of a column: numbers in their order, names in that of their letters.
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
  if (labels.size === present && labels.size > 2) throw unique(column.name, table.rows);
  if (labels.size > MAX_CLASSES) throw tooMany(column.name, labels.size);
  return [...labels].sort((a, b) => (column.kind === 'numeric' ? Number(a) - Number(b) : a < b ? -1 : 1));
}

/** The error for a column that names the rows. */
export function unique(name: string, rows: number): StepwellError {
  return new StepwellError(
    'target_unique',
    `"${name}" is different in every one of the ${rows} rows: it names the rows and can't be predicted. Choose another column.`,
  );
}

/** The error for more classes, or labels, than can be told apart. */
export function tooMany(name: string, count: number): StepwellError {
  return new StepwellError(
    'too_many_classes',
    `"${name}" has ${count} classes; at most ${MAX_CLASSES} can be told apart here. Group the rare ones.`,
    { details: { classes: count, limit: MAX_CLASSES } },
  );
}
