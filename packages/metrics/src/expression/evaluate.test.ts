import { describe, test } from 'vitest';
import { score, scorer } from '../index.ts';
import {
  asked,
  CASES,
  classes,
  custom,
  labelSets,
  numbers,
  probabilities,
  twoClasses,
  type Case,
} from '../testing/cases.ts';

const TWO = twoClasses([0.9, 0.8, 0.3, 0.2, 0.6], [1, 0, 1, 0, 1]);
const THREE: Case = { predictions: probabilities([0.7, 0.2, 0.1, 0.1, 0.3, 0.6], 3), target: classes([0, 1], 3) };
const NUMBERS = numbers([1, 4, 9], [2, 4, 6]);
const LABELS = labelSets([0.9, 0.1, 0.5, 0.25], [1, 0, 0, 1], 2);

function evaluate(expression: string, { predictions, target }: Case, threshold = 0.5): number {
  return score(custom(expression, threshold), predictions, target);
}

describe('an expression', () => {
  // Of TWO at one half: rows 0 and 4 are hits, row 1 a false alarm, row 2 a miss, row 3 rightly left.
  test.for([
    ['2 + 3 * 4', 14],
    ['(2 + 3) * 4', 20],
    ['2 ** 3 ** 2', 512],
    ['7 % 4 - -1', 4],
    ['0 - 2 ** 2', -4],
    ['pow(-2, 2)', 4],
    ['10 / 4', 2.5],
    ['1 < 2', 1],
    ['2 <= 1', 0],
    ['1 == 1 && 2 != 3 || 0', 1],
    ['!(1 > 2) + !5', 1],
    ['1 > 2 ? 10 : 20', 20],
    ['abs(-3) + sqrt(16) + exp(0)', 8],
    ['ln(exp(2)) + log(exp(1)) + log2(8) + log10(1000)', 9],
    ['min(3, 1, 2) + max(4, 6)', 7],
    ['tp', 2],
    ['fp', 1],
    ['fn', 1],
    ['tn', 1],
    ['n', 5],
    ['p', 3],
    ['prevalence', 0.6],
    ['tp / (tp + fp)', 2 / 3],
    ['(10 * tp - 3 * fp - 20 * fn) / n', -3 / 5],
    ['mean(correct)', 3 / 5],
    ['sum(prediction)', 3],
    ['mean(target)', 3 / 5],
    ['max(probability) - min(probability)', 0.7],
    ['mean((probability - target) ** 2)', (0.01 + 0.64 + 0.49 + 0.04 + 0.16) / 5],
    ['mean(target ? probability : 1 - probability)', (0.9 + 0.2 + 0.3 + 0.8 + 0.6) / 5],
    ['sum(max(probability, 0.5))', 0.9 + 0.8 + 0.5 + 0.5 + 0.6],
    ['sum(min(probability, 0.5, target, n))', 0.5 + 0 + 0.3 + 0 + 0.5],
    ['sum(probability > 0.25 && target)', 3],
    ['mean(probability - mean(probability))', 0],
  ] as const)('%s is %d', ([expression, value], { expect }) => {
    expect(evaluate(expression, TWO)).toBeCloseTo(value, 12);
  });

  test('counts by the threshold of the positive class', ({ expect }) => {
    expect(evaluate('tp - 10 * fp', TWO, 0.7)).toBe(1 - 10);
    expect(evaluate('fn', TWO, 0.25)).toBe(0);
  });

  test('of several classes has the counts of all together, and the probability of the true class', ({ expect }) => {
    // One right, one wrong: the wrong one is a false alarm of class 2 and a miss of class 1. Of six cells four are right.
    expect(['tp', 'fp', 'fn', 'tn', 'n', 'p'].map((name) => evaluate(name, THREE))).toEqual([1, 1, 1, 3, 2, 2]);
    expect(evaluate('mean(probability)', THREE)).toBeCloseTo((0.7 + 0.3) / 2, 12);
    expect(evaluate('mean(correct)', THREE)).toBe(0.5);
  });

  test('of labels has a cell for each label of each row', ({ expect }) => {
    // Named: 1 0 1 0; true: 1 0 0 1.
    expect(['tp', 'fp', 'fn', 'tn', 'n', 'p'].map((name) => evaluate(name, LABELS))).toEqual([1, 1, 1, 1, 2, 2]);
    expect(evaluate('mean(correct) + prevalence', LABELS)).toBe(1);
    expect(evaluate('sum(prediction * target)', LABELS)).toBe(1);
    expect(evaluate('mean(probability)', LABELS)).toBeCloseTo(1.75 / 4, 12);
  });

  test('of numbers has their error', ({ expect }) => {
    // Errors -1, 0, 3.
    expect(evaluate('mean(error)', NUMBERS)).toBeCloseTo(2 / 3, 12);
    expect(evaluate('mean(abs(error)) + max(prediction) - min(target)', NUMBERS)).toBeCloseTo(4 / 3 + 7, 12);
    expect(evaluate('mean(error > 0 ? 3 * error : -error)', NUMBERS)).toBeCloseTo(10 / 3, 12);
    const two = numbers([1, 2, 3, 4], [0, 0, 0, 0], 2);
    expect(evaluate('sum(error) / n', two)).toBe(5);
  });

  test.for([
    ['accuracy', 'mean(correct)', 'binary'],
    ['precision', 'tp / (tp + fp)', 'binary'],
    ['f1', '2 * tp / (2 * tp + fp + fn)', 'binary'],
    ['brier', 'mean((probability - target) ** 2)', 'binary'],
    ['log-loss', 'mean(-ln(max(probability, 1e-7)))', 'multiclass'],
    ['f1-micro', '2 * tp / (2 * tp + fp + fn)', 'labels'],
    ['rmse', 'sqrt(mean(error ** 2))', 'number'],
    ['r2', '1 - sum(error ** 2) / sum((target - mean(target)) ** 2)', 'number'],
  ] as const)('can say %s', ([name, expression, kind], { expect }) => {
    const { predictions, target } = CASES[kind];
    expect(evaluate(expression, CASES[kind])).toBeCloseTo(score(asked(name), predictions, target), 12);
  });

  test('is not defined where something is divided by nothing', ({ expect }) => {
    for (const expression of [
      '1 / 0',
      'fp / (n - n)',
      '5 % 0',
      'ln(0)',
      'sqrt(-1)',
      'exp(1e6)',
      'mean(1 / (target - target))',
    ]) {
      expect(evaluate(expression, TWO)).toBeNaN();
    }
    const weighted = scorer(custom('tp / p'), TWO.predictions, TWO.target);
    expect(weighted(Float64Array.of(0, 1, 0, 1, 0))).toBeNaN();
    expect(weighted(Float64Array.of(1, 0, 1, 0, 0))).toBe(0.5);
    // min and max don't see the rows that were not drawn.
    expect(scorer(custom('max(probability)'), TWO.predictions, TWO.target)(Float64Array.of(0, 0, 3, 1, 0))).toBe(0.3);
  });
});

test('the largest expression over many rows takes a moment', ({ expect }) => {
  // Eighty values of each of 100 000 rows: eight million small operations.
  const rows = Float64Array.from({ length: 100_000 }, (_, row) => row % 7);
  const many = numbers(rows, rows.toReversed());
  expect(Number.isFinite(evaluate(`mean(max(error${',error'.repeat(79)}))`, many))).toBe(true);
});
