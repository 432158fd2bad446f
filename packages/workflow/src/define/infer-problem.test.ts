import { describe, test } from 'vitest';
import { boolean, categorical, cells, numeric, tableOf } from '../testing/columns.ts';
import { specOf } from '../testing/spec.ts';
import type { Column } from '../table/index.ts';
import type { MetricName } from '../spec/index.ts';
import { inferProblem } from './index.ts';

function infer(target: Column, rows: number, measure?: MetricName) {
  return inferProblem(tableOf(rows, target), specOf({ measure }));
}

const codeIs = (code: string) => ({ name: 'StepwellError', code });

describe('inferProblem', () => {
  test('takes two values for two classes, of any kind', ({ expect }) => {
    const two = { type: 'binary' };
    expect(infer(categorical('y', ['yes', 'no', 'yes', null]), 4)).toMatchObject({ ...two, classes: ['no', 'yes'] });
    expect(infer(boolean('y', [true, false, true]), 3)).toMatchObject({ ...two, classes: ['false', 'true'] });
    expect(infer(numeric('y', [1, 0, 1, null]), 4)).toMatchObject({ ...two, classes: ['0', '1'] });
    expect(infer(numeric('y', [0.5, -2.5, 0.5]), 3)).toMatchObject({ ...two, classes: ['-2.5', '0.5'] });
  });

  test('takes several names for several classes, in the order of their letters', ({ expect }) => {
    const names = ['setosa', 'virginica', 'Zeta', 'versicolor'];
    const problem = infer(
      categorical(
        'y',
        cells(40, (row) => names[row % 4]!),
      ),
      40,
    );
    expect(problem).toMatchObject({ type: 'multiclass', classes: ['Zeta', 'setosa', 'versicolor', 'virginica'] });
  });

  test('takes a few whole numbers for classes, in the order of numbers', ({ expect }) => {
    const digits = numeric(
      'y',
      cells(100, (row) => [10, 2, 9][row % 3]!),
    );
    expect(infer(digits, 100)).toMatchObject({ type: 'multiclass', classes: ['2', '9', '10'] });
  });

  test.for([
    { why: 'ten distinct, ten rows each', distinct: 10, rows: 100, step: 1, type: 'multiclass' },
    { why: 'eleven distinct', distinct: 11, rows: 200, step: 1, type: 'scalar-regression' },
    { why: 'under ten rows each', distinct: 10, rows: 99, step: 1, type: 'scalar-regression' },
    { why: 'halves', distinct: 3, rows: 100, step: 0.5, type: 'scalar-regression' },
  ])('takes numbers with $why for $type', ({ distinct, rows, step, type }, { expect }) => {
    const target = numeric(
      'y',
      cells(rows, (row) => (row % distinct) * step),
    );
    expect(infer(target, rows).type).toBe(type);
  });

  test('lets a measure that was asked for settle it', ({ expect }) => {
    const digits = numeric(
      'y',
      cells(100, (row) => row % 3),
    );
    const halves = numeric(
      'y',
      cells(100, (row) => (row % 20) / 2),
    );
    expect(infer(digits, 100, 'mae').type).toBe('scalar-regression');
    expect(infer(digits, 100, 'mse').type).toBe('scalar-regression');
    expect(infer(halves, 100, 'accuracy').type).toBe('multiclass');
    expect(infer(halves, 100, 'log-loss').classes).toHaveLength(20);
    expect(infer(numeric('y', [1, 0, 1]), 3, 'mae').type).toBe('scalar-regression');
  });

  test('refuses to measure names as numbers', ({ expect }) => {
    for (const measure of ['mae', 'mse'] as const) {
      expect(() => infer(categorical('y', ['a', 'b']), 2, measure)).toThrow(
        expect.objectContaining(codeIs('measure_mismatch')),
      );
      expect(() => infer(boolean('y', [true, false]), 2, measure)).toThrow(
        expect.objectContaining(codeIs('measure_mismatch')),
      );
    }
  });

  test('refuses a target without values, with one value, or with another in every row', ({ expect }) => {
    const refuses = (target: Column, rows: number, code: string, measure?: MetricName) =>
      expect(() => infer(target, rows, measure)).toThrow(expect.objectContaining(codeIs(code)));
    refuses(numeric('y', [null, null]), 2, 'target_all_missing');
    refuses(categorical('y', ['a', null, 'a']), 3, 'target_constant');
    refuses(numeric('y', [7, 7, 7]), 3, 'target_constant');
    const names = cells(30, (row) => `name ${row}`);
    refuses(categorical('y', names), 30, 'target_unique');
    refuses({ kind: 'text', name: 'y', present: 30 }, 30, 'target_unique');
    const numbers = cells(30, (row) => row + 0.5);
    refuses(numeric('y', numbers), 30, 'target_unique', 'accuracy');
    expect(infer(numeric('y', numbers), 30).type).toBe('scalar-regression');
  });

  test('refuses more than a thousand classes, and takes as many', ({ expect }) => {
    const target = (distinct: number) =>
      categorical(
        'y',
        cells(2_002, (row) => `class ${row % distinct}`),
      );
    expect(infer(target(1_000), 2_002).classes).toHaveLength(1_000);
    expect(() => infer(target(1_001), 2_002)).toThrow(expect.objectContaining(codeIs('too_many_classes')));
  });

  test('refuses several targets and unknown columns, and guesses what was meant', ({ expect }) => {
    const table = tableOf(2, numeric('y', [0, 1]), numeric('Age', [1, 2]));
    const refuses = (fields: Parameters<typeof specOf>[0], code: string, message: string) =>
      expect(() => inferProblem(table, specOf(fields))).toThrow(
        expect.objectContaining({ ...codeIs(code), message: expect.stringContaining(message) }),
      );
    refuses({ target: ['y', 'Age'] }, 'unsupported_problem', '2 columns');
    refuses({ target: ['age'] }, 'unknown_column', 'Did you mean "Age"?');
    refuses({ target: ['size'] }, 'unknown_column', '"y", "Age"');
    refuses({ target: ['constructor'] }, 'unknown_column', 'constructor');
    refuses({ drop: ['age'] }, 'unknown_column', 'Did you mean "Age"?');
    refuses({ drop: ['y'] }, 'unknown_column', 'both the target and left out');
  });
});
