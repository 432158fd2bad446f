import { StepwellError } from '@stepwell/base/errors';
import { labelAt, type Table } from '@stepwell/data/table';
import type { RunSpec } from '../../question/index.ts';
import { requireColumn } from './require-column.ts';

/** The part a row belongs to, as given by a column. */
export type GivenPart = 'train' | 'validation' | 'test';

const NAMES = new Map<string, GivenPart>([
  ...['train', 'training', 'learn'].map((name) => [name, 'train'] as const),
  ...['val', 'valid', 'validation', 'dev', 'development'].map((name) => [name, 'validation'] as const),
  ...['test', 'testing', 'tst', 'heldout', 'held-out', 'holdout', 'hold-out'].map((name) => [name, 'test'] as const),
]);

/**
 * Reads the column that says which rows are for training, validation and test. Other rows are in no part.
 *
 * @param name of the column.
 * @param parts what its values mean, where that is said; the usual words otherwise.
 * @returns [rows]: each row's part, or null.
 * @throws {StepwellError} `unknown_column`, or `protocol_mismatch` where no row is for training.
 */
export function givenParts(table: Table, name: string, parts: RunSpec['parts'] = {}): (GivenPart | null)[] {
  const column = requireColumn(table, name);
  const partOf = (label: string): GivenPart | null => {
    const said = Object.hasOwn(parts, label) ? parts[label] : undefined;
    return said === 'none' ? null : (said ?? NAMES.get(label.toLowerCase()) ?? null);
  };
  const given = Array.from({ length: table.rows }, (_, row) => partOf(labelAt(column, row) ?? ''));
  if (given.includes('train')) return given;
  const found = labelAt(column, 0);
  throw new StepwellError(
    'protocol_mismatch',
    `"${name}" doesn't say which rows are for training: it contains ${found === null ? 'nothing' : `"${found.slice(0, 40)}"`}, but train, validation (or val) and test were expected. Map its values to these, or choose another column or none.`,
    { details: { column: name } },
  );
}
