import type { Definition } from '../define/index.ts';
import { generator } from '../random/index.ts';
import type { Column, Table } from '../table/index.ts';
import { boolean, categorical, cells, numeric, tableOf } from './columns.ts';

const COLOURS = ['red', 'green', 'blue'];
const SIZES = ['small', 'medium', 'large'];

/**
 * A table of two numbers, names and true/false, some cells missing, and a target "y" that follows from them but for a
 * little noise.
 *
 * @param strength how much of the target follows: 1 for nearly all, 0 for nothing.
 */
export function seededTable(type: Definition['type'], rows: number, strength = 1): Table {
  const random = generator(23, 'test', `${type}/${rows}`);
  const x1 = cells(rows, () => random.uniform() * 4 - 2);
  const x2 = cells(rows, () => random.uniform() * 30 + 5);
  const colour = cells(rows, () => COLOURS[random.below(3)]!);
  const flag = cells(rows, () => random.below(2) === 0);
  const noise = cells(rows, () => random.uniform() * 4 - 2);
  const signal = cells(
    rows,
    (row) => strength * (x1[row]! + (flag[row] ? 0.3 : -0.3)) + (1.05 - strength) * noise[row]!,
  );
  return tableOf(
    rows,
    numeric('x1', x1),
    numeric(
      'x2',
      cells(rows, (row) => (row % 9 === 4 ? null : x2[row]!)),
    ),
    categorical('colour', colour),
    boolean('flag', flag),
    targetOf(type, signal),
  );
}

function targetOf(type: Definition['type'], signal: number[]): Column {
  switch (type) {
    case 'binary':
      return categorical(
        'y',
        signal.map((s) => (s > 0 ? 'yes' : 'no')),
      );
    case 'multiclass':
      return categorical(
        'y',
        signal.map((s) => SIZES[s < -0.7 ? 0 : s < 0.7 ? 1 : 2]!),
      );
    case 'scalar-regression':
      return numeric(
        'y',
        signal.map((s) => 100 + 10 * s),
      );
  }
}
