import { describe, test } from 'vitest';
import { categorical, numeric, tableOf } from '../testing/columns.ts';
import { readTarget } from './index.ts';

describe('readTarget', () => {
  test('codes labels in the order of the classes, and unknown ones as -1', ({ expect }) => {
    const given = tableOf(4, categorical('y', ['b', 'a', 'new', null]));
    expect(readTarget(given, 'y', ['a', 'b'])).toEqual({
      kind: 'classes',
      classes: ['a', 'b'],
      codes: Int32Array.of(1, 0, -1, -1),
    });
  });

  test('reads numbers as they are, and refuses names as numbers', ({ expect }) => {
    expect(readTarget(tableOf(2, numeric('y', [1, 2.5])), 'y', null)).toEqual({
      kind: 'number',
      values: Float64Array.of(1, 2.5),
    });
    const names = tableOf(1, categorical('y', ['a']));
    expect(() => readTarget(names, 'y', null)).toThrow(expect.objectContaining({ code: 'unsupported_problem' }));
    expect(() => readTarget(names, 'z', null)).toThrow(expect.objectContaining({ code: 'unknown_column' }));
  });
});
