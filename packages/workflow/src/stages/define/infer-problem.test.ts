import { describe, test } from 'vitest';
import type { Column } from '@stepwell/data/table';
import type { MetricName } from '@stepwell/metrics/names';
import { boolean, categorical, cells, images, numeric, tableOf, text } from '../../../../data/src/testing/columns.ts';
import { specOf } from '../../testing/spec.ts';
import type { RunSpec } from '../../question/index.ts';
import { inferProblem } from './index.ts';

function infer(target: Column, rows: number, measure?: MetricName) {
  return inferProblem(tableOf(rows, target), specOf({ measure }));
}

const codeIs = (code: string) => ({ name: 'StepwellError', code });

describe('inferProblem', () => {
  test('treats two values of any kind as two classes', ({ expect }) => {
    const two = { type: 'binary' };
    expect(infer(categorical('y', ['yes', 'no', 'yes', null]), 4)).toMatchObject({ ...two, classes: ['no', 'yes'] });
    expect(infer(boolean('y', [true, false, true]), 3)).toMatchObject({ ...two, classes: ['false', 'true'] });
    expect(infer(numeric('y', [1, 0, 1, null]), 4)).toMatchObject({ ...two, classes: ['0', '1'] });
    expect(infer(numeric('y', [0.5, -2.5, 0.5]), 3)).toMatchObject({ ...two, classes: ['-2.5', '0.5'] });
  });

  test('treats several categories as classes, in alphabetical order', ({ expect }) => {
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

  test('treats a few whole numbers as classes, in numeric order', ({ expect }) => {
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
  ])('treats numbers with $why as $type', ({ distinct, rows, step, type }, { expect }) => {
    const target = numeric(
      'y',
      cells(rows, (row) => (row % distinct) * step),
    );
    expect(infer(target, rows).type).toBe(type);
  });

  test('lets a requested measure decide', ({ expect }) => {
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

  test('refuses to measure categories as numbers', ({ expect }) => {
    for (const measure of ['mae', 'mse'] as const) {
      expect(() => infer(categorical('y', ['a', 'b']), 2, measure)).toThrow(
        expect.objectContaining(codeIs('measure_mismatch')),
      );
      expect(() => infer(boolean('y', [true, false]), 2, measure)).toThrow(
        expect.objectContaining(codeIs('measure_mismatch')),
      );
    }
  });

  test('refuses a target without values, with one value, or with unique values', ({ expect }) => {
    const refuses = (target: Column, rows: number, code: string, measure?: MetricName) =>
      expect(() => infer(target, rows, measure)).toThrow(expect.objectContaining(codeIs(code)));
    refuses(numeric('y', [null, null]), 2, 'target_all_missing');
    refuses(categorical('y', ['a', null, 'a']), 3, 'target_constant');
    refuses(numeric('y', [7, 7, 7]), 3, 'target_constant');
    const names = cells(30, (row) => `name ${row}`);
    refuses(categorical('y', names), 30, 'target_unique');
    refuses(
      images(
        'y',
        1,
        1,
        cells(30, (row) => [row]),
      ),
      30,
      'unsupported_problem',
    );
    refuses(
      text(
        'y',
        Array.from({ length: 30 }, (_, row) => `one of many ${row}`),
      ),
      30,
      'target_unique',
    );
    const numbers = cells(30, (row) => row + 0.5);
    refuses(numeric('y', numbers), 30, 'target_unique', 'accuracy');
    expect(infer(numeric('y', numbers), 30).type).toBe('scalar-regression');
  });

  test('refuses more than a thousand classes, and accepts a thousand', ({ expect }) => {
    const target = (distinct: number) =>
      categorical(
        'y',
        cells(2_002, (row) => `class ${row % distinct}`),
      );
    expect(infer(target(1_000), 2_002).classes).toHaveLength(1_000);
    expect(() => infer(target(1_001), 2_002)).toThrow(expect.objectContaining(codeIs('too_many_classes')));
  });

  test('refuses unknown columns, and suggests a name', ({ expect }) => {
    const table = tableOf(2, numeric('y', [0, 1]), numeric('Age', [1, 2]));
    const refuses = (fields: Parameters<typeof specOf>[0], code: string, message: string) =>
      expect(() => inferProblem(table, specOf(fields))).toThrow(
        expect.objectContaining({ ...codeIs(code), message: expect.stringContaining(message) }),
      );
    refuses({ target: ['age'] }, 'unknown_column', 'Did you mean "Age"?');
    refuses({ target: ['size'] }, 'unknown_column', '"y", "Age"');
    refuses({ target: ['constructor'] }, 'unknown_column', 'constructor');
    refuses({ drop: ['age'] }, 'unknown_column', 'Did you mean "Age"?');
    refuses({ drop: ['y'] }, 'unknown_column', 'both the target and left out');
    refuses({ group: 'y' }, 'unknown_column', 'both the target and the group');
    refuses({ timeColumn: 'when' }, 'unknown_column', 'when');
    refuses({ prepare: { age: 'log' } }, 'unknown_column', 'Did you mean "Age"?');
    refuses({ target: ['y', 'y'] }, 'unsupported_problem', 'listed twice');
  });
});

describe('several targets', () => {
  const ROWS = 60;
  const bits = (name: string, step: number) =>
    numeric(
      name,
      cells(ROWS, (row) => (row % step === 0 ? 1 : 0)),
    );
  const amount = (name: string) =>
    numeric(
      name,
      cells(ROWS, (row) => row / 7),
    );
  const ask = (columns: Column[], fields: Parameters<typeof specOf>[0] = {}) =>
    inferProblem(tableOf(ROWS, ...columns), specOf({ target: columns.map(({ name }) => name), ...fields }));

  test('of 0 and 1, or true and false, are labels', ({ expect }) => {
    const flag = boolean(
      'c',
      cells(ROWS, (row) => row % 5 === 0),
    );
    expect(ask([bits('a', 2), bits('b', 3), flag])).toMatchObject({ type: 'multilabel', labels: ['a', 'b', 'c'] });
  });

  test('of numbers are a vector, labels of 0 and 1 too when asked', ({ expect }) => {
    expect(ask([amount('a'), amount('b')])).toMatchObject({ type: 'vector-regression', classes: null, labels: null });
    expect(ask([bits('a', 2), bits('b', 3)], { type: 'vector-regression' }).type).toBe('vector-regression');
  });

  test('of other kinds are refused by name', ({ expect }) => {
    const names = categorical(
      'c',
      cells(ROWS, (row) => 'xyz'[row % 3]!),
    );
    const refuses = (columns: Column[], fields: Parameters<typeof specOf>[0], message: string) =>
      expect(() => ask(columns, fields)).toThrow(
        expect.objectContaining({ ...codeIs('unsupported_problem'), message: expect.stringContaining(message) }),
      );
    refuses([amount('a'), names], {}, '"c" holds categories');
    refuses([amount('a'), bits('b', 2)], { type: 'multilabel' }, '"a" holds values other than');
    refuses([amount('a'), amount('b')], { type: 'binary' }, 'not as binary');
  });
});

describe('sets of labels', () => {
  const cellsOf = (...lists: string[]) =>
    categorical(
      'y',
      cells(60, (row) => lists[row % lists.length]!),
    );

  test('are cells that list several values', ({ expect }) => {
    expect(infer(cellsOf('calm', 'calm|sad', 'angry'), 60)).toMatchObject({
      type: 'multilabel',
      labels: ['angry', 'calm', 'sad'],
      separator: '|',
    });
    expect(infer(cellsOf('a; b', 'c'), 60)).toMatchObject({ labels: ['a', 'b', 'c'], separator: ';' });
  });

  test('are not sentences that happen to hold a separator', ({ expect }) => {
    const sentences = categorical(
      'y',
      cells(60, (row) => `one ${row % 15}; two ${row % 30}`),
    );
    expect(infer(sentences, 60).type).toBe('multiclass');
  });

  test('are parts between commas that recombine', ({ expect }) => {
    // Three labels in seven cells; each label is in four combinations, and "b" and "c" stand at two places.
    const sorted = ['a', 'b', 'c', 'a,b', 'a,c', 'b,c', 'a,b,c'];
    expect(infer(cellsOf(...sorted), 60)).toMatchObject({
      type: 'multilabel',
      labels: ['a', 'b', 'c'],
      separator: ',',
    });
    const spaced = infer(cellsOf(...sorted.map((cell) => cell.replaceAll(',', ', '))), 60);
    expect(spaced).toMatchObject({ labels: ['a', 'b', 'c'], by: 'rule' });
    expect(spaced.why).toContain('choose multiclass');
    expect(inferProblem(tableOf(60, cellsOf(...sorted)), specOf({ type: 'multiclass' })).classes).toHaveLength(7);
  });

  test.for([
    { what: 'of a city and its country', lists: ['Paris, France', 'Lyon, France', 'Rome, Italy', 'Malta'] },
    { what: 'of a name and a first name', lists: ['Li, Ann', 'Li, Bo', 'Wu, Ann', 'Wu, Bo', 'Li', 'Wu'] },
    { what: 'of a size and a color', lists: ['S, red', 'S, blue', 'M, red', 'M, blue', 'L, red', 'L, blue'] },
    { what: 'of the ends of a range', lists: ['10,20', '20,30', '30,40', '40'] },
    { what: 'of a place on a board', lists: ['1,1', '1,2', '1,3', '2,1', '2,2', '2,3', '3,1', '3,2', '3,3'] },
    { what: 'of longer names', lists: ['sales', 'care, personal', 'care, legal, and other', 'farming, fishing'] },
    { what: 'of two labels in three combinations', lists: ['a', 'b', 'a,b'] },
  ])('are not parts between commas $what', ({ lists }, { expect }) => {
    expect(infer(cellsOf(...lists), 60).type).toBe('multiclass');
  });

  test('of a comma can be set by the user', ({ expect }) => {
    const target = cellsOf('a', 'b', 'a,b');
    expect(inferProblem(tableOf(60, target), specOf({ type: 'multilabel' }))).toMatchObject({
      labels: ['a', 'b'],
      separator: ',',
      by: 'user',
    });
  });

  test('can be set by the user where they are rare', ({ expect }) => {
    const lists = [...cells(39, () => 'a'), 'a|b'];
    const target = categorical('y', [...lists, ...cells(20, () => 'b')]);
    expect(infer(target, 60).type).toBe('multiclass');
    expect(inferProblem(tableOf(60, target), specOf({ type: 'multilabel' })).labels).toEqual(['a', 'b']);
    expect(() => inferProblem(tableOf(60, cellsOf('a', 'b')), specOf({ type: 'multilabel' }))).toThrow(
      expect.objectContaining({
        ...codeIs('unsupported_problem'),
        message: expect.stringContaining('with |, ; or a comma'),
      }),
    );
  });
});

describe('a requested type', () => {
  const digits = numeric(
    'y',
    cells(60, (row) => row % 3),
  );
  const ask = (type: RunSpec['type'], column: Column = digits) => inferProblem(tableOf(60, column), specOf({ type }));

  test('overrides what the values suggest, and records who chose it', ({ expect }) => {
    expect(ask('scalar-regression')).toMatchObject({ type: 'scalar-regression', by: 'user' });
    expect(ask('multiclass')).toMatchObject({ type: 'multiclass', classes: ['0', '1', '2'], by: 'user' });
  });

  test('is refused where it doesn’t fit', ({ expect }) => {
    const names = categorical(
      'y',
      cells(60, (row) => 'abc'[row % 3]!),
    );
    for (const [type, column] of [
      ['binary', digits],
      ['vector-regression', digits],
      ['scalar-regression', names],
    ] as const) {
      expect(() => ask(type, column)).toThrow(expect.objectContaining(codeIs('unsupported_problem')));
    }
  });
});

describe('a number between two ends', () => {
  const shares = (top: number) =>
    numeric(
      'y',
      cells(60, (row) => (top * (row % 21)) / 20),
    );

  test('is a share from 0 to 1', ({ expect }) => {
    expect(infer(shares(1), 60).bounds).toEqual({ low: 0, high: 1 });
    expect(infer(shares(0.6), 60).bounds).toEqual({ low: 0, high: 1 });
  });

  test('and a mark for missing values among them are refused', ({ expect }) => {
    const marked = numeric('y', [...cells(59, (row) => row / 7), 1e20]);
    expect(() => infer(marked, 60)).toThrow(
      expect.objectContaining({
        ...codeIs('target_out_of_range'),
        message: expect.stringContaining('stands for a missing'),
      }),
    );
  });

  test('is not a small number, nor one beyond', ({ expect }) => {
    expect(infer(shares(0.3), 60).bounds).toBeNull();
    expect(infer(shares(1.1), 60).bounds).toBeNull();
  });
});
