import { describe, test } from 'vitest';
import { categorical, cells, numeric, tableOf } from '../../../../data/src/testing/columns.ts';
import { specOf } from '../../testing/spec.ts';
import { define } from './index.ts';
import { orderOfNames } from './infer-ordinal.ts';

const ROWS = 60;

function tableWith(names: readonly string[]) {
  return tableOf(
    ROWS,
    categorical(
      'y',
      cells(ROWS, (row) => names[row % names.length]!),
    ),
    numeric(
      'x',
      cells(ROWS, (row) => (row * 7) % 11),
    ),
  );
}

describe('orderOfNames', () => {
  test.for<[string[], string[] | null]>([
    [
      ['10', '9', '3'],
      ['3', '9', '10'],
    ],
    [
      ['-1', '1', '0'],
      ['-1', '0', '1'],
    ],
    [
      ['Good', 'Excellent', 'Fair', 'Very Good'],
      ['Fair', 'Good', 'Very Good', 'Excellent'],
    ],
    [
      ['high', 'low', 'medium'],
      ['low', 'medium', 'high'],
    ],
    [
      ['A', 'C', 'B', 'F'],
      ['F', 'C', 'B', 'A'],
    ],
    [['red', 'green', 'blue'], null],
    [['low', 'high'], null],
    [['1.5', '2', '3'], null],
    [['low', 'medium', 'mid'], null],
  ])('of %j is %j', ([names, order], { expect }) => {
    expect(orderOfNames(names)).toEqual(order);
  });
});

describe('an ordinal problem', () => {
  const asked = (fields: Parameters<typeof specOf>[0] = {}) => specOf({ target: ['y'], ...fields });

  test('is offered where classes may have an order, and not chosen', ({ expect }) => {
    const { definition } = define(tableWith(['high', 'low', 'medium']), asked(), 0);
    expect(definition).toMatchObject({ type: 'multiclass', classes: ['high', 'low', 'medium'] });
    expect(definition.audit).toContainEqual(
      expect.objectContaining({ check: 'ordered-classes', evidence: { order: ['low', 'medium', 'high'] } }),
    );
    const { definition: plain } = define(tableWith(['red', 'green', 'blue']), asked(), 0);
    expect(plain.audit.map(({ check }) => check)).not.toContain('ordered-classes');
  });

  test('has its classes in order: of their names, or as given', ({ expect }) => {
    const { definition } = define(tableWith(['high', 'low', 'medium']), asked({ type: 'ordinal' }), 0);
    expect(definition).toMatchObject({ type: 'ordinal', classes: ['low', 'medium', 'high'] });
    const levels = ['red', 'never there', 'blue', 'green'];
    const given = define(tableWith(['red', 'green', 'blue']), asked({ type: 'ordinal', levels }), 0);
    expect(given.definition.classes).toEqual(['red', 'blue', 'green']);
  });

  test.for<[string, string[], Parameters<typeof specOf>[0], string]>([
    ['words without a known order', ['red', 'green', 'blue'], {}, '--levels blue,green,red'],
    ['two classes', ['low', 'high'], {}, 'Choose binary'],
    ['a class that the levels lack', ['a', 'b', 'c'], { levels: ['a', 'b', 'd'] }, 'classes that the levels lack: "c"'],
    ['a level named twice', ['a', 'b', 'c'], { levels: ['a', 'b', 'c', 'b'] }, 'A level is named twice'],
    [
      'levels without the type',
      ['a', 'b', 'c'],
      { type: 'multiclass', levels: ['a', 'b', 'c'] },
      'Choose the type ordinal',
    ],
  ])('refuses %s', ([, names, fields, message], { expect }) => {
    expect(() => define(tableWith(names), asked({ type: 'ordinal', ...fields }), 0)).toThrow(
      expect.objectContaining({ code: 'unsupported_problem', message: expect.stringContaining(message) }),
    );
  });
});
