import { describe, test } from 'vitest';
import { boolean, categorical, cells, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import { definitionOf } from '../../testing/states.ts';
import { readTarget } from './index.ts';

const NUMBER = definitionOf({ type: 'scalar-regression', classes: null });

describe('readTarget', () => {
  test('codes labels in the order of the classes, and unknown ones as -1', ({ expect }) => {
    const given = tableOf(4, categorical('y', ['b', 'a', 'new', null]));
    expect(readTarget(given, definitionOf({ classes: ['a', 'b'] }))).toEqual({
      kind: 'classes',
      classes: ['a', 'b'],
      codes: Int32Array.of(1, 0, -1, -1),
    });
  });

  test('reads numbers as they are, and refuses names as numbers', ({ expect }) => {
    expect(readTarget(tableOf(2, numeric('y', [1, 2.5])), NUMBER)).toEqual({
      kind: 'number',
      width: 1,
      values: Float64Array.of(1, 2.5),
    });
    const names = tableOf(1, categorical('y', ['a']));
    expect(() => readTarget(names, NUMBER)).toThrow(expect.objectContaining({ code: 'unsupported_problem' }));
    expect(() => readTarget(names, { ...NUMBER, target: ['z'] })).toThrow(
      expect.objectContaining({ code: 'unknown_column' }),
    );
  });

  test('reads several numbers row by row', ({ expect }) => {
    const given = tableOf(2, numeric('y', [1, 2]), numeric('z', [3, 4]));
    expect(readTarget(given, { ...NUMBER, type: 'vector-regression', target: ['z', 'y'] })).toEqual({
      kind: 'number',
      width: 2,
      values: Float64Array.of(3, 1, 4, 2),
    });
  });

  test('marks the labels of a row, each in a column or all in one cell', ({ expect }) => {
    const labels = ['a', 'b'];
    const question = definitionOf({ type: 'multilabel', classes: null, labels, target: labels });
    const columns = tableOf(3, numeric('a', [1, 0, 1]), boolean('b', [true, false, false]));
    const marks = Uint8Array.of(1, 1, 0, 0, 1, 0);
    expect(readTarget(columns, question)).toEqual({ kind: 'labels', labels, values: marks });
    const inOne = tableOf(3, categorical('y', ['b | a', 'never seen', 'a']));
    expect(readTarget(inOne, { ...question, target: ['y'], separator: '|' })).toEqual({
      kind: 'labels',
      labels,
      values: marks,
    });
  });

  test('refuses more labels than their rows can be marked with', ({ expect }) => {
    const labels = cells(1_000, (label) => `l${label}`);
    const question = definitionOf({ type: 'multilabel', classes: null, labels, separator: '|' });
    const listed = (rows: number) =>
      tableOf(
        rows,
        categorical(
          'y',
          cells(rows, () => 'l0|l1'),
        ),
      );
    expect(readTarget(listed(4_000), question)).toMatchObject({ kind: 'labels' });
    expect(() => readTarget(listed(4_001), question)).toThrow(
      expect.objectContaining({
        code: 'dataset_too_large',
        message: expect.stringContaining('4001 rows with 1000 labels each'),
        details: { rows: 4_001, labels: 1_000, limit: 4_000_000 },
      }),
    );
  });
});
