import { StepwellError } from '../errors/index.ts';
import type { Target } from '../rows/index.ts';
import { findColumn, labelAt, type Table } from '../table/index.ts';

/**
 * The target of every row. Rows must have one: those without are set aside when the vault is sealed.
 *
 * @param name the target column.
 * @param classes the class labels in order, or null for a number.
 */
export function readTarget(table: Table, name: string, classes: string[] | null): Target {
  const column = findColumn(table, name);
  if (column === undefined) throw new StepwellError('unknown_column', `The table has no column "${name}".`);
  if (classes === null) {
    if (column.kind !== 'numeric') {
      throw new StepwellError('unsupported_problem', `"${name}" is ${column.kind} and can't be predicted as a number.`);
    }
    return { kind: 'number', values: column.values };
  }
  const known = new Map(classes.map((label, code) => [label, code]));
  const codes = new Int32Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    const label = labelAt(column, row);
    codes[row] = label === null ? -1 : (known.get(label) ?? -1);
  }
  return { kind: 'classes', classes, codes };
}
