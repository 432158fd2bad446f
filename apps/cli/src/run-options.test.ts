import { describe, test } from 'vitest';
import { UsageError } from './command/usage-error.ts';
import type { RunValues } from './run-option-list.ts';
import { readFileOptions, readQuestion, readToken } from './run-options.ts';

const KNOWN = { dataset: 'a'.repeat(64), testDataset: undefined, name: 'cars' };

describe('readQuestion', () => {
  test('reads options as a spec', ({ expect }) => {
    const values: RunValues = {
      target: ['x,y', 'a, b'],
      'learning-rate': '0.01',
      units: '64-32',
      part: ['early=train'],
      split: 'when',
      'ignore-gate': true,
    };
    expect(readQuestion(values, KNOWN, ['x', 'y', 'a, b', 'when'])).toMatchObject({
      target: ['x', 'y', 'a, b'],
      model: { learningRate: 0.01, units: [64, 32] },
      parts: { early: 'train' },
      split: 'when',
      ignoreGate: true,
    });
  });

  test.for<[RunValues, string]>([
    [{ folds: '1' }, '--folds 1: '],
    [{ folds: 'two' }, '--folds takes a whole number, not "two".'],
    [{ 'validation-share': '0.9' }, '--validation-share 0.9: '],
    [{ 'learning-rate': '-1' }, '--learning-rate -1: '],
    [{ 'batch-size': '0' }, '--batch-size 0: '],
    [{ units: '64-0' }, '--units 64-0: '],
    [{ 'final-epochs': '3000' }, '--final-epochs 3000: '],
    [{ part: ['early=soon'] }, '--part early=soon: '],
    [{ prepare: ['x=squared'] }, '--prepare x=squared: '],
    [{ read: ['x=guess'] }, '--read x=guess: '],
    [{ expression: ' ' }, '--expression  : '],
    [{ costs: '1' }, '--costs takes the costs'],
    [{ embedding: '16:max' }, '--embedding takes'],
    [{ branch: '-1' }, '--branch -1: '],
  ])('names the option whose value is wrong: %o', ([values, words], { expect }) => {
    const read = () => readQuestion({ target: ['y'], ...values }, KNOWN, ['y']);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(words);
  });
});

test('readFileOptions names the option whose value is wrong', ({ expect }) => {
  expect(readFileOptions({ header: 'none', missing: 'x, y' })).toEqual({ header: 'none', missing: ['x', 'y'] });
  expect(() => readFileOptions({ resize: 'big' })).toThrow('--resize big: ');
  expect(() => readFileOptions({ decimal: ';' })).toThrow('--decimal ;: ');
});

describe('readToken', () => {
  test('prefers the option to the environment', ({ expect }) => {
    process.env['STEPWELL_TOKEN'] = ' from-environment\n';
    expect(readToken('given')).toBe('given');
    expect(readToken(undefined)).toBe('from-environment');
    process.env['STEPWELL_TOKEN'] = '';
    expect(readToken(undefined)).toBeUndefined();
    delete process.env['STEPWELL_TOKEN'];
    expect(readToken(undefined)).toBeUndefined();
  });
});
