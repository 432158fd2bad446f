import { describe, test } from 'vitest';
import type { Target } from '../rows/index.ts';
import { specOf } from '../testing/spec.ts';
import { chooseMeasure, measure } from './index.ts';

const classes = (...codes: number[]): Target => ({
  kind: 'classes',
  classes: ['a', 'b'],
  codes: Int32Array.from(codes),
});
const numbers: Target = { kind: 'number', values: Float64Array.of(1, 2, 3) };

describe('chooseMeasure', () => {
  test('takes accuracy for classes and mae for numbers, by rule', ({ expect }) => {
    const { measure: chosen, decisions } = chooseMeasure(classes(0, 1, 0, 1), specOf());
    expect(chosen).toMatchObject({ name: 'accuracy', greaterIsBetter: true, beside: ['log-loss'] });
    expect(decisions).toMatchObject([{ stage: 'measure', choice: 'accuracy', by: 'rule' }]);
    expect(chooseMeasure(numbers, specOf()).measure).toMatchObject({
      name: 'mae',
      greaterIsBetter: false,
      beside: ['mse'],
    });
  });

  test('takes what the person asked for', ({ expect }) => {
    const { measure: chosen, decisions } = chooseMeasure(classes(0, 1), specOf({ measure: 'log-loss' }));
    expect(chosen).toMatchObject({ name: 'log-loss', greaterIsBetter: false, beside: ['accuracy'] });
    expect(decisions).toMatchObject([{ choice: 'log-loss', by: 'user' }]);
  });

  test('says when classes are uneven: the commonest of two above three quarters', ({ expect }) => {
    // 3 of 4 is 75 %, 1.5 times an even share; 4 of 5 is more.
    expect(chooseMeasure(classes(0, 0, 0, 1), specOf()).measure.why).toContain('about equally common');
    expect(chooseMeasure(classes(0, 0, 0, 0, 1), specOf()).measure.why).toContain('uneven');
    expect(chooseMeasure(classes(0, 0, 0, 0, 1), specOf()).measure.why).toContain('80.0 %');
  });

  test('keeps to its own schema', ({ expect }) => {
    for (const target of [classes(0, 1), numbers]) {
      const chosen = chooseMeasure(target, specOf()).measure;
      expect(measure.parse(chosen)).toEqual(chosen);
    }
  });
});
