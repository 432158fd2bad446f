import { describe, test } from 'vitest';
import { categorical, cells, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import { specOf } from '../../testing/spec.ts';
import { checkTestClasses, unknownClasses } from './index.ts';

const rowsOf = (count: number, names: string[]) =>
  tableOf(
    count,
    categorical(
      'y',
      cells(count, (row) => names[row % names.length]!),
    ),
  );
const TRAIN = rowsOf(40, ['<=50K', '>50K']);

describe('classes of the test rows', () => {
  const check = (train: ReturnType<typeof rowsOf>, rows: ReturnType<typeof rowsOf>) =>
    checkTestClasses(train, rows, specOf());

  test('that are all unknown are refused, with both lists', ({ expect }) => {
    expect(() => check(TRAIN, rowsOf(10, ['<=50K.', '>50K.']))).toThrow(
      expect.objectContaining({
        code: 'test_table_mismatch',
        message: expect.stringContaining('Test: "<=50K.", ">50K.". Training: "<=50K", ">50K".'),
      }),
    );
  });

  test('may be known in part, and those that are not are counted', ({ expect }) => {
    const mixed = rowsOf(9, ['<=50K', '>50K.', '?']);
    expect(() => check(TRAIN, mixed)).not.toThrow();
    const question = { target: ['y'], classes: ['<=50K', '>50K'], labels: null, separator: null };
    expect([...unknownClasses(mixed, question)]).toEqual([
      ['>50K.', 3],
      ['?', 3],
    ]);
    expect(unknownClasses(TRAIN, question).size).toBe(0);
  });

  test('are labels where cells list several, in whatever combination', ({ expect }) => {
    const train = rowsOf(60, ['a', 'b', 'a|b']);
    expect(() => check(train, rowsOf(9, ['b|a']))).not.toThrow();
    expect(() => check(train, rowsOf(9, ['c|d']))).toThrow('Test: "c", "d". Training: "a", "b".');
    const question = { target: ['y'], classes: null, labels: ['a', 'b'], separator: '|' };
    expect([...unknownClasses(rowsOf(2, ['a|c', 'b']), question)]).toEqual([['c', 1]]);
  });

  test('are no matter of numbers', ({ expect }) => {
    const numbers = (first: number) =>
      tableOf(
        40,
        numeric(
          'y',
          cells(40, (row) => first + row / 7),
        ),
      );
    expect(() => check(numbers(0), numbers(100))).not.toThrow();
  });
});
