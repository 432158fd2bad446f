import { describe, test } from 'vitest';
import { score } from '@stepwell/metrics';
import type { Target } from '@stepwell/metrics/targets';
import { specOf } from '../../testing/spec.ts';
import { chooseMeasure, isDefinedOn, measure } from './index.ts';
import { classes, labelSets, numbers, twoClasses } from '../../../../metrics/src/testing/cases.ts';

/** So many rows of each class. */
function shared(...counts: number[]): Target {
  return classes(
    counts.flatMap((count, code) => Array.from({ length: count }, () => code)),
    counts.length,
  );
}

const NUMBERS = numbers([], [1, 2, 3]).target;
const SEVERAL = numbers([], [1, 2, 3, 4], 2).target;
const LABELS = labelSets([], [1, 0, 0, 1], 2).target;
const MISMATCH = { code: 'measure_mismatch' };

describe('chooseMeasure by rule', () => {
  test.for([
    ['two classes alike', shared(50, 50), 'accuracy', '50.0 %'],
    ['35 % of the rarer', shared(65, 35), 'accuracy', '65.0 %'],
    ['less of the rarer', shared(66, 34), 'roc-auc', '66.0 %'],
    ['5 % of the rarer', shared(5, 95), 'roc-auc', '95.0 %'],
    ['4 % of the rarer', shared(4, 96), 'average-precision', '4.0 %'],
    ['three classes alike', shared(30, 35, 35), 'accuracy', '35.0 %'],
    ['half in the most common of three', shared(25, 25, 50), 'accuracy', '50.0 %'],
    ['more in the most common of three', shared(24, 24, 52), 'balanced-accuracy', '52.0 %'],
    ['labels', LABELS, 'mean-average-precision', '2 labels'],
    ['a number', NUMBERS, 'mae', 'unit of the target'],
    ['several numbers', SEVERAL, 'mae', 'unit of the target'],
    ['half of a number 0', numbers([], [0, 0, 5, 7]).target, 'mae', 'unit of the target'],
    ['more of a number 0', numbers([], [0, 0, 0, 5, 7]).target, 'rmse', '60.0 % of rows are 0'],
    ['most of one of two numbers 0', numbers([], [0, 1, 0, 2, 0, 3], 2).target, 'mae', 'unit of the target'],
    ['most of two numbers one value', numbers([], [9, 1, 9, 1, 0, 3], 2).target, 'rmse', '66.7 % of rows are 9'],
  ] as const)('of %s', ([, target, name, why], { expect }) => {
    const { measure: chosen, decisions } = chooseMeasure(target, specOf());
    expect(chosen).toMatchObject({
      name,
      greaterIsBetter: name !== 'mae' && name !== 'rmse',
      custom: null,
      threshold: 0.5,
    });
    expect(chosen.why).toContain(why);
    expect(decisions).toMatchObject([{ stage: 'measure', choice: name, why: chosen.why, by: 'rule' }]);
    expect(measure.parse(chosen)).toEqual(chosen);
  });

  test('reports beside it what says something else', ({ expect }) => {
    expect(chooseMeasure(shared(5, 5), specOf()).measure.beside).toEqual([
      'balanced-accuracy',
      'precision',
      'recall',
      'f1',
      'roc-auc',
      'average-precision',
      'log-loss',
      'brier',
    ]);
    expect(chooseMeasure(NUMBERS, specOf()).measure.beside).toEqual(['mse', 'rmse', 'r2', 'mape']);
    expect(chooseMeasure(LABELS, specOf()).measure.beside).toContain('f1-micro');
  });
});

describe('chooseMeasure as asked for', () => {
  test('takes a metric', ({ expect }) => {
    const { measure: chosen, decisions } = chooseMeasure(shared(1, 1), specOf({ measure: 'log-loss' }));
    expect(chosen).toMatchObject({ name: 'log-loss', greaterIsBetter: false, custom: null });
    expect(chosen.beside).toContain('accuracy');
    expect(decisions).toMatchObject([{ choice: 'log-loss', by: 'user' }]);
  });

  test.for([undefined, 'custom'] as const)('takes an expression, measure being %s', (name, { expect }) => {
    const custom = { expression: 'fp + 5 * fn', greaterIsBetter: false };
    const { measure: chosen, decisions } = chooseMeasure(shared(9, 1), specOf({ measure: name, custom }));
    expect(chosen).toMatchObject({ name: 'custom', greaterIsBetter: false, custom: { expression: 'fp + 5 * fn' } });
    expect(chosen.beside).toContain('roc-auc');
    expect(decisions).toMatchObject([{ choice: 'custom', by: 'user', evidence: { expression: 'fp + 5 * fn' } }]);
    expect(measure.parse(chosen)).toEqual(chosen);
  });

  test('refuses what does not measure the target, with what does', ({ expect }) => {
    const refuses = (target: Target, fields: Parameters<typeof specOf>[0], code = 'measure_mismatch') =>
      expect(() => chooseMeasure(target, specOf(fields))).toThrow(expect.objectContaining({ code }));
    refuses(NUMBERS, { measure: 'accuracy' });
    refuses(shared(1, 1), { measure: 'mae' });
    refuses(shared(1, 1, 1), { measure: 'average-precision' });
    refuses(LABELS, { measure: 'r2' });
    refuses(NUMBERS, { measure: 'custom' });
    refuses(NUMBERS, { measure: 'mae', custom: { expression: 'mean(abs(error))' } });
    refuses(NUMBERS, { custom: { expression: 'tp / n' } }, 'invalid_expression');
    expect(() => chooseMeasure(NUMBERS, specOf({ measure: 'accuracy' }))).toThrow('mae, mse, rmse, r2, mape');
  });

  test('refuses a percentage of 0, and leaves it out beside others', ({ expect }) => {
    const withZero = numbers([], [0, 2, 3]).target;
    expect(() => chooseMeasure(withZero, specOf({ measure: 'mape' }))).toThrow(expect.objectContaining(MISMATCH));
    expect(chooseMeasure(NUMBERS, specOf({ measure: 'mape' })).measure.name).toBe('mape');
    expect(chooseMeasure(withZero, specOf()).measure.beside).toEqual(['mse', 'rmse', 'r2']);
    expect([isDefinedOn('mape', withZero), isDefinedOn('mape', NUMBERS), isDefinedOn('mae', withZero)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('takes costs of mistakes for two classes only', ({ expect }) => {
    const costs = { falsePositive: 1, falseNegative: 10 };
    expect(chooseMeasure(shared(5, 5), specOf({ costs })).measure.name).toBe('accuracy');
    for (const target of [shared(5, 5, 5), NUMBERS, LABELS]) {
      expect(() => chooseMeasure(target, specOf({ costs }))).toThrow(expect.objectContaining(MISMATCH));
    }
  });
});

test('the measure of a run decides what is best by its expression', ({ expect }) => {
  const two = twoClasses([0.9, 0.8, 0.3, 0.2, 0.6], [1, 0, 1, 0, 1]);
  const { measure: chosen } = chooseMeasure(
    two.target,
    specOf({ custom: { expression: 'fp + 5 * fn', greaterIsBetter: false } }),
  );
  expect(score(chosen, two.predictions, two.target)).toBe(6);
  expect(chosen.greaterIsBetter).toBe(false);
});
