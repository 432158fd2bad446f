import { StepwellError } from '../errors/index.ts';
import { labelAt, type Table } from '../table/index.ts';
import { columnNamed } from './column-named.ts';

/** Which part a row belongs to, as a column of the person's says. */
export type GivenPart = 'train' | 'validation' | 'test';

const NAMES: Record<string, GivenPart> = {
  train: 'train', training: 'train', learn: 'train',
  val: 'validation', valid: 'validation', validation: 'validation', dev: 'validation', development: 'validation',
  test: 'test', testing: 'test', tst: 'test', heldout: 'test', 'held-out': 'test', holdout: 'test', 'hold-out': 'test',
}; // prettier-ignore

/**
 * Reads the column that says which rows are for training, validation and test. Rows that say none of it are in no part.
 *
 * @param name of the column.
 * @returns [rows]: each row's part, or null.
 * @throws {StepwellError} `unknown_column`, or `protocol_mismatch` where no row is for training.
 */
export function givenParts(table: Table, name: string): (GivenPart | null)[] {
  const column = columnNamed(table, name);
  const parts = Array.from(
    { length: table.rows },
    (_, row) => NAMES[(labelAt(column, row) ?? '').toLowerCase()] ?? null,
  );
  if (parts.includes('train')) return parts;
  const found = labelAt(column, 0);
  throw new StepwellError(
    'protocol_mismatch',
    `"${name}" does not say which rows are for training: it holds ${found === null ? 'nothing' : `"${found.slice(0, 40)}"`}, and train, validation (or val) and test are understood. Name another column, or none.`,
    { details: { column: name } },
  );
}
