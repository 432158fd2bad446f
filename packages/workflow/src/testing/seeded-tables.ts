import { generator } from '@stepwell/base/random';
import type { Column, Table } from '@stepwell/data/table';
import type { Definition } from '../stages/define/index.ts';
import { boolean, categorical, cells, numeric, tableOf } from '../../../data/src/testing/columns.ts';

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
    ...targetsOf(type, signal, x2),
  );
}

/** The columns to predict of a seeded table. */
export function seededTargets(type: Definition['type']): string[] {
  return type === 'vector-regression' || type === 'multilabel' ? ['y', 'z'] : ['y'];
}

function targetsOf(type: Definition['type'], signal: number[], other: number[]): Column[] {
  const binary = signal.map((s) => (s > 0 ? 'yes' : 'no'));
  const multiclass = signal.map((s) => SIZES[s < -0.7 ? 0 : s < 0.7 ? 1 : 2]!);
  const amounts = signal.map((s) => 100 + 10 * s);
  switch (type) {
    case 'binary':
      return [categorical('y', binary)];
    case 'multiclass':
      return [categorical('y', multiclass)];
    case 'ordinal':
      return [
        numeric(
          'y',
          multiclass.map((size) => 1 + SIZES.indexOf(size)),
        ),
      ];
    case 'scalar-regression':
      return [numeric('y', amounts)];
    case 'ranking':
      return [
        numeric(
          'y',
          multiclass.map((size) => SIZES.indexOf(size)),
        ),
        categorical(
          'query',
          signal.map((_, row) => `q${Math.floor(row / 8)}`),
        ),
      ];
    case 'vector-regression':
      return [
        numeric('y', amounts),
        numeric(
          'z',
          signal.map((s, row) => s - other[row]! / 10),
        ),
      ];
    case 'multilabel':
      return [
        numeric(
          'y',
          signal.map((s) => (s > 0 ? 1 : 0)),
        ),
        numeric(
          'z',
          signal.map((s) => (s > 0.5 || s < -1 ? 1 : 0)),
        ),
      ];
  }
}
