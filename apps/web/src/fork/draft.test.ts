import { describe, test } from 'vitest';
import { numberIn, unitsIn, withFields, withModel, withOrder, type Draft } from './draft.ts';

const DRAFT: Draft = { dataset: 'a'.repeat(64), target: ['y'], folds: 5, model: { dropout: 0.5 } };

describe('a draft', () => {
  test('sets fields, and resets them to automatic', ({ expect }) => {
    expect(withFields(DRAFT, { measure: 'f1', folds: undefined })).toEqual({
      dataset: DRAFT.dataset,
      target: ['y'],
      measure: 'f1',
      model: { dropout: 0.5 },
    });
    expect(withModel(DRAFT, { l2: 0.01, dropout: undefined }).model).toEqual({ l2: 0.01 });
    expect(DRAFT.folds).toBe(5);
  });

  test('parses inputs', ({ expect }) => {
    expect([numberIn(''), numberIn(' '), numberIn('0.1')]).toEqual([undefined, undefined, 0.1]);
    expect([unitsIn(''), unitsIn('64'), unitsIn('64-32, 16')]).toEqual([undefined, [64], [64, 32, 16]]);
  });
});

test('withOrder drops the time column in the order of the file, and keeps it otherwise', ({ expect }) => {
  const dated: Draft = { ...DRAFT, order: 'time', timeColumn: 'day' };
  expect(withOrder(dated, 'file')).toEqual({ ...DRAFT, order: 'file' });
  expect(withOrder(dated, 'random')).toEqual({ ...dated, order: 'random' });
});
