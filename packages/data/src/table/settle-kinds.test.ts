import { describe, test } from 'vitest';
import { boolean, categorical, numeric, tableOf } from '../testing/columns.ts';
import { settleKinds } from './index.ts';

const FIRST_THREE = Int32Array.of(0, 1, 2);

describe('settleKinds', () => {
  test('makes numbers of names that are numbers in the rows that decide; others become missing', ({ expect }) => {
    const table = tableOf(5, categorical('a', ['1', '2.5', null, 'oops', '-3']));
    expect(settleKinds(table, FIRST_THREE)).toEqual(tableOf(5, numeric('a', [1, 2.5, null, null, -3])));
  });

  test('makes booleans of names that are true or false in the rows that decide', ({ expect }) => {
    const table = tableOf(5, categorical('a', ['TRUE', 'false', null, 'maybe', 'True']));
    expect(settleKinds(table, FIRST_THREE)).toEqual(tableOf(5, boolean('a', [true, false, null, null, true])));
  });

  test('leaves names that are names there, numbers, booleans, and columns that are empty there', ({ expect }) => {
    const table = tableOf(
      4,
      categorical('names', ['1', 'x', '2', '3']),
      numeric('numbers', [1, null, 3, 4]),
      boolean('truths', [true, false, null, true]),
      categorical('empty', [null, null, null, 'x']),
    );
    expect(settleKinds(table, FIRST_THREE)).toEqual(table);
  });

  test('takes only numbers as they were written when the file was read', ({ expect }) => {
    const table = tableOf(3, categorical('a', ['1', '0x10', '2']));
    expect(settleKinds(table, FIRST_THREE)).toEqual(table);
  });
});
